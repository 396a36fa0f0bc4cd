"""The lifts of this sitting, oldest first, and which of them is shown."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from liftui.tui.view import LiftView

if TYPE_CHECKING:
    from engine.events import Event
    from engine.recording import Recording, RecordingHeader
    from liftui.tui.backend import Connection


@dataclass(slots=True)
class LoggedLift:
    """One lift: what is shown of it, and every event it is made of."""

    view: LiftView
    events: list[Event] = field(default_factory=list)
    header: RecordingHeader | None = None
    """None before an endpoint took the lift up."""

    def begin(self, connection: Connection) -> None:
        """Note when and by what the lift is done."""
        from engine.recording import RecordingHeader

        if self.header is None and self.view.task is not None:
            now = datetime.now(UTC).isoformat(timespec="seconds")
            price = connection.conditions.price
            self.header = RecordingHeader(now, self.view.task, connection.model, connection.kind, price)

    @property
    def recording(self) -> Recording | None:
        """The lift for a file; None before an endpoint took it up."""
        from engine.recording import Recording

        return Recording(self.header, tuple(self.events)) if self.header else None

    @property
    def cost_usd(self) -> float | None:
        """Dollars by its time so far; None where the price is unknown."""
        from engine.pricing import request_cost

        return request_cost(self.header.price, self.view.ended_s or 0.0) if self.header else None


class LiftLog:
    """Grows at its end; the user goes back and forth in it."""

    def __init__(self) -> None:
        self._lifts: list[LoggedLift] = []
        self._shown = -1

    @property
    def shown(self) -> LoggedLift | None:
        """The lift that is on the screen, if there is any."""
        return self._lifts[self._shown] if self._lifts else None

    @property
    def latest(self) -> LoggedLift | None:
        """The lift that began last: only this one can be under way."""
        return self._lifts[-1] if self._lifts else None

    @property
    def before_shown(self) -> LoggedLift | None:
        """The lift before the shown one."""
        return self._lifts[self._shown - 1] if self._shown > 0 else None

    @property
    def place(self) -> str:
        """Which of how many is shown, ``2/3``; empty where there is no choice."""
        return f"{self._shown + 1}/{len(self._lifts)}" if len(self._lifts) > 1 else ""

    @property
    def latencies_s(self) -> tuple[float, ...]:
        """End-to-end seconds of the lifts that came to a verdict."""
        outcomes = (lift.view.outcome for lift in self._lifts)
        return tuple(outcome.e2e_s for outcome in outcomes if outcome and outcome.status != "error")

    @property
    def cost_usd(self) -> float | None:
        """Dollars of all lifts that are over and that an endpoint took up; None where one's is unknown."""
        costs = [lift.view.cost_usd for lift in self._lifts if lift.view.outcome and lift.header]
        return None if None in costs else sum(cost for cost in costs if cost is not None)

    def add(self, lift: LoggedLift) -> None:
        """Append ``lift`` and show it."""
        self._lifts.append(lift)
        self._shown = len(self._lifts) - 1

    def go(self, steps: int) -> bool:
        """Show the lift so many further on, or back where negative; False where there is none."""
        if not 0 <= self._shown + steps < len(self._lifts):
            return False
        self._shown += steps
        return True
