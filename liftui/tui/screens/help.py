"""Help: what the focused pane does, and every key."""

from collections.abc import Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Markdown, Static

from liftui.tui.commands.registry import COMMANDS
from liftui.tui.screens.modal import Dialog


class HelpScreen(Dialog[None]):
    """Closes with escape or f1."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("f1,q", "leave", "Close", show=False)]

    def __init__(self, about: str, keys: Mapping[str, str]) -> None:
        super().__init__()
        self._about = about
        self._keys = keys

    def compose(self) -> ComposeResult:
        """The pane first, then the table of commands."""
        with VerticalScroll(classes="dialog -large") as box:
            box.border_title = "Help"
            box.border_subtitle = "escape closes"
            yield Markdown(self._about, id="about")
            yield Static(self._table(), id="keys", markup=False)

    def _table(self) -> Content:
        width = max(len(key) for key in self._keys.values())
        rows = (
            Content.assemble(
                (f"{self._keys[command.name]:>{width}}", "$accent bold"),
                f"  {command.title:<15}",
                (command.explanation, "$foreground 60%"),
            )
            for command in COMMANDS
        )
        return Content("\n").join(rows)
