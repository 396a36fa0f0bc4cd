"""The code: its body as it streams under the given header, then the assembled module."""

from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message

from liftui.display import numbers
from liftui.display.text import many_lines
from liftui.tui.painting import paint
from liftui.tui.panes.pane import Pane
from liftui.tui.panes.text_view import TextView
from liftui.tui.view import LiftView

_CURSOR = "▌"


class CodePane(Pane):
    """Shows the code of one lift, or what changed in it."""

    NAME = "Code"
    JUMP_KEY = "c"
    HELP = """\
## Code

The function as it is written, below a header that comes from the IR.

- **y** copies it, **w** saves it as a file
- **d** shows what changed since the previous attempt or, where there was one only, the previous lift
- **j**, **k**, **g** and **G** scroll
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("d", "toggle_diff", "Diff", id="code.diff"),
        Binding("y", "copy", "Copy", id="code.copy"),
        Binding("w", "save", "Save as", id="code.save"),
    ]

    @dataclass
    class CopyWanted(Message):
        """The user wants the code on the clipboard."""

        text: str

    @dataclass
    class SaveWanted(Message):
        """The user wants the code in a file."""

        text: str

    def __init__(self, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._view = LiftView()
        self._previous = ""
        self._marked: frozenset[int] = frozenset()
        self._shows_diff = False

    def compose(self) -> ComposeResult:
        """Only the text."""
        yield TextView(numbered=True, id="code-text")

    @property
    def focus_target(self) -> TextView:
        """The text."""
        return self.query_one(TextView)

    def show(self, view: LiftView, previous: str) -> None:
        """Show the code of ``view``; ``previous`` is the code of the lift before."""
        before, self._view, self._previous = self._view, view, previous
        if view.code_streams != before.code_streams:
            self._marked = frozenset()
            self.focus_target.begin()
        if _shown(view) != _shown(before):
            self._marked = frozenset()
            self._refresh_text()
            if view.failed_line is not None:
                self.mark(view.failed_line)
        self.note(_measures(view))

    def mark(self, line: int) -> None:
        """Select ``line``, counted from 1, and bring it into sight."""
        self._marked, self._shows_diff = frozenset({line}), False
        self._refresh_text()
        self.focus_target.reveal(line)

    def action_toggle_diff(self) -> None:
        """Show what changed, or the code again."""
        self._shows_diff = not self._shows_diff
        self._refresh_text()

    def action_copy(self) -> None:
        """Copy the code."""
        self.post_message(self.CopyWanted(self._view.code_text))

    def action_save(self) -> None:
        """Save the code as a file."""
        self.post_message(self.SaveWanted(self._view.code_text))

    def _refresh_text(self) -> None:
        self.border_title = f"{self.NAME}: changes" if self._shows_diff else self.NAME
        if self._shows_diff:
            self.focus_target.show(paint(_changes(_previous_code(self._view, self._previous), self._view), "diff"))
        elif self._view.compiled is None and self._view.phase == "code":
            self.focus_target.show(many_lines(self._view.code_text) + _CURSOR)
        else:
            self.focus_target.show(paint(many_lines(self._view.code_text), "python"), self._marked)


def _shown(view: LiftView) -> tuple[object, ...]:
    return view.code_text, view.compiled, view.code_streams, view.failed_line


def _previous_code(view: LiftView, previous: str) -> str:
    """The attempt before, where it wrote code, else ``previous``."""
    attempts = view.outcome.attempts[:-1] if view.outcome else ()
    return next((attempt.code for attempt in reversed(attempts) if attempt.code), previous)


def _changes(before: str, view: LiftView) -> str:
    from difflib import unified_diff

    if not before:
        return "There is nothing before this to compare with."
    lines = unified_diff(before.splitlines(), view.code_text.splitlines(), "before", "now", lineterm="")
    return many_lines("\n".join(lines)) or "Nothing changed."


def _measures(view: LiftView) -> str:
    stage = view.latest("code")
    if stage is None or stage.metrics is None:
        return stage.waiting if stage else ""
    return f"{numbers.count(stage.metrics.completion_tokens)} tok  {numbers.duration(stage.metrics.s)}"
