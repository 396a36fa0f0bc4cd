"""The suite screen: every lift of a run in a live table, each open to a closer look."""

from typing import ClassVar, Literal

from rich.style import Style
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.color import Color
from textual.screen import Screen
from textual.widgets import DataTable, Footer, ProgressBar, Static

from engine.record import TaskRecord
from liftui.display.state import LiftKey
from liftui.display.table import TASK_COLUMNS, VERDICTS, lift_name, task_row
from liftui.display.text import one_line
from liftui.tui.suite_flow import SuiteFlow

_REFRESH_EVERY_S = 0.25
_COLORS = {VERDICTS["passed"]: "success", VERDICTS["failed"]: "error", VERDICTS["error"]: "warning"}
"""The theme's name of each verdict's colour."""


class SuiteScreen(Screen[LiftKey]):
    """Answers with the lift to look at, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "look", "Look at it", priority=True),
        Binding("escape", "leave", "Cancel the run, then leave"),
        Binding("ctrl+q,ctrl+c", "leave", "Leave", show=False),
        Binding("j", "cursor(1)", "Down", show=False),
        Binding("k", "cursor(-1)", "Up", show=False),
    ]

    def __init__(self, flow: SuiteFlow) -> None:
        super().__init__()
        self._flow = flow
        self._written = 0

    def compose(self) -> ComposeResult:
        """Name, progress, table."""
        suite = self._flow.suite
        yield Static(f"{suite.name}  {one_line(suite.description)}", id="suite-title", markup=False)
        yield ProgressBar(len(self._flow.keys), show_eta=False, id="suite-progress")
        yield Static(id="suite-totals", markup=False)
        table: DataTable[Text] = DataTable(cursor_type="row", cursor_foreground_priority="renderable")
        yield table
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """One row for each lift from the beginning."""
        table = self._table
        for column in TASK_COLUMNS:
            table.add_column(Text(f"{column.name} {column.unit}".strip()), key=column.name)
        for key in self._flow.keys:
            table.add_row(Text(lift_name(*key, self._flow.settings.repeat)), key=_row_key(key))
        self._refresh_table()
        self.set_interval(_REFRESH_EVERY_S, self._refresh_table)

    @property
    def _table(self) -> "DataTable[Text]":
        return self.query_one(DataTable)

    def action_look(self) -> None:
        """Close with the lift under the cursor, once it has begun."""
        key = self._flow.keys[self._table.cursor_row]
        if key in self._flow.events:
            self.dismiss(key)
        else:
            self.notify("This lift has not begun yet.")

    async def action_leave(self) -> None:
        """Cancel the run where it is running, else close."""
        if self._flow.is_running:
            await self._flow.cancel()
            self._refresh_table()
        else:
            self.dismiss(None)

    def action_cursor(self, steps: int) -> None:
        """Move down, or up where negative."""
        self._table.move_cursor(row=self._table.cursor_row + steps)

    def _refresh_table(self) -> None:
        flow = self._flow
        for record in flow.records[self._written :]:
            self._write_record(record)
        self._written = len(flow.records)
        for key, lift in flow.view.lifts:
            self._table.update_cell(_row_key(key), "Result", Text(f"… {lift.stage}"))
        self.query_one(ProgressBar).update(progress=flow.view.finished)
        line = "   ".join(filter(None, (flow.totals, one_line(flow.end))))
        self.query_one("#suite-totals", Static).update(line)

    def _write_record(self, record: TaskRecord) -> None:
        row = _row_key((record.task, record.repeat))
        for column, cell in zip(TASK_COLUMNS, task_row(record, self._flow.settings.repeat), strict=True):
            self._table.update_cell(row, column.name, self._cell(column.name, cell), update_width=True)

    def _cell(self, column: str, text: str) -> Text:
        justify: Literal["left", "right"] = "left" if column in ("Task", "Result") else "right"
        color = Color.parse(self.app.theme_variables[_COLORS[text]]).rich_color if text in _COLORS else None
        return Text(one_line(text), Style(color=color, bold=color is not None), justify=justify)


def _row_key(key: LiftKey) -> str:
    return f"{key[0]}#{key[1]}"
