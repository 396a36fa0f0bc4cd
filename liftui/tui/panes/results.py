"""The results: what the compiler and the cases say of the code, and what it printed."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from liftui.display.text import many_lines
from liftui.tui.panes.pane import Pane
from liftui.tui.result_rows import VERDICT_WIDTH, Row, Tone, case_detail, case_rows, tally, verdict_row
from liftui.tui.view import LiftView

_STYLES: dict[Tone, str] = {
    "plain": "$foreground",
    "passed": "$success bold",
    "failed": "$error bold",
    "quiet": "$foreground 60%",
}


class ResultsPane(Pane):
    """A row for each verdict; the highlighted one in full below, else the code's own output."""

    NAME = "Results"
    JUMP_KEY = "s"
    HELP = """\
## Results

How the code fared against the cases, each run in a sandbox.

- **enter** on a failed case selects its line in the code
- **f8** adds a case of your own, **f5** runs the code again as it is
- what the IR itself asserts is the model's own word: weaker than a case of the suite
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "down", "Down", show=False),
        Binding("k", "up", "Up", show=False),
    ]

    @dataclass
    class LineWanted(Message):
        """The user wants to see the line that a result points to."""

        line: int

    def __init__(self, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._view = LiftView()
        self._rows: list[Row] = []

    def compose(self) -> ComposeResult:
        """Rows above, detail below."""
        yield OptionList(id="rows", markup=False)
        yield Static(id="detail", markup=False)

    @property
    def focus_target(self) -> OptionList:
        """The rows."""
        return self.query_one(OptionList)

    def show(self, view: LiftView) -> None:
        """Show the results of ``view``."""
        before, self._view = self._view, view
        if _shown(view) != _shown(before):
            self._refresh_rows()
        if view.phase == "failed" and before.phase != "failed":
            self._highlight_failed()
        self.note(tally(view))

    def on_resize(self) -> None:
        """Lay the columns out anew."""
        self._refresh_rows()

    def action_down(self) -> None:
        """Go to the next row."""
        self.focus_target.action_cursor_down()

    def action_up(self) -> None:
        """Go to the row before."""
        self.focus_target.action_cursor_up()

    def _refresh_rows(self) -> None:
        rows, highlighted = self.focus_target, self.focus_target.highlighted
        self._rows = list(_rows(self._view, self.content_size.width))
        rows.clear_options()
        rows.add_options(Option(_paint(row), disabled=row.result is None) for row in self._rows)
        if highlighted is not None and highlighted < len(self._rows):
            rows.highlighted = highlighted
        self._show_detail()

    def _highlight_failed(self) -> None:
        failed = (at for at, row in enumerate(self._rows) if row.result is not None and not row.result.passed)
        self.focus_target.highlighted = next(failed, None)

    @on(OptionList.OptionHighlighted)
    def _show_detail(self) -> None:
        at = self.focus_target.highlighted
        row = self._rows[at] if at is not None and at < len(self._rows) else None
        text = case_detail(row.result) if row is not None and row.result else ""
        parts = (text or many_lines(self._view.error), _output(self._view))
        self.query_one("#detail", Static).update("\n\n".join(filter(None, parts)))

    @on(OptionList.OptionSelected)
    def _select(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        result = self._rows[event.option_index].result
        if result is not None and result.line is not None:
            self.post_message(self.LineWanted(result.line))


def _shown(view: LiftView) -> tuple[object, ...]:
    return view.phase, view.results, view.evidence, view.compile_error, view.execution


def _rows(view: LiftView, width: int) -> Iterator[Row]:
    if (verdict := verdict_row(view)) is not None:
        yield verdict
    yield from case_rows(view.results, width)
    if view.evidence:
        yield Row("", "the model's own assertions and examples", "quiet")
        yield from case_rows(view.evidence, width)


def _paint(row: Row) -> Content:
    return Content.styled(f"{row.verdict:<{VERDICT_WIDTH}}" if row.verdict else "", _STYLES[row.tone]) + Content(
        row.text
    )


def _output(view: LiftView) -> str:
    execution = view.execution
    if execution is None:
        return ""
    streams = (("stdout", execution.stdout), ("stderr", execution.stderr))
    return "\n".join(f"{name}\n{many_lines(text.rstrip())}" for name, text in streams if text.strip())
