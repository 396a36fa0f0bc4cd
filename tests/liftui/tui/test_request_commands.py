"""The commands on the request: tasks, history, draft, editor."""

import shlex
import sys
from contextlib import nullcontext
from pathlib import Path

import pytest

from liftui.tui.app import WorkbenchApp
from liftui.tui.screens.picker import PickerScreen
from tests.liftui.tui.forms import choose
from tests.liftui.tui.opened import opened
from tests.liftui.tui.scripted import (
    PASSING,
    TASK,
    Hold,
    scripted,
)

WAITING_EDITOR = """
import pathlib, sys, time
closes, file = map(pathlib.Path, sys.argv[1:])
pathlib.Path(__file__).with_suffix(".opened").touch()
while not closes.exists():
    time.sleep(0.01)
file.write_text(file.read_text() + ", edited")
"""
"""Stays open until the file exists that its first argument names."""


async def test_pick_task_brings_its_cases(tmp_path: Path) -> None:
    backend = scripted(PASSING)
    async with opened(backend, tmp_path) as workbench:
        await workbench.press("ctrl+t")
        await workbench.until(lambda: isinstance(workbench.app.screen, PickerScreen))
        await workbench.press(*"is_even", "enter")
        await workbench.until(lambda: workbench.screen.picked_task)

        assert workbench.screen.picked_task is not None
        assert workbench.screen.picked_task.id == "is_even"
        assert workbench.screen.request_pane.text == workbench.screen.picked_task.prompt

        await workbench.press("ctrl+n")
        assert workbench.screen.picked_task is None
        assert workbench.screen.request_pane.text == ""


async def test_a_lift_goes_on_while_the_request_is_in_the_users_editor(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program, closes = tmp_path / "editor.py", tmp_path / "closes"
    program.write_text(WAITING_EDITOR)
    monkeypatch.setenv("VISUAL", shlex.join([sys.executable, str(program), str(closes)]))
    monkeypatch.setattr(WorkbenchApp, "suspend", lambda app: nullcontext())  # a test has no terminal to give up
    backend = scripted((Hold(), *PASSING))
    async with opened(backend, tmp_path) as workbench:
        workbench.screen.take_task(TASK, "everyday")
        await workbench.press("ctrl+j")
        await workbench.until(lambda: workbench.screen.is_lifting)
        await workbench.press("ctrl+g")
        await workbench.until(program.with_suffix(".opened").exists)
        backend.lifts.go_on.set()
        await workbench.until(lambda: not workbench.screen.is_lifting)
        assert workbench.screen.request_pane.text == TASK.prompt

        closes.touch()
        await workbench.until(lambda: workbench.screen.request_pane.text == f"{TASK.prompt}, edited")


async def test_requests_come_back_with_the_arrows_in_the_next_sitting(tmp_path: Path) -> None:
    async with opened(scripted(PASSING, PASSING), tmp_path) as workbench:
        await workbench.lift("first")
        await workbench.lift("second")
        await workbench.app.workers.wait_for_complete()
    async with opened(scripted(), tmp_path) as workbench:
        await workbench.until(lambda: workbench.screen.keeper)
        workbench.screen.request_pane.put("")
        await workbench.press(*"new", "up")
        await workbench.until(lambda: workbench.screen.request_pane.text == "second")
        await workbench.press("home", "up")
        await workbench.until(lambda: workbench.screen.request_pane.text == "first")
        await workbench.press("down", "down")
        await workbench.until(lambda: workbench.screen.request_pane.text == "new")


async def test_search_history_and_erase_it(tmp_path: Path) -> None:
    async with opened(scripted(PASSING, PASSING), tmp_path) as workbench:
        await workbench.lift("add numbers")
        await workbench.lift("sort names")
        await workbench.press("ctrl+r")
        await workbench.until(lambda: isinstance(workbench.app.screen, PickerScreen))
        await workbench.press(*"num", "enter")
        await workbench.until(lambda: workbench.screen.request_pane.text == "add numbers")

        await workbench.press("ctrl+f12")
        await choose(workbench, "Forget them")
        await workbench.told("history is empty")
        assert not (tmp_path / "history.jsonl").exists()


async def test_the_draft_survives(tmp_path: Path) -> None:
    async with opened(scripted(), tmp_path) as workbench:
        await workbench.press(*"half a thought")
        await workbench.screen.keep_draft()
    async with opened(scripted(), tmp_path) as workbench:
        await workbench.until(lambda: workbench.screen.request_pane.text == "half a thought")


async def test_a_disk_that_takes_nothing_is_told_once_not_with_every_pause_in_typing(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.write_text("a file where a folder should be")
    async with opened(scripted(), folder) as workbench:
        await workbench.until(lambda: workbench.screen.keeper)
        for letter in "ab":
            await workbench.press(letter)
            await workbench.screen.keep_draft()
        drafts = [toast for toast in workbench.toasts() if "the draft" in toast]

        assert len(drafts) == 1
        assert workbench.screen.request_pane.text == "ab"
