"""What came of a lift, as records, displays and the workbench read it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, Self

from engine.metering import StageMetrics
from engine.sandbox.interface import CaseResult, Execution

Stage = Literal["ir", "code", "run"]
Status = Literal["passed", "failed", "error"]


@dataclass(frozen=True, slots=True)
class Failure:
    """An infrastructure error: its stable kind and one sentence for the user."""

    kind: str
    message: str


@dataclass(frozen=True, slots=True)
class Attempt:
    """One pass through the stages; a retry after a refused IR or code is a new one, which keeps what went before."""

    number: int
    """Counted from 1."""
    ir: str | None = None
    """The IR's text as decoded."""
    code: str | None = None
    """The assembled source, compiled or not."""
    stages: Mapping[Stage, StageMetrics] = field(default_factory=dict)
    compiled: bool = False
    execution: Execution | None = None
    error: str | None = None
    """Why this attempt was given up, else None."""

    @property
    def passed(self) -> bool:
        """Whether the code ran and satisfied the task's cases."""
        return self.execution is not None and self.execution.passed

    @property
    def case_results(self) -> tuple[CaseResult, ...]:
        """The verdicts on the task's cases; none where nothing was executed."""
        return self.execution.results if self.execution else ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """The end of a lift: its attempts, of which the last is the chosen one."""

    status: Status
    """``failed`` is a wrong answer, ``error`` is infrastructure; never mixed."""
    attempts: tuple[Attempt, ...]
    e2e_s: float
    failure: Failure | None = None

    @classmethod
    def of(cls, attempts: tuple[Attempt, ...], e2e_s: float, failure: Failure | None) -> Self:
        """The outcome that the last of ``attempts`` makes; an infrastructure failure outweighs it."""
        status: Status = "passed" if attempts and attempts[-1].passed else "failed"
        return cls("error" if failure else status, attempts, e2e_s, failure)

    @property
    def chosen(self) -> Attempt | None:
        """The attempt whose code is the lift's result."""
        return self.attempts[-1] if self.attempts else None

    @property
    def stages(self) -> dict[Stage, StageMetrics]:
        """Each stage's metrics, of the last attempt that went through it."""
        return {stage: metrics for attempt in self.attempts for stage, metrics in attempt.stages.items()}
