"""Runs a suite: every task, so many times, so many at once."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterator, Sequence
from contextlib import aclosing
from time import monotonic

from engine.endpoint.errors import (
    AuthenticationError,
    ConnectError,
    ConnectTimeoutError,
    ModelNotFoundError,
    ProtocolError,
    TLSError,
    WarmingUpError,
)
from engine.errors import LiftuiError, ModelError, SandboxError
from engine.events import Event, LiftFinished
from engine.metering import resident_bytes
from engine.outcome import Failure, Outcome
from engine.pricing import Interval
from engine.record import Conditions, TaskRecord
from engine.run_events import (
    Observer,
    RunEvent,
    RunFinished,
    RunStarted,
    TaskFinished,
    TaskProgressed,
    TaskStarted,
)
from engine.stats import Summary, Tally
from engine.suite.suite import Suite
from engine.task import Task

Lift = Callable[[Task], AsyncGenerator[Event, None]]
"""Lifts a task: a stream of events that ends with LiftFinished, such as `engine.lift.Lifter.lift`."""

_HOPELESS = frozenset(
    error.__name__
    for error in (
        AuthenticationError,
        ConnectError,
        ConnectTimeoutError,
        ModelError,
        ModelNotFoundError,
        ProtocolError,
        SandboxError,
        TLSError,
        WarmingUpError,
    )
)
"""Kinds of failure that do not depend on the task: the next lift would meet them too."""


async def run_suite(
    suite: Suite,
    lift: Lift,
    conditions: Conditions,
    observers: Sequence[Observer],
    *,
    concurrency: int = 1,
    repeat: int = 1,
) -> Summary:
    """Lift each task of ``suite`` ``repeat`` times, at most ``concurrency`` at once, and tell the observers.

    Observers are called in their order, within the run, before anything else happens: once the first has written a
    finished task's record, no cancellation can lose it. Cancelling the run cancels the lifts under way, which
    leave no record, tells of a `RunFinished` that is interrupted, and raises CancelledError. A lift that raises a
    LiftuiError is recorded as an error; what an observer raises, or a defect of the lift, ends the run as it is.

    The memory of a record is the growth of this whole process, so that with a concurrency above 1 each lift also
    counts what its neighbours took: an upper bound, never to be added up.
    """
    run = _Run(lift, conditions, observers)
    run.tell(RunStarted(suite, len(suite.tasks) * repeat))
    lifts = ((task, number) for number in range(1, repeat + 1) for task in suite.tasks)
    try:
        async with asyncio.TaskGroup() as workers:
            for _ in range(concurrency):
                workers.create_task(run.work(lifts))
    except asyncio.CancelledError:
        run.finish(interrupted=True)
        raise
    except ExceptionGroup as group:
        raise group.exceptions[0] from None
    return run.finish(interrupted=False)


def is_hopeless(failure: Failure | None, completed: int) -> bool:
    """Whether a lift's failure, after ``completed`` lifts that came to a verdict, makes all others pointless."""
    return failure is not None and failure.kind in _HOPELESS and completed == 0


class _Run:
    """A run under way."""

    def __init__(self, lift: Lift, conditions: Conditions, observers: Sequence[Observer]) -> None:
        self._lift = lift
        self._conditions = conditions
        self._observers = observers
        self._tally = Tally(conditions.price)
        self._stopped: Failure | None = None

    async def work(self, lifts: Iterator[tuple[Task, int]]) -> None:
        """Take lifts from the iterator, which all workers share, until there are none or the run is stopped."""
        for task, repeat in lifts:
            if self._stopped is None:
                await self._lift_once(task, repeat)

    def finish(self, *, interrupted: bool) -> Summary:
        """Tell the observers what the run came to."""
        summary = self._tally.summary()
        self.tell(RunFinished(summary, interrupted, self._stopped))
        return summary

    def tell(self, event: RunEvent) -> None:
        """Let every observer know."""
        for observer in self._observers:
            observer(event)

    async def _lift_once(self, task: Task, repeat: int) -> None:
        self.tell(TaskStarted(task, repeat))
        began, memory_bytes = monotonic(), resident_bytes()
        async with aclosing(_until_finished(self._lift, task)) as events:
            async for event in events:
                self.tell(TaskProgressed(task, repeat, event))
                if isinstance(event, LiftFinished):
                    grown_bytes = max(0, resident_bytes() - memory_bytes)
                    record = TaskRecord.from_outcome(task, repeat, event.outcome, self._conditions, grown_bytes)
                    self._keep(record, (began, monotonic()))
                    return
        raise RuntimeError(f"the lift of {task.id!r} ended without LiftFinished")

    def _keep(self, record: TaskRecord, in_flight: Interval) -> None:
        self._tally.add(record, in_flight)
        if is_hopeless(record.error, self._tally.completed):
            self._stopped = record.error
        self.tell(TaskFinished(record))


async def _until_finished(lift: Lift, task: Task) -> AsyncGenerator[Event, None]:
    """Stream a lift's events; a LiftuiError becomes the LiftFinished that it kept from coming."""
    began = monotonic()
    try:
        async with aclosing(lift(task)) as events:
            async for event in events:
                yield event
    except LiftuiError as error:
        s = monotonic() - began
        yield LiftFinished(s, Outcome("error", (), s, Failure(error.kind, str(error))))
