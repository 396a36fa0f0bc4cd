"""What happens during a lift: all that a front end, a recording or a test ever sees.

A lift's stream begins with `LiftStarted` and ends with `LiftFinished`; between them each stage is
`StageStarted`, any number of `EndpointWaiting` and `TextStreamed`, `StageFinished`, and then its product.
"""

from dataclasses import dataclass
from typing import Literal

from engine.ir import IR
from engine.metering import StageMetrics
from engine.outcome import Outcome, Stage
from engine.sandbox.interface import CaseResult, Execution


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened ``at_s`` seconds after its lift began (monotonic clock)."""

    at_s: float


@dataclass(frozen=True, slots=True)
class LiftStarted(Event):
    """A request was taken up."""

    request: str
    entry_point: str | None


@dataclass(frozen=True, slots=True)
class StageStarted(Event):
    """A stage began; ``prefill`` is text that stands before whatever is streamed (the code's header)."""

    stage: Stage
    attempt: int
    prefill: str = ""


@dataclass(frozen=True, slots=True)
class EndpointWaiting(Event):
    """The server makes us wait: it is warming up, has a queue, or a request is being retried."""

    stage: Stage
    reason: Literal["warming up", "queued", "retrying"]
    detail: str
    retry: int
    delay_s: float


@dataclass(frozen=True, slots=True)
class TextStreamed(Event):
    """Text arrived; one event may hold several tokens."""

    stage: Stage
    text: str


@dataclass(frozen=True, slots=True)
class StageFinished(Event):
    """A stage ended, with what it took."""

    stage: Stage
    attempt: int
    metrics: StageMetrics


@dataclass(frozen=True, slots=True)
class Warned(Event):
    """Something was dropped or degraded, for a stated reason."""

    stage: Stage
    message: str


@dataclass(frozen=True, slots=True)
class IRParsed(Event):
    """The IR's text was understood."""

    attempt: int
    text: str
    ir: IR


@dataclass(frozen=True, slots=True)
class CodeAssembled(Event):
    """The module stands; ``error`` says why it does not compile, else None."""

    attempt: int
    source: str
    error: str | None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class CaseChecked(Event):
    """One case was judged."""

    result: CaseResult


@dataclass(frozen=True, slots=True)
class CodeExecuted(Event):
    """The module ran."""

    attempt: int
    execution: Execution


@dataclass(frozen=True, slots=True)
class AttemptFailed(Event):
    """An attempt was given up; ``retrying`` says whether another follows."""

    attempt: int
    stage: Stage
    reason: str
    retrying: bool


@dataclass(frozen=True, slots=True)
class LiftFinished(Event):
    """The lift's end, whatever came of it."""

    outcome: Outcome
