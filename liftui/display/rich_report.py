"""The final report as tables for a terminal of 80 columns or more."""

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table as Grid
from rich.text import Text

from liftui.display.table import VERDICTS, Column, Report, Table
from liftui.display.text import one_line

_VERDICT_STYLES = {
    VERDICTS["passed"]: "bold green",
    VERDICTS["failed"]: "bold red",
    VERDICTS["error"]: "bold yellow",
}


def print_report(report: Report, console: Console) -> None:
    """Draw every table, then the totals."""
    for table in report.tables:
        console.print(Text(table.title, style="bold"))
        console.print(_grid(table))
        if table.note:
            console.print(Text(table.note, style="dim"))
        console.print()
    totals = Grid.grid(padding=(0, 2, 0, 0))
    for name, text in report.totals:
        totals.add_row(Text(name, style="dim"), Text(text))
    console.print(Text("Totals", style="bold"))
    console.print(totals)


def _grid(table: Table) -> Grid:
    grid = Grid(box=SIMPLE_HEAD, pad_edge=False, padding=0, show_edge=False)
    for index, column in enumerate(table.columns):
        first = index == 0
        grid.add_column(
            _head(column),
            justify="left" if first else "right",
            no_wrap=True,
            overflow="ellipsis",
            min_width=None if first else len(column.name),
        )
    for row in table.rows:
        grid.add_row(*map(_cell, row))
    return grid


def _head(column: Column) -> Text:
    return Text(f"{column.name}\n{column.unit}".rstrip(), style="bold")


def _cell(text: str) -> Text:
    return Text(one_line(text), style=_VERDICT_STYLES.get(text, ""))
