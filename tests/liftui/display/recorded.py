"""A run's event stream as the engine tells it: one lift passes, one fails, one errs, with hostile model text."""

from collections.abc import Iterator

from engine.endpoint.chat import ServerIdentity
from engine.events import (
    AttemptFailed,
    EndpointWaiting,
    Event,
    LiftStarted,
    StageFinished,
    StageStarted,
    TextStreamed,
    Warned,
)
from engine.local.progress import DownloadProgress
from engine.metering import StageMetrics
from engine.outcome import Attempt, Failure, Outcome, Stage
from engine.pricing import Price, read_prices
from engine.record import Conditions, TaskRecord
from engine.run_events import RunFinished, RunStarted, TaskFinished, TaskProgressed, TaskStarted
from engine.sandbox.interface import CaseResult, Execution
from engine.stats import Summary, Tally
from engine.suite.suite import Suite
from engine.task import Case, Task
from liftui.display.protocol import DisplayEvent, Notice

HOSTILE = "[bold]\x1b[31m\nnot yours"
"""Markup, a colour code and a newline that no display may obey."""

CASES = tuple(Case(call=f"f({number})", returns=str(number)) for number in range(3))
TASKS = tuple(Task(id=name, prompt=name, cases=CASES) for name in ("add_numbers", "max_of_two", "is_palindrome"))
SUITE = Suite(name="seed", tasks=TASKS)
IDENTITY = ServerIdentity("llamacpp", "small")
STAGES: dict[Stage, StageMetrics] = {
    "ir": StageMetrics(s=2.5, ttft_s=0.31, prompt_tokens=400, cached_tokens=380, completion_tokens=58),
    "code": StageMetrics(s=0.6, ttft_s=0.2, prompt_tokens=470, cached_tokens=460, completion_tokens=1009),
    "run": StageMetrics(s=0.05),
}


def execution(*passes: bool) -> Execution:
    """Three cases' verdicts."""
    return Execution(
        tuple(
            CaseResult(f"f({n})", "passed" if passed else "failed", str(n), str(n) if passed else HOSTILE)
            for n, passed in enumerate(passes)
        )
    )


def outcomes() -> tuple[Outcome, ...]:
    """What comes of the three tasks."""
    good = Attempt(1, "{}", "def f(): ...", STAGES, True, execution(True, True, True))
    bad = Attempt(1, "{}", "def f(): ...", STAGES, True, execution(True, False, True))
    return (
        Outcome("passed", (good,), 3.2),
        Outcome("failed", (bad,), 4.31),
        Outcome("error", (), 12.0, Failure("ServerError", f"The server said {HOSTILE}; start it again.")),
    )


def records(price: Price | None) -> tuple[TaskRecord, ...]:
    """Keep what came of the three tasks."""
    conditions = Conditions("lift", "subprocess", price)
    return tuple(
        TaskRecord.from_outcome(task, 1, outcome, conditions, 56_000)
        for task, outcome in zip(TASKS, outcomes(), strict=True)
    )


def summary(price: Price | None) -> Summary:
    """Sum the three records up, as if one lift had followed the other."""
    tally = Tally(price)
    for number, record in enumerate(records(price)):
        tally.add(record, (100.0 * number, 100.0 * number + record.e2e_s))
    return tally.summary()


def recorded_run(price: Price | None = None) -> Iterator[DisplayEvent]:
    """Tell the whole run, the download included."""
    for done_bytes in range(0, 1_000_000_001, 50_000_000):
        yield DownloadProgress(done_bytes, 1_000_000_000, "hub")
    yield Notice("Model: small (embedded)")
    yield RunStarted(SUITE, len(TASKS))
    for task, record in zip(TASKS, records(price), strict=True):
        yield TaskStarted(task, 1)
        for event in _lift(task):
            yield TaskProgressed(task, 1, event)
        yield TaskFinished(record)
    yield RunFinished(summary(price))


def modal_price() -> Price:
    """Give the price that a Modal endpoint is reckoned by."""
    return read_prices()["modal-a10"]


def _lift(task: Task) -> Iterator[Event]:
    yield LiftStarted(0.0, task.prompt, None)
    yield StageStarted(0.0, "ir", 1)
    yield EndpointWaiting(0.1, "ir", "warming up", HOSTILE, 1, 2.0)
    for at_s in (0.3, 0.4, 0.5):
        yield TextStreamed(at_s, "ir", HOSTILE)
    yield StageFinished(2.5, "ir", 1, STAGES["ir"])
    yield Warned(2.5, "ir", "an assertion was dropped")
    yield AttemptFailed(2.6, 1, "code", "it does not compile", True)
    yield StageStarted(2.6, "code", 2)
    yield TextStreamed(2.7, "code", "    return 0")
