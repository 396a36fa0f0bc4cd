"""What is kept of one lift of a task in a run: a line of ``results.jsonl``.

The keys are an API: they may be added to, never renamed.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from functools import cache
from typing import Self

from pydantic import TypeAdapter

from engine.metering import StageMetrics
from engine.outcome import Attempt, Failure, Outcome, Stage, Status
from engine.pricing import Price, request_cost
from engine.task import Task

_RUN_STAGE_KEYS = ("s", "client_memory_bytes")


@dataclass(frozen=True, slots=True)
class Conditions:
    """What all lifts of a run have in common."""

    mode: str
    """The way of lifting, as the settings name it."""
    sandbox: str
    """The sandbox tier's name."""
    price: Price | None
    """None where it is unknown; then so is every cost."""


@dataclass(frozen=True, slots=True)
class CaseFailure:
    """A case that did not pass."""

    case: str
    expected: str
    actual: str | None
    error: str | None


@dataclass(frozen=True, slots=True)
class AttemptRecord:
    """One attempt of the lift."""

    ir: str | None
    code: str | None
    stages: dict[Stage, StageMetrics]
    compiled: bool
    cases_passed: int
    error: str | None


@dataclass(frozen=True, slots=True)
class TaskRecord:
    """One lift of one task; ``ir``, ``code``, ``compiled``, cases and ``stages`` are the chosen attempt's."""

    task: str
    repeat: int
    """Counted from 1."""
    status: Status
    """After repair; ``failed`` is a wrong answer, ``error`` is infrastructure."""
    compiled: bool
    cases_passed: int
    cases_total: int
    first_attempt_passed: bool
    """Whether the first attempt passed every case (pass@1)."""
    e2e_s: float
    stages: dict[Stage, StageMetrics]
    cost_usd: float | None
    """By `engine.pricing.request_cost` from ``e2e_s``."""
    ir: str | None
    code: str | None
    failures: tuple[CaseFailure, ...]
    error: Failure | None
    attempts: tuple[AttemptRecord, ...]
    client_memory_bytes: int | None
    """Growth of this process's resident memory while the task was lifted."""
    http_retries: int
    """Over all attempts."""
    cache_hit: bool
    mode: str
    sandbox: str

    @classmethod
    def from_outcome(
        cls,
        task: Task,
        repeat: int,
        outcome: Outcome,
        conditions: Conditions,
        client_memory_bytes: int | None = None,
    ) -> Self:
        """Keep what came of lifting ``task``."""
        chosen = outcome.chosen
        results = chosen.case_results if chosen else ()
        return cls(
            task=task.id,
            repeat=repeat,
            status=outcome.status,
            compiled=chosen is not None and chosen.compiled,
            cases_passed=sum(result.passed for result in results),
            cases_total=len(results) or len(task.cases) + (task.test is not None),
            first_attempt_passed=_passed(outcome.attempts[0]) if outcome.attempts else False,
            e2e_s=outcome.e2e_s,
            stages=dict(chosen.stages) if chosen else {},
            cost_usd=request_cost(conditions.price, outcome.e2e_s),
            ir=chosen.ir if chosen else None,
            code=chosen.code if chosen else None,
            failures=tuple(_failures(chosen)) if chosen else (),
            error=outcome.failure,
            attempts=tuple(map(_attempt, outcome.attempts)),
            client_memory_bytes=client_memory_bytes,
            http_retries=sum(metrics.http_retries for metrics in generations(outcome.attempts)),
            cache_hit=False,
            mode=conditions.mode,
            sandbox=conditions.sandbox,
        )

    def to_json(self) -> str:
        """Write one line of JSON; raises ValueError for a number that JSON does not know, such as NaN."""
        record = asdict(self)
        for holder in (record, *record["attempts"]):
            if run := holder["stages"].get("run"):
                holder["stages"]["run"] = {key: run[key] for key in _RUN_STAGE_KEYS}
        return json.dumps(record, allow_nan=False)

    @classmethod
    def from_json(cls, line: str | bytes) -> "TaskRecord":
        """Read what `to_json` wrote, unknown keys left aside; raises ValueError for anything else."""
        # Not validate_json: it refuses the lone surrogates that a model's text may hold.
        return _adapter().validate_python(json.loads(line))


def generations(attempts: Iterable[Attempt | AttemptRecord]) -> tuple[StageMetrics, ...]:
    """Collect what each generation took, once each.

    An attempt that writes only the code anew keeps its predecessor's IR, and with it the IR's metrics.
    """
    stages = (item for attempt in attempts for item in attempt.stages.items())
    return tuple(metrics for stage, metrics in dict.fromkeys(stages) if stage != "run")


@cache
def _adapter() -> TypeAdapter[TaskRecord]:
    return TypeAdapter(TaskRecord)


def _passed(attempt: Attempt) -> bool:
    return attempt.execution is not None and attempt.execution.passed


def _failures(attempt: Attempt) -> Iterator[CaseFailure]:
    reason = attempt.execution.error if attempt.execution else None
    for result in attempt.case_results:
        if not result.passed:
            yield CaseFailure(result.call, result.expected, result.actual, result.error or reason)


def _attempt(attempt: Attempt) -> AttemptRecord:
    return AttemptRecord(
        ir=attempt.ir,
        code=attempt.code,
        stages=dict(attempt.stages),
        compiled=attempt.compiled,
        cases_passed=sum(result.passed for result in attempt.case_results),
        error=attempt.error,
    )
