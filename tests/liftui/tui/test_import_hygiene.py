"""What is loaded before the first paint; each import there is felt at every start."""

import subprocess
import sys

HEAVY = {"httpx", "pydantic", "pydantic_settings", "engine.local", "engine.events", "sqlite3", "tree_sitter"}

_PAINT = """
import sys
from liftui.tui.app import WorkbenchApp
from liftui.tui.engine_backend import EngineBackend


class UnloadedBackend(EngineBackend):
    def load(self):
        print(*sys.modules, file=sys.__stdout__, flush=True)
        raise SystemExit


WorkbenchApp(UnloadedBackend({})).run(headless=True)
"""


def test_nothing_heavy_is_loaded_before_the_first_paint() -> None:
    """The backend is asked to load the engine right after it."""
    painted = subprocess.run([sys.executable, "-c", _PAINT], capture_output=True, text=True, check=False, timeout=60)
    loaded = set(painted.stdout.split())

    assert "liftui.tui.screens.workbench" in loaded, painted.stderr
    assert HEAVY.isdisjoint(loaded)
