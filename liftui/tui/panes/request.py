"""The request: a multi-line editor."""

from dataclasses import dataclass
from typing import ClassVar, Literal

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import TextArea

from liftui.tui.panes.pane import Pane


class RequestEditor(TextArea):
    """Asks for the history where the cursor can go no further up or down."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "up_or_history", "Up, or the request before", show=False),
        Binding("down", "down_or_history", "Down, or the request after", show=False),
    ]

    @dataclass
    class HistoryWanted(Message):
        """The user wants the request before or after the one that is shown."""

        direction: Literal[-1, 1]

    def action_up_or_history(self) -> None:
        """Move up; at the first line, ask for the request before."""
        if self.cursor_at_first_line:
            self.post_message(self.HistoryWanted(-1))
        else:
            self.action_cursor_up()

    def action_down_or_history(self) -> None:
        """Move down; at the last line, ask for the request after."""
        if self.cursor_at_last_line:
            self.post_message(self.HistoryWanted(1))
        else:
            self.action_cursor_down()


class RequestPane(Pane):
    """Where the request is typed."""

    NAME = "Request"
    JUMP_KEY = "r"
    HELP = """\
## Request

Say in plain language what the function should do. Literals are kept exactly.

- **ctrl+j** or **alt+enter** lifts the request
- **up** at the first line and **down** at the last bring back earlier requests
- **ctrl+r** searches them, **ctrl+t** takes a task from a suite, **ctrl+g** opens $EDITOR
"""

    def compose(self) -> ComposeResult:
        """Only the editor."""
        yield RequestEditor(
            id="request", compact=True, highlight_cursor_line=False, placeholder="What should the function do?"
        )

    @property
    def focus_target(self) -> RequestEditor:
        """The editor."""
        return self.query_one(RequestEditor)

    @property
    def text(self) -> str:
        """What is typed."""
        return self.focus_target.text

    def put(self, text: str) -> None:
        """Replace what is typed, such that it can be undone, with the cursor at the end."""
        editor = self.focus_target
        if editor.text != text:
            editor.replace(text, (0, 0), editor.document.end)
        editor.move_cursor(editor.document.end)
