"""One lift at a time, its events kept until the screen has time for them; knows nothing of Textual."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncGenerator
from contextlib import aclosing
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.events import Event


class LiftFlow:
    """Consumes a stream of events in a task of its own."""

    def __init__(self) -> None:
        self._task: asyncio.Task[None] | None = None
        self._pending: deque[Event] = deque()
        self._began_s = 0.0

    @property
    def is_running(self) -> bool:
        """Whether the stream has not ended yet."""
        return self._task is not None and not self._task.done()

    @property
    def now_s(self) -> float:
        """Seconds since the lift began."""
        return monotonic() - self._began_s

    def start(self, events: AsyncGenerator[Event]) -> None:
        """Consume ``events``, as soon as the lift before has cleared away; what that still had is dropped."""
        before = self._task
        self._pending = deque()
        self._began_s = monotonic()
        self._task = asyncio.create_task(self._consume(events, before, self._pending))

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

    def take_defect(self) -> BaseException | None:
        """Take what ended the stream against the engine's promise, once, so that it can be told."""
        task = self._task
        if task is None or not task.done() or task.cancelled() or task.exception() is None:
            return None
        self._task = None
        return task.exception()

    async def _consume(
        self, events: AsyncGenerator[Event], before: asyncio.Task[None] | None, pending: deque[Event]
    ) -> None:
        async with aclosing(events) as stream:
            if before is not None:
                before.cancel()
                await asyncio.wait([before])
            self._began_s = monotonic()
            async for event in stream:
                pending.append(event)
