"""What a command is."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.binding import Binding

if TYPE_CHECKING:
    from liftui.tui.screens.workbench import WorkbenchScreen


def always(workbench: WorkbenchScreen) -> bool:
    """Say that a command makes sense at any time."""
    return True


@dataclass(frozen=True, slots=True)
class Command:
    """Something the user can ask for, with its default keys; the config file's ``keys`` may give it others."""

    name: str
    keys: str
    """Separated by commas; the first is shown."""
    title: str
    explanation: str
    run: Callable[[WorkbenchScreen], Awaitable[None]]
    """May raise LiftuiError, which the user is then told."""
    in_footer: bool = False
    available: Callable[[WorkbenchScreen], bool] = always
    """Whether it makes sense now; its key does nothing else."""

    @property
    def binding(self) -> Binding:
        """The key binding; it outranks what a focused editor would do with the key."""
        action = f"command('{self.name}')"
        return Binding(self.keys, action, self.title, id=self.name, show=self.in_footer, priority=True)
