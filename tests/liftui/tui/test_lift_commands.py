"""The commands that make and change a lift."""

from pathlib import Path

import pytest
from textual.events import Key
from textual.widgets import Input, Static, TextArea

from engine.ir import IR
from liftui.tui.screens.form import FormScreen
from tests.liftui.tui.forms import choose, fill
from tests.liftui.tui.opened import opened
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
    ir_events,
    run_events,
    scripted,
)


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
