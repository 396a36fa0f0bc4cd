"""What came of a lift, as records, displays and the workbench read it."""

from dataclasses import dataclass
from typing import Literal

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
    """One pass through the stages; a retry after a failed parse or compile is a new one."""

    number: int
    """Counted from 1."""
    ir: str | None
    """The IR's text as decoded."""
    code: str | None
    """The assembled source, compiled or not."""
    stages: dict[Stage, StageMetrics]
    compiled: bool
    execution: Execution | None
    error: str | None
    """Why this attempt was given up, else None."""

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

    @property
    def chosen(self) -> Attempt | None:
        """The attempt whose code is the lift's result."""
        return self.attempts[-1] if self.attempts else None
