"""What every display of a headless run is."""

from dataclasses import dataclass
from types import TracebackType
from typing import Protocol, Self

from engine.local.progress import DownloadProgress
from engine.run_events import RunEvent


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence on what liftui does before and after the lifts, such as starting the embedded model."""

    text: str


DisplayEvent = RunEvent | DownloadProgress | Notice
"""Everything a display is told."""


class Display(Protocol):
    """Shows a run: entered before the first event, left after the last, on an error or interruption too."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def handle(self, event: DisplayEvent) -> None:
        """Show ``event``; called from one thread, in the order of events."""
        ...
