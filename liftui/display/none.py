"""Shows nothing: the records and the exit code tell."""

from types import TracebackType
from typing import Self

from liftui.display.protocol import DisplayEvent


class NoDisplay:
    """Silent."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Nothing was opened."""

    def handle(self, event: DisplayEvent) -> None:
        """Let ``event`` pass."""
