"""The workbench as a program in a terminal."""

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.terminal import Terminal, run_in_terminal

_DARK_GROUND, _LIGHT_GROUND = b"48;2;21;24;29", b"48;2;251;251;249"
_COLOR = re.compile(rb"\x1b\[[0-9;]*(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])[0-9;]*m")
EDITOR = """
import pathlib, signal, sys
signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
print("editing, go on?", flush=True)
signal.sigwait({signal.SIGINT})
pathlib.Path(sys.argv[1]).write_text("written: " + input("interrupted, go on?"))
"""
"""Is interrupted first, then writes the line it is given."""


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """A user who has nothing yet."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LIFTUI_", "XDG_", "NO_COLOR"))}
    return kept | {"HOME": str(tmp_path), "TERM": "xterm-256color", "COLORTERM": "truecolor", "PYTHONPATH": os.getcwd()}


@pytest.fixture
def terminal(environment: dict[str, str]) -> Iterator[Terminal]:
    with run_in_terminal([sys.executable, "-m", "liftui"], environment) as terminal:
        yield terminal


def test_it_opens_says_that_the_model_is_missing_and_quits_with_0(terminal: Terminal) -> None:
    terminal.read_until(b"What should the function do?", 30)
    terminal.read_until(b"missing", 30)
    terminal.write(b"\x11")  # ctrl+q

    assert terminal.wait(30) == 0


def test_what_was_typed_is_there_after_a_kill(environment: dict[str, str], tmp_path: Path) -> None:
    with run_in_terminal([sys.executable, "-m", "liftui"], environment) as terminal:
        terminal.read_until(b"missing", 30)
        terminal.write(b"half a thought")
        [draft] = wait_for_file(terminal, tmp_path)
        assert "half a thought" in draft.read_text()
    with run_in_terminal([sys.executable, "-m", "liftui"], environment) as terminal:
        terminal.read_until(b"half a thought", 30)


def test_the_users_editor_has_the_terminal_and_its_interrupt_ends_nothing(
    environment: dict[str, str], tmp_path: Path
) -> None:
    program = tmp_path / "editor.py"
    program.write_text(EDITOR)
    environment["EDITOR"] = f"{sys.executable} {program}"
    with run_in_terminal([sys.executable, "-m", "liftui"], environment) as terminal:
        terminal.read_until(b"missing", 30)
        terminal.write(b"\x07")  # ctrl+g
        terminal.read_until(b"editing, go on?", 30)
        terminal.write(b"\x03")
        terminal.read_until(b"interrupted, go on?", 30)
        terminal.write(b"sort names\n")
        terminal.read_until(b"written: sort names", 30)
        terminal.write(b"\x11")

        assert terminal.wait(30) == 0


def test_the_theme_of_the_settings_is_there_from_the_first_paint_on(environment: dict[str, str]) -> None:
    with run_in_terminal([sys.executable, "-m", "liftui"], environment | {"LIFTUI_THEME": "light"}) as terminal:
        terminal.read_until(b"missing", 30)

        assert _LIGHT_GROUND in terminal.written
        assert _DARK_GROUND not in terminal.written


def test_no_color_sends_none(environment: dict[str, str]) -> None:
    with run_in_terminal([sys.executable, "-m", "liftui"], environment | {"NO_COLOR": "1"}) as terminal:
        terminal.read_until(b"missing", 30)

        assert not _COLOR.search(terminal.written)


def test_a_terminal_that_cannot_be_drawn_on_is_told_so(environment: dict[str, str]) -> None:
    with run_in_terminal([sys.executable, "-m", "liftui"], environment | {"TERM": "dumb"}) as terminal:
        assert terminal.wait(30) == 2
        assert b"TERM is dumb" in terminal.written
        assert b"\x1b" not in terminal.written


def wait_for_file(terminal: Terminal, folder: Path) -> list[Path]:
    """The draft, once it holds all that was typed."""
    for _ in range(300):
        terminal.read_for(0.1)
        found = [file for file in folder.rglob("draft.json") if "thought" in file.read_text()]
        if found:
            return found
    raise TimeoutError("no draft was kept")
