"""The names of the panes that share a small screen, one of them in sight."""

from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.events import Click
from textual.message import Message
from textual.widgets import Static


class TabStrip(Horizontal):
    """One line; a click on a name asks for its pane."""

    @dataclass
    class Chosen(Message):
        """The user clicked a name."""

        pane: str

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__()
        self._names = names

    def compose(self) -> ComposeResult:
        """The names."""
        for name in self._names:
            yield Static(name, id=f"tab-{name.lower()}", classes="tab", markup=False)

    def show(self, name: str) -> None:
        """Mark ``name`` as the one in sight."""
        for tab in self.query(".tab"):
            tab.set_class(tab.id == f"tab-{name.lower()}", "-active")

    def on_click(self, event: Click) -> None:
        """Tell which name was clicked."""
        for name in self._names:
            if event.widget is not None and event.widget.id == f"tab-{name.lower()}":
                self.post_message(self.Chosen(name))
