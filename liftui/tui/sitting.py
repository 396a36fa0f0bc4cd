"""The lifts of one sitting, at most one of them under way; knows nothing of Textual."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from liftui.tui.endpoint_flow import EndpointFlow
from liftui.tui.lift_flow import Clock, LiftFlow
from liftui.tui.lift_log import LiftLog, LoggedLift
from liftui.tui.view import LiftView, stopped

if TYPE_CHECKING:
    from engine.events import Event
    from liftui.tui.backend import Lifts


class Sitting:
    """Begins and stops lifts and takes their events up; ``ended`` is told of each lift that is over."""

    def __init__(self, endpoint: EndpointFlow, clock: Clock, ended: Callable[[LoggedLift], None]) -> None:
        self._endpoint = endpoint
        self._ended = ended
        self.lifts = LiftLog()
        self.flow = LiftFlow(endpoint.ready, clock)

    @property
    def is_lifting(self) -> bool:
        """Whether a lift is under way."""
        return self.lifts.latest is not None and self.lifts.latest.view.is_running

    def start(self, view: LiftView, start: Callable[[Lifts], AsyncGenerator[Event]]) -> None:
        """Begin a lift, shown from ``view`` on; one that is under way is stopped."""
        self._note_stopped()
        self.lifts.add(LoggedLift(view))
        self.flow.start(start)

    async def stop(self) -> None:
        """End the lift that is under way, if any; what has come stays."""
        if self.is_lifting:
            await self.flow.stop()
            self._note_stopped()

    def add(self, lift: LoggedLift) -> None:
        """Add a lift that was made elsewhere or earlier."""
        lift.view = replace(lift.view, cost_usd=lift.cost_usd)
        self.lifts.add(lift)

    def take_events(self) -> bool:
        """Fold what has come since the last time into the lift under way; True where there was anything."""
        lift = self.lifts.latest
        if lift is None or not lift.view.is_running:
            return False
        from liftui.tui.fold import fold_all  # the engine is loaded by the time there are events

        events = self.flow.drain()
        if self._endpoint.connection is not None:
            lift.begin(self._endpoint.connection)
        lift.events += events
        lift.view = fold_all(lift.view, events)
        if events and not lift.view.is_running:
            self._end(lift)
        return bool(events)

    def _note_stopped(self) -> None:
        self.take_events()
        lift = self.lifts.latest
        if lift is not None and lift.view.is_running:
            lift.view = stopped(lift.view, self.flow.now_s)
            self._end(lift)

    def _end(self, lift: LoggedLift) -> None:
        lift.view = replace(lift.view, cost_usd=lift.cost_usd)
        self._ended(lift)
