"""The commands on lifts that were kept: going back, naming, exporting, copying."""

from pathlib import Path

import pytest
from textual.widgets import Input, OptionList

from liftui.tui.screens.form import FormScreen
from liftui.tui.screens.sessions import SessionsScreen
from tests.liftui.tui.forms import choose, fill
from tests.liftui.tui.opened import opened
from tests.liftui.tui.scripted import (
    BODY,
    FAILING,
    HEADER,
    PASSED,
    PASSING,
    TASK,
    code_events,
    ir_events,
    run_events,
    scripted,
)


async def test_previous_and_next_lift(tmp_path: Path) -> None:
    async with opened(scripted(PASSING, FAILING), tmp_path) as workbench:
        await workbench.lift("first")
        await workbench.lift("second")
        lifts = workbench.screen.lifts
        await workbench.press("alt+left")
        assert lifts.shown is not None
        assert (lifts.place, lifts.shown.view.request) == ("1/2", "first")
        await workbench.press("alt+right")
        assert (lifts.place, lifts.shown.view.request) == ("2/2", "second")


async def test_name_the_session_then_find_reopen_and_delete_its_lift(tmp_path: Path) -> None:
    async with opened(scripted(FAILING), tmp_path) as workbench:
        await workbench.lift_task()
        await workbench.press("f2")
        await fill(workbench, name="clamping")
        await workbench.until(lambda: workbench.screen.keeper and workbench.screen.keeper.is_named)
        await workbench.app.workers.wait_for_complete()
    async with opened(scripted(run_events(PASSED)), tmp_path) as workbench:
        await workbench.press("f7")
        await workbench.until(lambda: isinstance(workbench.app.screen, SessionsScreen))
        lists = workbench.app.screen.query(OptionList)
        await workbench.until(lambda: lists.last().option_count)
        assert "clamping" in str(lists.first().get_option_at_index(0).prompt)
        await workbench.press("enter", "enter")
        await workbench.until(lambda: workbench.screen.lifts.shown)

        shown = workbench.screen.lifts.shown
        assert shown is not None
        assert (shown.view.phase, shown.view.task) == ("failed", TASK)
        assert shown.view.code_text == HEADER + BODY
        await workbench.press("f5")
        await workbench.until(lambda: workbench.screen.lifts.place == "2/2" and not workbench.screen.is_lifting)

        await workbench.press("f7")
        await workbench.until(lambda: isinstance(workbench.app.screen, SessionsScreen))
        lists = workbench.app.screen.query(OptionList)
        await workbench.until(lambda: lists.last().option_count)
        before = lists.first().option_count
        await workbench.press("delete")
        await choose(workbench, "Delete")
        await workbench.until(lambda: lists.first().option_count == before - 1)


@pytest.mark.parametrize(
    ("what", "name", "content"),
    [
        ("The code", "clamp.py", "def clamp("),
        ("The IR", "clamp.json", '"signature"'),
        ("Everything, as a web page", "clamp.html", "<!DOCTYPE html>"),
        ("This screen, as a picture (SVG)", "screen.svg", "<svg"),
    ],
)
async def test_export(tmp_path: Path, what: str, name: str, content: str) -> None:
    file = tmp_path / name
    async with opened(scripted(PASSING), tmp_path) as workbench:
        await workbench.lift_task()
        await workbench.press("ctrl+s")
        await choose(workbench, what)
        await workbench.until(lambda: isinstance(workbench.app.screen, FormScreen))
        if what == "The code":
            assert workbench.app.screen.query_one("#file", Input).value == name
        await fill(workbench, file=str(file))
        await workbench.told("Saved as", name)

        assert content in file.read_text()


async def test_export_asks_before_it_replaces_a_file(tmp_path: Path) -> None:
    file = tmp_path / "mine.py"
    file.write_text("precious")
    async with opened(scripted(PASSING), tmp_path) as workbench:
        await workbench.lift_task()
        workbench.screen.reach(workbench.screen.code_pane)
        await workbench.press("w")
        await fill(workbench, file=str(file))
        await choose(workbench, "Keep it")
        await workbench.app.workers.wait_for_complete()

    assert file.read_text() == "precious"


async def test_copy_says_where_the_text_went(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("TERM", "dumb")
    async with opened(scripted(PASSING), tmp_path) as workbench:
        await workbench.lift_task()
        workbench.screen.reach(workbench.screen.code_pane)
        await workbench.press("y")
        await workbench.told("Code saved to", "code.py")

    assert (tmp_path / "copies" / "code.py").read_text() == HEADER + BODY


async def test_a_diff_against_the_previous_lift(tmp_path: Path) -> None:
    other = (*ir_events(), *code_events(body="    return value\n"), *run_events(PASSED))
    async with opened(scripted(PASSING, other), tmp_path) as workbench:
        await workbench.lift_task()
        await workbench.lift_task()
        workbench.screen.reach(workbench.screen.code_pane)
        await workbench.press("d")
        assert "-    if value < low:" in workbench.screen.code_pane.focus_target.plain
        await workbench.press("d")
        assert workbench.screen.code_pane.focus_target.plain.startswith("def clamp")
