"""What a lift's events amount to: the request and the last of everything that was made for it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self

from engine.events import (
    CodeAssembled,
    CodeExecuted,
    Event,
    IRParsed,
    LiftFinished,
    LiftStarted,
    StageFinished,
    StageStarted,
    TextStreamed,
    Warned,
)
from engine.metering import StageMetrics
from engine.outcome import Failure, Outcome, Stage, Status
from engine.sandbox.interface import Execution


@dataclass(frozen=True, slots=True)
class Lifted:
    """A lift as far as it came."""

    request: str = ""
    ir: str = ""
    """The IR's text, as far as it was streamed."""
    code: str = ""
    """The source, as far as it was streamed."""
    stages: Mapping[Stage, StageMetrics] = field(default_factory=dict)
    """Each stage's metrics, of the last attempt that finished it."""
    execution: Execution | None = None
    warnings: tuple[str, ...] = ()
    status: Status | None = None
    """None where the lift was stopped before its end."""
    failure: Failure | None = None
    e2e_s: float = 0.0
    """Seconds from its beginning to its end, or to the last thing known of it."""

    @classmethod
    def of(cls, events: Iterable[Event]) -> Self:
        """Fold the events of one lift."""
        lifted = cls()
        for event in events:
            lifted = replace(lifted, e2e_s=event.at_s, **lifted._changes(event))
        return lifted

    def _changes(self, event: Event) -> dict[str, Any]:
        match event:
            case LiftStarted(request=request):
                return {"request": request}
            case StageStarted(stage="ir", prefill=prefill):
                return {"ir": prefill, "code": "", "execution": None}
            case StageStarted(stage="code", prefill=prefill):
                return {"code": prefill, "execution": None}
            case TextStreamed(stage="ir" | "code" as stage, text=text):
                return {stage: getattr(self, stage) + text}
            case StageFinished(stage=stage, metrics=metrics):
                return {"stages": {**self.stages, stage: metrics}}
            case Warned(message=message):
                return {"warnings": (*self.warnings, message)}
            case IRParsed(text=text):
                return {"ir": text}
            case CodeAssembled(source=source):
                return {"code": source}
            case CodeExecuted(execution=execution):
                return {"execution": execution}
            case LiftFinished(outcome=outcome):
                return self._end(outcome)
        return {}

    def _end(self, outcome: Outcome) -> dict[str, Any]:
        """What the outcome adds: code that was executed as it was given is in no event but this."""
        code = outcome.chosen.code if outcome.chosen else None
        return {"status": outcome.status, "failure": outcome.failure, "code": self.code if code is None else code}
