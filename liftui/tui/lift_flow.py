"""One lift at a time, its events kept until the screen has time for them; knows nothing of Textual."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from time import monotonic
from typing import TYPE_CHECKING

from engine.errors import LiftuiError
from liftui.defects import report_defect

if TYPE_CHECKING:
    from engine.events import Event
    from liftui.tui.backend import Connection, Lifts

Ready = Callable[[], "Awaitable[Connection]"]
Clock = Callable[[], float]
"""Seconds, monotonic."""


class LiftFlow:
    """Waits for a connection, then consumes a lift's events in a task of its own."""

    def __init__(self, ready: Ready, clock: Clock = monotonic) -> None:
        self._ready = ready
        self._clock = clock
        self._task: asyncio.Task[None] | None = None
        self._pending: deque[Event] = deque()
        self._began_s = 0.0

    @property
    def is_running(self) -> bool:
        """Whether events are still to come, or to be drained."""
        return bool(self._pending) or (self._task is not None and not self._task.done())

    @property
    def now_s(self) -> float:
        """Seconds since the lift began, by the clock of its events."""
        return self._clock() - self._began_s

    def start(self, start: Callable[[Lifts], AsyncGenerator[Event]]) -> None:
        """Begin, as soon as the lift before has cleared away; events of that one are dropped."""
        before = self._task
        self._pending = deque()
        self._began_s = self._clock()
        self._task = asyncio.create_task(self._run(start, before, self._pending))

    async def stop(self) -> None:
        """End the lift, its request and its process; what has come can still be drained."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])

    def drain(self) -> list[Event]:
        """Take the events that have come since the last time."""
        drained = []
        while self._pending:
            drained.append(self._pending.popleft())
        return drained

    async def _run(
        self,
        start: Callable[[Lifts], AsyncGenerator[Event]],
        before: asyncio.Task[None] | None,
        pending: deque[Event],
    ) -> None:
        if before is not None:
            before.cancel()
            await asyncio.wait([before])
        try:
            connection = await self._ready()
            self._began_s = self._clock()
            async with aclosing(start(connection.lifts)) as events:
                async for event in events:
                    pending.append(event)
        except LiftuiError as error:
            pending.append(_failure(self.now_s, type(error).__name__, str(error)))
        except Exception as error:  # a defect must neither close the app nor stay untold
            pending.append(_failure(self.now_s, type(error).__name__, report_defect(error)))


def _failure(at_s: float, kind: str, message: str) -> Event:
    from engine.events import LiftFinished
    from engine.outcome import Failure, Outcome

    return LiftFinished(at_s, Outcome("error", (), at_s, Failure(kind, message)))
