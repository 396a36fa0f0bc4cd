"""What happens during a run of a suite: all that a display or a record of it ever sees.

A run begins with `RunStarted`. Each lift is `TaskStarted`, any number of `TaskProgressed`, `TaskFinished`; lifts
overlap where the run is concurrent. `RunFinished` is the last event, also of a run that was interrupted.
"""

from collections.abc import Callable
from dataclasses import dataclass

from engine.events import Event
from engine.outcome import Failure
from engine.record import TaskRecord
from engine.stats import Summary
from engine.suite.suite import Suite
from engine.task import Task


@dataclass(frozen=True, slots=True)
class RunEvent:
    """Something that happened in a run."""


@dataclass(frozen=True, slots=True)
class RunStarted(RunEvent):
    """A run was taken up; ``total`` counts its lifts (tasks × repeats)."""

    suite: Suite
    total: int


@dataclass(frozen=True, slots=True)
class TaskStarted(RunEvent):
    """A lift began; ``repeat`` is counted from 1."""

    task: Task
    repeat: int


@dataclass(frozen=True, slots=True)
class TaskProgressed(RunEvent):
    """Something happened in a lift."""

    task: Task
    repeat: int
    event: Event


@dataclass(frozen=True, slots=True)
class TaskFinished(RunEvent):
    """A lift ended."""

    record: TaskRecord


@dataclass(frozen=True, slots=True)
class RunFinished(RunEvent):
    """The run ended: complete, ``interrupted`` by a cancellation, or ``stopped`` since nothing can be lifted."""

    summary: Summary
    interrupted: bool = False
    stopped: Failure | None = None


Observer = Callable[[RunEvent], None]
"""Is told each event as it happens, and delays the run while it looks; what it raises ends the run."""
