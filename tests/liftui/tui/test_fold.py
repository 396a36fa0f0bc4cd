"""The view of a lift, folded from events, without Textual."""

from dataclasses import replace

import pytest

from engine.events import AttemptFailed, EndpointWaiting, Event, LiftStarted, StageStarted, TextStreamed, Warned
from liftui.tui.fold import fold, fold_all
from liftui.tui.view import LiftView, ready_for, stopped
from tests.liftui.tui.scripted import (
    BODY,
    FAILED,
    FAILING,
    HEADER,
    IR_TEXT,
    PASSED,
    PASSING,
    TASK,
    code_events,
    error_events,
    ir_events,
    run_events,
)


def view_of(*events: object) -> LiftView:
    return fold_all(LiftView(), events)  # type: ignore[arg-type]


def test_a_passing_lift_shows_everything() -> None:
    view = view_of(LiftStarted(0.0, "Clamp", None), *PASSING)

    assert (view.phase, view.request) == ("passed", "Clamp")
    assert view.ir_text == IR_TEXT
    assert view.entry_point == "clamp"
    assert view.code_text == HEADER + BODY
    assert view.compiled
    assert view.results == PASSED
    assert view.ended_s == 3.9
    assert not view.is_running


def test_text_streams_under_the_prefilled_header() -> None:
    view = view_of(*ir_events(), *code_events()[:2])

    assert (view.phase, view.compiled) == ("code", None)
    assert view.code_text == HEADER + BODY.splitlines(keepends=True)[0]


@pytest.mark.parametrize("count", range(len(PASSING)))
def test_whatever_has_come_so_far_stays_when_a_lift_is_stopped(count: int) -> None:
    before = view_of(LiftStarted(0.0, "Clamp", None), *PASSING[:count])
    after = stopped(before, 9.0)

    assert after.phase == "stopped"
    assert (after.ir_text, after.code_text, after.results) == (before.ir_text, before.code_text, before.results)
    assert all(stage.ended_s is not None for stage in after.stages)


def test_a_new_attempt_begins_the_ir_anew_and_forgets_its_complaints() -> None:
    refused: list[Event] = [
        StageStarted(0.0, "ir", 1),
        TextStreamed(0.1, "ir", "{"),
        Warned(0.2, "ir", "the assertion 'x' was dropped"),
        AttemptFailed(0.2, 1, "ir", "signature: missing", retrying=True),
    ]
    view = view_of(*refused)
    assert (view.ir_error, view.ir_streams) == ("signature: missing", 1)

    view = fold_all(view, ir_events(attempt=2))

    assert (view.ir_error, view.warnings, view.ir_text) == ("", (), IR_TEXT)
    assert view.ir_streams == 2


def test_waiting_is_shown_until_text_comes() -> None:
    view = view_of(StageStarted(0.0, "ir", 1), EndpointWaiting(0.1, "ir", "warming up", "3 of 8 GPUs", 1, 2.0))
    assert view.stages[-1].waiting == "warming up: 3 of 8 GPUs"

    assert fold(view, TextStreamed(2.0, "ir", "{")).stages[-1].waiting == ""


def test_code_that_does_not_compile_points_to_its_line() -> None:
    view = view_of(*ir_events(), *code_events(error="invalid syntax on line 2", line=2))

    assert (view.compiled, view.compile_line) == (False, 2)
    assert view.error == "invalid syntax on line 2"


def test_an_error_is_told_in_the_words_of_the_engine() -> None:
    view = view_of(*error_events("the server is gone: start it"))

    assert (view.phase, view.error) == ("error", "the server is gone: start it")


def test_new_code_keeps_the_ir_and_a_new_run_keeps_the_code() -> None:
    view = view_of(*FAILING)

    fresh = ready_for(view, TASK, "ir")
    assert (fresh.ir, fresh.code_text) == (None, "")

    for_code = ready_for(view, TASK, "code")
    assert (for_code.ir, for_code.ir_text, for_code.code_text) == (view.ir, IR_TEXT, "")

    for_run = ready_for(view, TASK, "run")
    assert (for_run.code_text, for_run.results, for_run.stages) == (view.code_text, (), ())
    assert fold_all(for_run, run_events(FAILED)).results == FAILED


def test_a_recorded_run_of_given_code_shows_that_code() -> None:
    view = view_of(*run_events(PASSED, code="def clamp(): ..."))

    assert view.code_text == "def clamp(): ..."


def test_the_cost_and_the_name_of_a_task_outlive_events() -> None:
    view = replace(LiftView(), task=TASK, suite="everyday")

    assert fold_all(view, PASSING).task is TASK  # type: ignore[arg-type]
