"""The commands on the screen: panes, help, palette, themes, keys, quitting."""

from pathlib import Path

import pytest
from textual.widgets import OptionList

from liftui.settings import Settings
from liftui.tui.commands.registry import COMMANDS
from liftui.tui.panes.code import CodePane
from liftui.tui.panes.ir import IRPane
from liftui.tui.panes.results import ResultsPane
from liftui.tui.screens.help import HelpScreen
from liftui.tui.screens.jump import JumpScreen
from tests.liftui.tui.forms import choose
from tests.liftui.tui.opened import opened
from tests.liftui.tui.scripted import (
    PASSING,
    TASK,
    Hold,
    ir_events,
    scripted,
)


async def test_maximise_and_back(tmp_path: Path) -> None:
    async with opened(scripted(), tmp_path) as workbench:
        await workbench.press("tab", "f6")
        await workbench.until(lambda: workbench.screen.maximized is workbench.screen.ir_pane)
        await workbench.press("f6")
        await workbench.until(lambda: workbench.screen.maximized is None)


@pytest.mark.parametrize(("letter", "pane"), [("i", IRPane), ("c", CodePane), ("s", ResultsPane)])
@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_jump(tmp_path: Path, letter: str, pane: type, size: tuple[int, int]) -> None:
    async with opened(scripted(), tmp_path, size) as workbench:
        await workbench.press("ctrl+o")
        await workbench.until(lambda: isinstance(workbench.app.screen, JumpScreen))
        await workbench.press(letter)
        await workbench.until(lambda: isinstance(workbench.screen.focused_pane, pane))

        assert workbench.screen.focused_pane is not None
        assert workbench.screen.focused_pane.region


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_tab_goes_round_the_panes_and_back(tmp_path: Path, size: tuple[int, int]) -> None:
    async with opened(scripted(), tmp_path, size) as workbench:
        seen = []
        for _ in range(4):
            await workbench.press("tab")
            seen.append(getattr(workbench.screen.focused_pane, "NAME", None))
        assert seen == ["IR", "Code", "Results", "Request"]
        await workbench.press("shift+tab")
        assert workbench.screen.focused_pane is workbench.screen.results_pane


async def test_help_names_every_command_and_the_focused_pane(tmp_path: Path) -> None:
    async with opened(scripted(), tmp_path) as workbench:
        await workbench.press("tab", "f1")
        await workbench.until(lambda: isinstance(workbench.app.screen, HelpScreen))
        table = str(workbench.app.screen.query_one("#keys").render())

        assert all(command.title in table for command in COMMANDS)
        await workbench.press("escape")
        assert workbench.app.screen is workbench.screen


async def test_the_palette_runs_what_is_searched(tmp_path: Path) -> None:
    backend = scripted(PASSING)
    async with opened(backend, tmp_path) as workbench:
        workbench.screen.take_task(TASK, "everyday")
        await workbench.press("ctrl+p")
        await workbench.until(lambda: workbench.app.screen is not workbench.screen)
        await workbench.press(*"lift (ctrl")
        results = workbench.app.screen.query_one(OptionList)
        await workbench.until(lambda: results.option_count)
        await workbench.press("enter")
        await workbench.until(lambda: backend.lifts.asked)


async def test_themes_go_round(tmp_path: Path) -> None:
    async with opened(scripted(), tmp_path) as workbench:
        themes = []
        for _ in range(4):
            await workbench.press("f12")
            await workbench.until(lambda: workbench.app.theme not in themes)
            themes.append(workbench.app.theme)
        assert themes == ["light", "ansi-dark", "ansi-light", "dark"]


async def test_keys_can_be_rebound(tmp_path: Path) -> None:
    backend = scripted(PASSING)
    backend.settings = Settings(keys={"lift": "f11", "nonsense": "f1"})
    async with opened(backend, tmp_path) as workbench:
        await workbench.told("nonsense", "no command")
        await workbench.press("a", "f11")
        await workbench.until(lambda: backend.lifts.asked)
        assert workbench.screen.command_keys()["lift"] == "f11"


async def test_quit_asks_only_if_something_is_running(tmp_path: Path) -> None:
    backend = scripted((*ir_events()[:5], Hold()))
    async with opened(backend, tmp_path) as workbench:
        screen = workbench.screen
        screen.take_task(TASK, "everyday")
        await workbench.press("ctrl+j")
        await workbench.until(lambda: screen.lifts.latest and screen.lifts.latest.view.ir_text)
        await workbench.press("ctrl+c")
        await choose(workbench, "Stay")
        await workbench.until(lambda: workbench.app.screen is screen)
        assert screen.is_lifting
        await workbench.press("ctrl+q")
        await choose(workbench, "Stop it and quit")
        await workbench.until(lambda: workbench.app._exit)
        assert backend.lifts.closed == 1


async def test_ctrl_c_copies_a_selection_and_changes_no_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("TERM", "dumb")
    async with opened(scripted(), tmp_path) as workbench:
        workbench.screen.request_pane.put("keep me")
        workbench.screen.request_pane.focus_target.select_all()
        await workbench.press("ctrl+c")
        await workbench.told("Selection saved to")
        assert workbench.screen.request_pane.text == "keep me"
    assert (tmp_path / "copies" / "selection.txt").read_text() == "keep me"
