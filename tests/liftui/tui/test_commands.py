"""Every command of the workbench, as a user gives it."""

import shlex
import sys
from contextlib import nullcontext
from pathlib import Path

import pytest
from textual.events import Key
from textual.widgets import Input, OptionList, Static, TextArea

from engine.errors import ModelError, UnavailableError
from engine.events import EndpointWaiting
from engine.ir import IR
from liftui.settings import Settings
from liftui.tui.app import WorkbenchApp
from liftui.tui.commands.registry import COMMANDS
from liftui.tui.panes.code import CodePane
from liftui.tui.panes.ir import IRPane
from liftui.tui.panes.results import ResultsPane
from liftui.tui.screens.ask import AskScreen
from liftui.tui.screens.form import FormScreen
from liftui.tui.screens.help import HelpScreen
from liftui.tui.screens.jump import JumpScreen
from liftui.tui.screens.picker import PickerScreen
from liftui.tui.screens.sessions import SessionsScreen
from liftui.tui.screens.suite import SuiteScreen
from tests.liftui.tui.opened import Workbench, opened
from tests.liftui.tui.scripted import (
    BODY,
    FAILED,
    FAILING,
    HEADER,
    IR_TEXT,
    PASSED,
    PASSING,
    TASK,
    Hold,
    code_events,
    error_events,
    ir_events,
    run_events,
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


async def fill(workbench: Workbench, **texts: str) -> None:
    """Fill the open form in and accept it."""
    await workbench.until(lambda: isinstance(workbench.app.screen, FormScreen))
    for name, text in texts.items():
        workbench.app.screen.query_one(f"#{name}", Input).value = text
    await workbench.press("ctrl+j")


async def choose(workbench: Workbench, answer: str) -> None:
    """Choose an answer of the open question."""
    await workbench.until(lambda: isinstance(workbench.app.screen, AskScreen))
    options = workbench.app.screen.query_one(OptionList)
    options.highlighted = [str(option.prompt) for option in options.options].index(answer)
    await workbench.press("enter")


async def test_lift_fills_all_panes(tmp_path: Path) -> None:
    backend = scripted(PASSING)
    async with opened(backend, tmp_path) as workbench:
        await workbench.lift_task()

        [(kind, task, ir)] = backend.lifts.asked
        assert (kind, task, ir) == ("lift", TASK, None)
        assert workbench.screen.ir_pane.query_one("#ir-text").plain.startswith('{\n  "intent"')  # type: ignore[attr-defined]
        assert workbench.screen.code_pane.focus_target.plain == (HEADER + BODY).rstrip()
        assert workbench.screen.results_pane.focus_target.option_count == len(PASSED)


@pytest.mark.parametrize("key", ["ctrl+j", "alt+enter", "ctrl+enter"])
async def test_lift_has_a_key_for_every_terminal(tmp_path: Path, key: str) -> None:
    backend = scripted(PASSING)
    async with opened(backend, tmp_path) as workbench:
        await workbench.press("a", "d", "d", key)
        await workbench.until(lambda: backend.lifts.asked)

        assert backend.lifts.asked[0][1].prompt == "add"


async def test_lift_waits_for_an_endpoint_that_is_still_starting(tmp_path: Path) -> None:
    backend = scripted(PASSING)
    async with opened(backend, tmp_path, ready=False) as workbench:
        await workbench.lift()

        assert workbench.screen.lifts.latest is not None
        assert workbench.screen.lifts.latest.view.phase == "passed"


async def test_without_a_request_lift_says_what_to_do(tmp_path: Path) -> None:
    async with opened(scripted(), tmp_path) as workbench:
        await workbench.press("ctrl+j")
        await workbench.told("no request", "ctrl+t")


async def test_stop_keeps_what_has_come_and_another_lift_starts_at_once(tmp_path: Path) -> None:
    backend = scripted((*ir_events()[:20], Hold()), PASSING)
    async with opened(backend, tmp_path) as workbench:
        screen = workbench.screen
        screen.take_task(TASK, "everyday")
        await workbench.press("ctrl+j")
        await workbench.until(lambda: screen.lifts.latest and "signature" in screen.lifts.latest.view.ir_text)
        await workbench.press("escape")
        await workbench.until(lambda: not screen.is_lifting)

        assert backend.lifts.closed == 1
        assert screen.lifts.shown is not None
        assert screen.lifts.shown.view.phase == "stopped"
        assert "signature" in screen.lifts.shown.view.ir_text

        await workbench.lift()
        assert screen.lifts.shown.view.phase == "passed"


async def test_a_new_lift_stops_the_one_under_way(tmp_path: Path) -> None:
    backend = scripted((*ir_events()[:20], Hold()), PASSING)
    async with opened(backend, tmp_path) as workbench:
        screen = workbench.screen
        screen.take_task(TASK, "everyday")
        await workbench.press("ctrl+j")
        await workbench.until(lambda: screen.lifts.latest and screen.lifts.latest.view.ir_text)
        await workbench.lift()

        assert backend.lifts.closed == 2
        await workbench.press("alt+left")
        assert screen.lifts.shown is not None
        assert screen.lifts.shown.view.phase == "stopped"


async def test_regenerate_ir_asks_again_for_all(tmp_path: Path) -> None:
    backend = scripted(PASSING, PASSING)
    async with opened(backend, tmp_path) as workbench:
        await workbench.lift_task()
        await workbench.press("f3")
        await workbench.until(lambda: len(backend.lifts.asked) == 2)

        assert backend.lifts.asked[1] == ("lift", TASK, None)


async def test_regenerate_code_takes_the_ir_as_the_user_edited_it(tmp_path: Path) -> None:
    backend = scripted(PASSING, (*code_events(), *run_events(PASSED)))
    async with opened(backend, tmp_path) as workbench:
        await workbench.lift_task()
        await workbench.press("tab", "e")
        editor = workbench.screen.query_one("#ir-editor", TextArea)
        await workbench.until(lambda: editor.has_focus)
        editor.load_text(editor.text.replace("clamp(value: float", "limit(step: int, value: float"))
        await workbench.press("f4")
        await workbench.until(lambda: len(backend.lifts.asked) == 2)

        kind, _, ir = backend.lifts.asked[1]
        assert kind == "lift"
        assert isinstance(ir, IR)
        assert ir.signature.header.startswith("def limit(step: int, value: float")


async def test_an_invalid_edit_is_named_and_not_accepted(tmp_path: Path) -> None:
    backend = scripted(PASSING)
    async with opened(backend, tmp_path) as workbench:
        await workbench.lift_task()
        await workbench.press("tab", "e")
        editor = workbench.screen.query_one("#ir-editor", TextArea)
        edited = editor.text.replace("value: float,", "value,")
        editor.load_text(edited)
        await workbench.press("f4")
        await workbench.told("cannot be used", "'value'", "no type")

        assert len(backend.lifts.asked) == 1
        assert editor.text == edited
        assert editor.cursor_location[0] == 2

        await workbench.press("ctrl+l")
        assert workbench.screen.ir_pane.edited_text is None


async def test_rerun_executes_the_code_alone(tmp_path: Path) -> None:
    backend = scripted(FAILING, run_events(PASSED))
    async with opened(backend, tmp_path) as workbench:
        await workbench.lift_task()
        await workbench.press("f5")
        await workbench.until(lambda: len(backend.lifts.asked) == 2 and not workbench.screen.is_lifting)

        assert backend.lifts.asked[1] == ("execute", TASK, HEADER + BODY)
        assert workbench.screen.results_pane.border_subtitle == "3 of 3"


async def test_add_case_runs_the_code_against_it(tmp_path: Path) -> None:
    backend = scripted(PASSING, run_events(PASSED))
    async with opened(backend, tmp_path) as workbench:
        await workbench.lift_task()
        await workbench.press("f8")
        await fill(workbench, call="f(1, 2, 3)", returns="2")
        await workbench.until(lambda: len(backend.lifts.asked) == 2)

        kind, task, _ = backend.lifts.asked[1]
        assert (kind, task.cases[-1].call, task.cases[-1].returns) == ("execute", "f(1, 2, 3)", "2")
        assert task.cases[:-1] == TASK.cases


@pytest.mark.parametrize(
    ("call", "returns", "parts"),
    [("g(1)", "2", ["'g(1)'", "f"]), ("f(1)", "x", ["'x'"]), ("f(1)", "", ["exactly one"])],
)
async def test_a_case_that_is_none_is_refused_in_a_sentence(
    tmp_path: Path, call: str, returns: str, parts: list[str]
) -> None:
    backend = scripted(PASSING)
    async with opened(backend, tmp_path) as workbench:
        await workbench.lift_task()
        await workbench.press("f8")
        await fill(workbench, call=call, returns=returns)
        await workbench.told("no case", *parts)

        assert len(backend.lifts.asked) == 1


@pytest.mark.parametrize("key", ["f3", "f4", "f5", "f8", "ctrl+s", "alt+left", "alt+right"])
async def test_commands_on_a_lift_say_so_when_there_is_none(tmp_path: Path, key: str) -> None:
    async with opened(scripted(), tmp_path) as workbench:
        await workbench.press(key)
        if key == "ctrl+s":
            await choose(workbench, "The code")
        await workbench.until(workbench.toasts)

        assert len(workbench.toasts()) == 1


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


async def test_switch_endpoint(tmp_path: Path) -> None:
    backend = scripted()
    async with opened(backend, tmp_path) as workbench:
        await workbench.press("f10")
        await choose(workbench, "Another endpoint…")
        await fill(workbench, endpoint="http://localhost:8000", model="big")
        await workbench.until(lambda: workbench.app.endpoint.view.model == "big")

        assert backend.connected == [{}, {"endpoint": "http://localhost:8000", "model": "big"}]

        await workbench.press("f10")
        await choose(workbench, "The embedded model")
        await workbench.until(lambda: len(backend.connected) == 3)
        assert backend.connected[2] == {"endpoint": None, "model": None}


async def test_a_missing_model_is_offered_not_fetched(tmp_path: Path) -> None:
    backend = scripted(PASSING)
    backend.missing_bytes = 1_117_320_736
    async with opened(backend, tmp_path) as workbench:
        assert workbench.app.endpoint.view.phase == "missing"
        assert backend.connected == []
        await workbench.lift()
        await workbench.until(lambda: "1.1 GB" in workbench.screen.lifts.latest.view.error)  # type: ignore[union-attr]

        await workbench.press("f10")
        await choose(workbench, "Download the embedded model")
        await workbench.until(lambda: workbench.app.endpoint.view.phase == "ready")


async def test_an_endpoint_that_cannot_start_keeps_the_text_and_says_why(tmp_path: Path) -> None:
    backend = scripted()
    backend.error = ModelError("The embedded model needs 2.0 GB of memory; end other programs.")
    async with opened(backend, tmp_path) as workbench:
        await workbench.lift("my request")

        assert workbench.screen.request_pane.text == "my request"
        assert workbench.screen.lifts.latest is not None
        assert "2.0 GB" in workbench.screen.lifts.latest.view.error
        assert workbench.screen.lifts.cost_usd == 0, "no server was asked"


async def test_settings_that_cannot_be_read_close_nothing(tmp_path: Path) -> None:
    backend = scripted()

    def refuse() -> Settings:
        raise UnavailableError("the config file is not TOML")

    backend.load = refuse  # type: ignore[method-assign]
    async with opened(backend, tmp_path) as workbench:
        await workbench.told("not TOML")
        assert workbench.app.endpoint.view.phase == "unreachable"


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


async def test_a_failed_case_leads_to_its_line(tmp_path: Path) -> None:
    async with opened(scripted(FAILING), tmp_path) as workbench:
        await workbench.lift_task()
        workbench.screen.reach(workbench.screen.results_pane)
        await workbench.press("end", "enter")
        await workbench.until(lambda: workbench.screen.focused_pane is workbench.screen.code_pane)
        assert workbench.screen.code_pane.focus_target.marked == {2}


async def test_the_first_case_that_fails_is_shown_with_its_line_selected(tmp_path: Path) -> None:
    failing = (*ir_events(), *code_events(), *run_events([PASSED[0], FAILED[3], FAILED[2]]))
    async with opened(scripted(failing, PASSING), tmp_path) as workbench:
        await workbench.lift_task()
        results, code = workbench.screen.results_pane, workbench.screen.code_pane

        assert results.focus_target.highlighted == 1
        assert "ValueError: no" in str(results.query_one("#detail", Static).render())
        assert code.focus_target.marked == {2}

        await workbench.lift_task()
        assert code.focus_target.marked == frozenset()


async def test_keys_that_arrive_at_once_reach_the_field_that_is_meant(tmp_path: Path) -> None:
    backend = scripted(PASSING, run_events(PASSED))
    async with opened(backend, tmp_path) as workbench:
        await workbench.lift_task()
        await workbench.press("f8")
        await workbench.until(lambda: isinstance(workbench.app.screen, FormScreen))
        for key, character in [("1", "1"), ("tab", None), ("2", "2"), ("tab", None), ("3", "3")]:
            workbench.app.post_message(Key(key, character))
        fields = workbench.app.screen.query(Input)
        await workbench.until(lambda: [field.value for field in fields] == ["1", "2", "3"])


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


async def test_a_hole_is_filled_by_choosing_an_answer(tmp_path: Path) -> None:
    holes = ',"holes":[{"about":"order","question":"Which order?","options":["up","down"]}]}'
    text = ir_events()[-1].text.removesuffix("}") + holes  # type: ignore[attr-defined]
    backend = scripted((*ir_events(text), *code_events(), *run_events(PASSED)), PASSING)
    async with opened(backend, tmp_path) as workbench:
        await workbench.lift("sort")
        workbench.screen.reach(workbench.screen.ir_pane)
        await workbench.press("o", "end", "enter")
        await workbench.until(lambda: len(backend.lifts.asked) == 2)

        assert backend.lifts.asked[1][1].prompt == "sort\norder: down"


async def test_an_ir_that_streams_is_seen_whatever_view_was_chosen_before(tmp_path: Path) -> None:
    async with opened(scripted(PASSING, (*ir_events()[:20], Hold())), tmp_path) as workbench:
        await workbench.lift_task()
        workbench.screen.reach(workbench.screen.ir_pane)
        await workbench.press("o")
        assert workbench.screen.ir_pane.mode == "ir-outline"
        await workbench.press("ctrl+j")
        await workbench.until(lambda: workbench.screen.ir_pane.mode == "ir-text")


SUITE = """
[suite]
name = "mine"

[[task]]
id = "double"
prompt = "Double a number"
cases = [{ call = "f(2)", returns = "4" }]
"""


async def test_run_a_suite_from_a_file_of_ones_own(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(SUITE)
    backend = scripted(PASSING)
    async with opened(backend, tmp_path) as workbench:
        await workbench.press("f9")
        await workbench.until(lambda: isinstance(workbench.app.screen, PickerScreen))
        await workbench.press(*"your own", "enter")
        await fill(workbench, file=str(file))
        await workbench.until(lambda: isinstance(workbench.app.screen, SuiteScreen))
        flow = workbench.screen.suite_flow
        assert flow is not None
        await workbench.until(lambda: not flow.is_running)

        assert [task.prompt for _, task, _ in backend.lifts.asked] == ["Double a number"]


async def test_a_suite_file_that_is_not_there_is_told_and_nothing_runs(tmp_path: Path) -> None:
    async with opened(scripted(), tmp_path) as workbench:
        await workbench.press("f9")
        await workbench.until(lambda: isinstance(workbench.app.screen, PickerScreen))
        await workbench.press(*"your own", "enter")
        await fill(workbench, file=str(tmp_path / "none.toml"))
        await workbench.told("none.toml")

        assert workbench.app.screen is workbench.screen
        assert workbench.screen.suite_flow is None


async def test_an_endpoint_that_warms_up_says_so_until_it_answers(tmp_path: Path) -> None:
    warming = EndpointWaiting(0.1, "ir", "warming up", "the container starts", 1, 1.0)
    script = (ir_events()[0], warming, Hold(), *ir_events()[1:], *code_events(), *run_events(PASSED))
    backend = scripted(script)
    async with opened(backend, tmp_path) as workbench:
        corner = workbench.screen.query_one("#endpoint", Static)
        workbench.screen.take_task(TASK, "everyday")
        await workbench.press("ctrl+j")
        await workbench.until(lambda: "warming" in str(corner.render()))
        backend.lifts.go_on.set()
        await workbench.until(lambda: "ready" in str(corner.render()))


async def test_what_the_engine_failed_at_is_shown_and_the_app_goes_on(tmp_path: Path) -> None:
    backend = scripted(error_events("no answer from the server: start it"), PASSING)
    async with opened(backend, tmp_path) as workbench:
        await workbench.lift()
        row = workbench.screen.results_pane.focus_target.get_option_at_index(0)
        assert "no answer from the server" in str(row.prompt)
        await workbench.lift()
        assert workbench.screen.lifts.shown is not None
        assert workbench.screen.lifts.shown.view.phase == "passed"


async def test_a_defect_of_a_lift_becomes_its_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("liftui.defects.user_log_path", lambda *_, **__: tmp_path)
    async with opened(scripted(), tmp_path) as workbench:
        await workbench.lift()

        assert workbench.screen.lifts.latest is not None
        assert "defect of liftui" in workbench.screen.lifts.latest.view.error
    assert "Traceback" in (tmp_path / "defect.log").read_text()


async def test_run_a_suite_and_look_at_one_of_its_lifts(tmp_path: Path) -> None:
    backend = scripted(*[PASSING] * 4, FAILING)
    async with opened(backend, tmp_path) as workbench:
        await workbench.press("f9")
        await workbench.until(lambda: isinstance(workbench.app.screen, PickerScreen))
        await workbench.press(*"seed", "enter")
        await workbench.until(lambda: isinstance(workbench.app.screen, SuiteScreen))
        flow = workbench.screen.suite_flow
        assert flow is not None
        await workbench.until(lambda: not flow.is_running)
        assert "5 of 5   4 passed   1 failed   0 errors" in flow.totals

        await workbench.press(*"jjjj", "enter")
        await workbench.until(lambda: workbench.screen.lifts.shown)
        assert workbench.screen.lifts.shown is not None
        assert workbench.screen.lifts.shown.view.phase == "failed"
        assert workbench.screen.picked_suite == "seed"
    [results] = (tmp_path / "runs").glob("*-seed/results.jsonl")
    assert len(results.read_text().splitlines()) == 5


async def test_cancel_a_suite(tmp_path: Path) -> None:
    backend = scripted(PASSING, (*ir_events()[:5], Hold()))
    async with opened(backend, tmp_path) as workbench:
        await workbench.press("f9")
        await workbench.until(lambda: isinstance(workbench.app.screen, PickerScreen))
        await workbench.press(*"seed", "enter")
        await workbench.until(lambda: workbench.screen.suite_flow and workbench.screen.suite_flow.records)
        flow = workbench.screen.suite_flow
        assert flow is not None
        await workbench.until(lambda: len(flow.events) == 2)
        await workbench.press("escape")
        await workbench.until(lambda: not flow.is_running)
        assert "finished lifts: 1" in flow.end
        await workbench.press("escape")
        await workbench.until(lambda: workbench.app.screen is workbench.screen)


async def test_a_running_suite_is_returned_to_not_started_twice(tmp_path: Path) -> None:
    backend = scripted(PASSING, (Hold(),))
    async with opened(backend, tmp_path) as workbench:
        await workbench.press("f9")
        await workbench.until(lambda: isinstance(workbench.app.screen, PickerScreen))
        await workbench.press(*"seed", "enter")
        await workbench.until(lambda: workbench.screen.suite_flow and workbench.screen.suite_flow.records)
        first = workbench.screen.suite_flow
        await workbench.press("enter")
        await workbench.until(lambda: workbench.screen.lifts.shown)
        await workbench.press("f9")
        await workbench.until(lambda: isinstance(workbench.app.screen, SuiteScreen))

        assert workbench.screen.suite_flow is first


async def test_the_irs_own_word_is_checked_and_shown_apart(tmp_path: Path) -> None:
    own = ',"assertions":["result <= high"],"examples":["clamp(5, 0, 10) == 5"]}'
    text = IR_TEXT.removesuffix("}") + own
    word = run_events([PASSED[0], *PASSED, FAILED[2]])
    backend = scripted((*ir_events(text), *code_events(), *run_events(PASSED)), word)
    async with opened(backend, tmp_path) as workbench:
        await workbench.lift_task()
        await workbench.until(lambda: workbench.screen.lifts.shown and workbench.screen.lifts.shown.view.evidence)

        rows = [str(option.prompt) for option in workbench.screen.results_pane.focus_target.options]
        assert "the model's own" in rows[3]
        assert rows[4].startswith("✓ PASS  clamp(5, 0, 10) == 5")
        assert "result <= high" in rows[5]
        assert workbench.screen.results_pane.border_subtitle == "3 of 3"
