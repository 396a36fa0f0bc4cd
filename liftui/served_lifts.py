"""Lifts by a server that may have crashed since the last one."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass

from engine.events import Event
from engine.ir import IR
from engine.lift import Lifter
from engine.task import Task
from liftui.server import Server


@dataclass(frozen=True, slots=True)
class ServedLifts:
    """Starts a crashed embedded server again before each lift; raises ModelError where that fails."""

    server: Server
    lifter: Lifter

    async def lift(self, task: Task, ir: IR | None = None) -> AsyncGenerator[Event, None]:
        """Lift ``task`` as `Lifter.lift` does, on a server that runs."""
        await self.server.ensure_running()
        async with aclosing(self.lifter.lift(task, ir)) as events:
            async for event in events:
                yield event

    def execute(self, task: Task, source: str, entry_point: str) -> AsyncGenerator[Event, None]:
        """Only execute ``source``, as `Lifter.execute` does: no server is needed."""
        return self.lifter.execute(task, source, entry_point)
