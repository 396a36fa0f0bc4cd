"""The workbench as a test drives it: headless, without animations, its clock in the test's hands."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from textual.pilot import Pilot
from textual.widgets import Static

from liftui.tui.app import WorkbenchApp
from liftui.tui.panes.request import RequestPane
from liftui.tui.screens.workbench import WorkbenchScreen
from tests.liftui.tui.scripted import TASK, ScriptedBackend

_PATIENCE_S = 10.0
SETTLED = ("ready", "missing", "unreachable")
"""What the corner of the screen says once the endpoint no longer starts."""


@dataclass
class StandingClock:
    """Shows the seconds that the test sets."""

    now_s: float = 0.0

    def __call__(self) -> float:
        return self.now_s


@dataclass
class Workbench:
    """An open workbench and what a user does with it."""

    app: WorkbenchApp
    pilot: Pilot[None]
    clock: StandingClock

    @property
    def screen(self) -> WorkbenchScreen:
        return self.app.workbench

    async def until(self, condition: Callable[[], object]) -> None:
        """Wait for what must come, and for the screen to show it."""
        async with asyncio.timeout(_PATIENCE_S):
            while not condition():
                await self.pilot.pause(0.01)
        await self.pilot.pause()

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def lift(self, request: str = TASK.prompt) -> None:
        """Lift ``request`` until it is over."""
        self.app.workbench.query_one(RequestPane).put(request)
        await self.press("ctrl+j")
        await self.until(lambda: self.screen.lifts.latest is not None and not self.screen.is_lifting)

    async def lift_task(self) -> None:
        """Lift the task of the scripts until it is over."""
        self.screen.take_task(TASK, "everyday")
        await self.lift()

    def toasts(self) -> list[str]:
        """What was told, oldest first."""
        return [notification.message for notification in self.app._notifications]

    async def told(self, *parts: str) -> None:
        """Wait for a toast that holds every part."""
        await self.until(lambda: any(all(part in toast for part in parts) for toast in self.toasts()))


@asynccontextmanager
async def opened(
    backend: ScriptedBackend, folder: Path, size: tuple[int, int] = (120, 40), ready: bool = True
) -> AsyncGenerator[Workbench]:
    """Open the workbench on ``backend``, its data kept in ``folder``; ``ready`` waits for the endpoint."""
    clock = StandingClock()
    app = WorkbenchApp(backend, folder, clock)
    app.animation_level = "none"
    async with app.run_test(size=size) as pilot:
        workbench = Workbench(app, pilot, clock)
        if ready:
            corner = app.workbench.query_one("#endpoint", Static)
            await workbench.until(lambda: any(phase in str(corner.render()) for phase in SETTLED))
        yield workbench
