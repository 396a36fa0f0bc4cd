"""One of many, found by typing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from liftui.display.text import one_line
from liftui.tui.screens.modal import Dialog


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that can be picked: the answer it stands for, its name, and more about it."""

    answer: str
    name: str
    more: str = ""


class PickerScreen(Dialog[str]):
    """Answers with the picked choice's answer; typing narrows the list, arrows move in it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", "Down", show=False, priority=True),
        Binding("up", "move(-1)", "Up", show=False, priority=True),
    ]

    def __init__(self, title: str, choices: Sequence[Choice]) -> None:
        super().__init__()
        self._title = title
        self._choices = choices
        self._found: list[Choice] = []

    def compose(self) -> ComposeResult:
        """The search above the list."""
        with Vertical(classes="dialog -large") as box:
            box.border_title = self._title
            yield Input(placeholder="type to search", compact=True)
            yield OptionList(markup=False, compact=True)

    def on_mount(self) -> None:
        """Show everything at first."""
        self._search("")

    @on(Input.Changed)
    def _narrow(self, event: Input.Changed) -> None:
        self._search(event.value)

    @on(Input.Submitted)
    def _pick_highlighted(self) -> None:
        at = self.query_one(OptionList).highlighted
        if at is not None:
            self.dismiss(self._found[at].answer)

    @on(OptionList.OptionSelected)
    def _pick(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._found[event.option_index].answer)

    def action_move(self, steps: int) -> None:
        """Move in the list while the search keeps the focus."""
        shown = self.query_one(OptionList)
        if steps > 0:
            shown.action_cursor_down()
        else:
            shown.action_cursor_up()

    def _search(self, text: str) -> None:
        words = text.casefold().split()
        self._found = [choice for choice in self._choices if _holds(choice, words)]
        shown = self.query_one(OptionList)
        shown.clear_options()
        shown.add_options(Option(_line(choice)) for choice in self._found)
        shown.highlighted = 0 if self._found else None


def _holds(choice: Choice, words: list[str]) -> bool:
    text = f"{choice.name} {choice.more}".casefold()
    return all(word in text for word in words)


def _line(choice: Choice) -> Content:
    return Content.assemble((one_line(choice.name), "bold"), "  ", (one_line(choice.more), "$foreground 60%"))
