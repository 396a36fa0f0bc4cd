"""The IR: its JSON as it streams, an outline of it, and an editor for it."""

from dataclasses import dataclass
from typing import ClassVar, Literal

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import ContentSwitcher, TextArea

from liftui.display import numbers
from liftui.display.text import many_lines, one_line
from liftui.tui.json_layout import JsonLayout
from liftui.tui.marks import mark_lines
from liftui.tui.painting import paint
from liftui.tui.panes.outline import Outline
from liftui.tui.panes.pane import Pane
from liftui.tui.panes.text_view import TextView
from liftui.tui.view import LiftView

Mode = Literal["ir-text", "ir-outline", "ir-editor"]
_CURSOR = "▌"


class IRPane(Pane):
    """Shows the IR of one lift, and lets the user change it."""

    NAME = "IR"
    JUMP_KEY = "i"
    HELP = """\
## IR

What was understood: the commitments between your request and the code.

- **o** switches between the JSON and an outline; in the outline, **enter** on an answer fills a hole
- **e** edits it; **f4** then writes code from what you made of it, without asking for a new IR
- **escape** leaves the editor and keeps your changes; **ctrl+l** drops them
- **y** copies the JSON
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("o", "toggle_outline", "Outline", id="ir.outline"),
        Binding("e", "edit", "Edit", id="ir.edit"),
        Binding("escape", "leave_editor", "Leave", show=False),
        Binding("ctrl+l", "drop_changes", "Drop changes", show=False, id="ir.drop"),
        Binding("y", "copy", "Copy", id="ir.copy"),
    ]

    @dataclass
    class CopyWanted(Message):
        """The user wants the IR on the clipboard."""

        text: str

    def __init__(self, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._layout = JsonLayout()
        self._stream, self._fed, self._laid_out = 0, 0, ""
        self._view = LiftView()

    def compose(self) -> ComposeResult:
        """The three ways to see it, one at a time."""
        with ContentSwitcher(initial="ir-text"):
            yield TextView(id="ir-text")
            yield Outline(id="ir-outline")
            yield TextArea(id="ir-editor", compact=True, highlight_cursor_line=False, tab_behavior="indent")

    @property
    def mode(self) -> Mode:
        """Which of the three is shown."""
        return self.query_one(ContentSwitcher).current  # type: ignore[return-value]

    @property
    def focus_target(self) -> Widget:
        """The one that is shown."""
        shown = self.query_one(f"#{self.mode}")
        return shown.focus_target if isinstance(shown, Outline) else shown

    @property
    def edited_text(self) -> str | None:
        """The user's own IR, where it differs from the model's."""
        text = self._editor.text
        return text if text.strip() and text != self._laid_out else None

    @property
    def _editor(self) -> TextArea:
        return self.query_one("#ir-editor", TextArea)

    def show(self, view: LiftView) -> None:
        """Show the IR of ``view``; while it streams, only what is new is laid out."""
        before, self._view = self._view, view
        changed = self._lay_out(view)
        if view.ir is not before.ir or view.ir_error != before.ir_error or (changed and view.ir is not None):
            self._show_complete(view)
        elif changed:
            self.query_one("#ir-text", TextView).show(self._laid_out + (_CURSOR if view.phase == "ir" else ""))
        self.note(_measures(view))

    def refuse(self, reason: str) -> None:
        """Say why the user's IR cannot be used, at the line that it is about."""
        line = next(iter(mark_lines(self._editor.text, (), reason)))
        self._editor.move_cursor((line, 0))
        self._switch("ir-editor")
        self.note(f"refused: {one_line(reason)}")

    def accept(self) -> None:
        """Show the JSON again, now that the user's IR is in use."""
        self._switch("ir-text")

    def _lay_out(self, view: LiftView) -> bool:
        """Take up what was streamed since the last time; True where there was anything."""
        if view.ir_streams != self._stream or len(view.ir_text) < self._fed:
            self._layout, self._stream, self._fed, self._laid_out = JsonLayout(), view.ir_streams, 0, ""
            self.query_one("#ir-text", TextView).begin()
            if self.mode == "ir-outline" and view.phase == "ir":
                self._switch("ir-text")  # half an IR has no outline
        elif len(view.ir_text) == self._fed:
            return False
        self._laid_out += many_lines(self._layout.feed(view.ir_text[self._fed :]))
        self._fed = len(view.ir_text)
        return True

    def _show_complete(self, view: LiftView) -> None:
        marks = mark_lines(self._laid_out, view.warnings, view.ir_error)
        lines = paint(self._laid_out, "json").split("\n", allow_blank=True)
        marked = (_complain(line, marks[at]) if at in marks else line for at, line in enumerate(lines))
        self.query_one("#ir-text", TextView).show(Content("\n").join(marked))
        self.query_one(Outline).show(view.ir)
        if self.mode != "ir-editor":
            self._editor.load_text(self._laid_out)

    def action_toggle_outline(self) -> None:
        """Switch between JSON and outline."""
        self._switch("ir-text" if self.mode == "ir-outline" else "ir-outline")

    def action_edit(self) -> None:
        """Open the editor on the IR, or on what the user made of it."""
        self._switch("ir-editor")

    def action_leave_editor(self) -> None:
        """Show the JSON again; changes are kept."""
        self._switch("ir-text")
        if self.edited_text is not None:
            self.note("edited: f4 writes code from it")

    def action_drop_changes(self) -> None:
        """Go back to the model's IR."""
        self._editor.load_text(self._laid_out)
        self._switch("ir-text")
        self.note(_measures(self._view))

    def action_copy(self) -> None:
        """Copy the JSON."""
        self.post_message(self.CopyWanted(self._laid_out))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool:
        """Say which keys mean something now; in the editor letters are text."""
        editing = self.mode == "ir-editor" if self.is_mounted else False
        return editing if action in ("leave_editor", "drop_changes") else not editing or action not in _VIEWING

    @on(TextArea.Changed, "#ir-editor")
    def _tell_edited(self) -> None:
        if self.mode == "ir-editor":
            self.note("edited: f4 writes code from it" if self.edited_text is not None else "editing")

    def _switch(self, mode: Mode) -> None:
        had_focus = self.has_focus_within
        self.query_one(ContentSwitcher).current = mode
        if had_focus:
            self.focus_target.focus()
        self.refresh_bindings()


_VIEWING = frozenset({"toggle_outline", "edit", "copy"})


def _complain(line: Content, complaint: str) -> Content:
    return line.stylize("$warning") + Content.styled(f"  ✗ {one_line(complaint)}", "$error")


def _measures(view: LiftView) -> str:
    stage = view.latest("ir")
    if stage is None or stage.metrics is None:
        return stage.waiting if stage else ""
    return f"{numbers.count(stage.metrics.completion_tokens)} tok  {numbers.duration(stage.metrics.s)}"
