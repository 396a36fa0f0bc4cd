"""Screens as text, held against those that were looked at and committed."""

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.app import App

from tests.liftui.tui.screen_text import screen_lines

SCREENS = Path(__file__).parent / "screens"

Matches = Callable[[App[None], str], None]


@pytest.fixture
def screen_matches(request: pytest.FixtureRequest) -> Matches:
    """Fail unless the screen is the one that is kept under the name; ``--screens-update`` keeps it."""

    def check(app: App[None], name: str) -> None:
        shown = "\n".join(screen_lines(app)) + "\n"
        file = SCREENS / f"{name}.txt"
        if request.config.getoption("--screens-update"):
            SCREENS.mkdir(exist_ok=True)
            file.write_text(shown, encoding="utf-8")
        assert shown == file.read_text(encoding="utf-8")

    return check
