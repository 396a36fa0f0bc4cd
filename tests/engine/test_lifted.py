"""What a stream of events amounts to, at its end and wherever it was stopped."""

from engine.events import CodeExecuted, LiftFinished, LiftStarted, StageStarted
from engine.lifted import Lifted
from engine.outcome import Attempt, Failure, Outcome
from tests.engine.recordings import EVENTS, EXECUTION, IR_TEXT, SOURCE, STAGES


def test_a_whole_lift_amounts_to_its_products() -> None:
    assert Lifted.of(EVENTS) == Lifted(
        request="Double a number",
        ir=IR_TEXT,
        code=SOURCE,
        stages=STAGES,
        execution=EXECUTION,
        warnings=("an assertion was dropped",),
        status="failed",
        e2e_s=4.25,
    )


def test_a_lift_stopped_in_its_ir_keeps_what_had_been_streamed() -> None:
    lifted = Lifted.of(EVENTS[:3])

    assert (lifted.ir, lifted.code, lifted.status, lifted.e2e_s) == (IR_TEXT[:20], "", None, 0.5)


def test_streamed_code_stands_under_its_header() -> None:
    assert Lifted.of(EVENTS[:9]).code == "def double(n: int) -> int:\n    return n * 2"


def test_a_new_attempt_begins_its_text_anew() -> None:
    again = Lifted.of((*EVENTS[:-1], StageStarted(5.0, "ir", 2)))

    assert (again.ir, again.code, again.execution) == ("", "", None)


def test_code_that_was_executed_as_given_is_the_outcomes() -> None:
    outcome = Outcome("failed", (Attempt(1, code="def f(): ...", compiled=True, execution=EXECUTION),), 0.5)
    events = (LiftStarted(0.0, "…", None), CodeExecuted(0.5, 1, EXECUTION), LiftFinished(0.5, outcome))

    assert (Lifted.of(events).code, Lifted.of(events).execution) == ("def f(): ...", EXECUTION)


def test_a_failure_of_infrastructure_is_kept() -> None:
    failure = Failure("ServerError", "the server failed: try later")

    lifted = Lifted.of((LiftStarted(0.0, "…", None), LiftFinished(1.0, Outcome("error", (), 1.0, failure))))

    assert (lifted.status, lifted.failure) == ("error", failure)
