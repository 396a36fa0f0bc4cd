"""Outcomes and records for tests of what is made of them."""

from collections.abc import AsyncGenerator, Callable

from engine.events import Event, LiftFinished, LiftStarted
from engine.metering import StageMetrics
from engine.outcome import Attempt, Failure, Outcome
from engine.pricing import Price
from engine.record import Conditions, TaskRecord
from engine.sandbox.interface import CaseResult, Execution
from engine.task import Case, Task

TASK = Task("double", "Double a number", cases=(Case("f(1)", returns="2"), Case("f(2)", returns="4")))
IR_METRICS = StageMetrics(
    s=3.0, ttft_s=0.5, prompt_tokens=400, cached_tokens=380, completion_tokens=60, client_memory_bytes=4096
)
CODE_METRICS = StageMetrics(
    s=1.0, ttft_s=0.25, prompt_tokens=500, cached_tokens=470, completion_tokens=10, client_memory_bytes=0
)
PASSED = CaseResult("f(1)", "passed", "2", "2")
WRONG = CaseResult("f(2)", "failed", "4", "3")


def executed(*results: CaseResult, number: int = 1, ir: StageMetrics = IR_METRICS) -> Attempt:
    """An attempt whose code compiled and ran."""
    return Attempt(
        number=number,
        ir='{"signature": "double(n: int) -> int"}',
        code="def double(n: int) -> int:\n    return n * 2\n",
        stages={"ir": ir, "code": CODE_METRICS, "run": StageMetrics(s=0.25, client_memory_bytes=1024)},
        compiled=True,
        execution=Execution(results),
    )


def refused(number: int = 1) -> Attempt:
    """An attempt whose code did not compile."""
    return Attempt(
        number=number,
        ir="{}",
        code="def double(n: int) -> int:\n    return (",
        stages={"ir": IR_METRICS, "code": StageMetrics(s=2.0, completion_tokens=7, http_retries=2)},
        error="'(' was never closed",
    )


def passed(e2e_s: float = 4.25) -> Outcome:
    """A lift whose cases all passed."""
    return Outcome("passed", (executed(PASSED, PASSED),), e2e_s)


def failed(e2e_s: float = 4.25) -> Outcome:
    """A lift with a wrong answer."""
    return Outcome("failed", (executed(PASSED, WRONG),), e2e_s)


def errored(kind: str = "ServerError", e2e_s: float = 60.0) -> Outcome:
    """A lift that infrastructure kept from coming to a verdict."""
    return Outcome("error", (), e2e_s, Failure(kind, "the server failed: try later"))


def conditions(price: Price | None = None) -> Conditions:
    """Conditions of a run, by default at an unknown price."""
    return Conditions("two-step", "process", price)


def record(outcome: Outcome, task: Task = TASK, repeat: int = 1, price: Price | None = None) -> TaskRecord:
    """The record of a lift at an unknown price."""
    return TaskRecord.from_outcome(task, repeat, outcome, conditions(price), client_memory_bytes=560_000)


def lifting(outcome_of: Callable[[Task], Outcome]) -> Callable[[Task], AsyncGenerator[Event, None]]:
    """A lift that ends at once with the outcome that is given for its task."""

    async def lift(task: Task) -> AsyncGenerator[Event, None]:
        yield LiftStarted(0.0, task.prompt, task.entry_point)
        yield LiftFinished(0.0, outcome_of(task))

    return lift
