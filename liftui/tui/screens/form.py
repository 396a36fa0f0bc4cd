"""A few lines to fill in."""

from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, Static

from liftui.tui.screens.modal import Dialog


@dataclass(frozen=True, slots=True)
class Field:
    """One line: what it is called, what it asks for, an example, and what it begins with."""

    name: str
    label: str
    example: str = ""
    value: str = ""


class FormScreen(Dialog[dict[str, str]]):
    """Answers with the text of each field."""

    # With priority, keys that arrive at once go to the field that is meant.
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+j", "accept", "Accept", priority=True),
        Binding("tab", "app.focus_next", "Next", show=False, priority=True),
        Binding("shift+tab", "app.focus_previous", "Previous", show=False, priority=True),
    ]

    def __init__(self, title: str, fields: tuple[Field, ...]) -> None:
        super().__init__()
        self._title = title
        self._fields = fields

    def compose(self) -> ComposeResult:
        """Each field below its label."""
        with Vertical(classes="dialog") as box:
            box.border_title = self._title
            box.border_subtitle = "enter accepts · escape leaves"
            for field in self._fields:
                yield Static(field.label, markup=False, classes="label")
                yield Input(field.value, placeholder=field.example, id=field.name, compact=True)

    @on(Input.Submitted)
    def action_accept(self) -> None:
        """Close with what was filled in."""
        self.dismiss({field.name: self.query_one(f"#{field.name}", Input).value for field in self._fields})
