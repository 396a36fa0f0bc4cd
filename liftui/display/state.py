"""The state of a run as a live display shows it, folded from events; pure, and nothing of rich in it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from engine.events import EndpointWaiting, Event, StageStarted, TextStreamed
from engine.outcome import Status
from engine.record import TaskRecord
from engine.run_events import RunEvent, RunStarted, TaskFinished, TaskProgressed, TaskStarted

LiftKey = tuple[str, int]
"""Task id and repeat."""


@dataclass(frozen=True, slots=True)
class LiftView:
    """One lift under way."""

    began_s: float
    stage: str = "waiting"
    attempt: int = 1
    deltas: int = 0
    """Pieces of text streamed in this stage: close to tokens, which only the server can count."""
    first_delta_s: float | None = None
    last_delta_s: float | None = None

    @property
    def deltas_per_second(self) -> float | None:
        """Speed of the stream; None until there are two pieces of text."""
        if self.first_delta_s is None or self.last_delta_s is None or self.deltas < 2:
            return None
        span_s = self.last_delta_s - self.first_delta_s
        return (self.deltas - 1) / span_s if span_s > 0 else None


@dataclass(frozen=True, slots=True)
class RunView:
    """A run under way; times are seconds of one monotonic clock."""

    total: int = 0
    began_s: float = 0.0
    counts: Mapping[Status, int] = field(default_factory=dict)
    """Lifts that have ended, by how."""
    lifts: tuple[tuple[LiftKey, LiftView], ...] = ()
    """Those under way, the oldest first."""

    @property
    def finished(self) -> int:
        """Lifts that have ended."""
        return sum(self.counts.values())

    def left_s(self, now_s: float) -> float | None:
        """Estimate the time to the end from the pace so far; None before a lift has ended."""
        if not self.finished:
            return None
        return (now_s - self.began_s) / self.finished * (self.total - self.finished)


def fold(view: RunView, event: RunEvent, now_s: float) -> RunView:
    """Return the view after ``event``, which happened at ``now_s``."""
    match event:
        case RunStarted():
            return RunView(total=event.total, began_s=now_s)
        case TaskStarted():
            return _put(view, (event.task.id, event.repeat), LiftView(began_s=now_s))
        case TaskProgressed():
            key = (event.task.id, event.repeat)
            lift = dict(view.lifts).get(key, LiftView(began_s=now_s))
            return _put(view, key, _fold_lift(lift, event.event, now_s))
        case TaskFinished():
            return _finish(view, event.record)
        case _:
            return view


def _finish(view: RunView, record: TaskRecord) -> RunView:
    lifts = tuple(item for item in view.lifts if item[0] != (record.task, record.repeat))
    counts = dict(view.counts) | {record.status: view.counts.get(record.status, 0) + 1}
    return replace(view, lifts=lifts, counts=counts)


def _put(view: RunView, key: LiftKey, lift: LiftView) -> RunView:
    return replace(view, lifts=tuple((dict(view.lifts) | {key: lift}).items()))


def _fold_lift(lift: LiftView, event: Event, now_s: float) -> LiftView:
    match event:
        case StageStarted():
            return LiftView(began_s=lift.began_s, stage=event.stage, attempt=event.attempt)
        case EndpointWaiting():
            return replace(lift, stage=event.reason)
        case TextStreamed():
            first_s = now_s if lift.first_delta_s is None else lift.first_delta_s
            stage = event.stage
            return replace(lift, stage=stage, deltas=lift.deltas + 1, first_delta_s=first_s, last_delta_s=now_s)
        case _:
            return lift
