"""A line per event, without colours, box art or redrawing: for pipes, CI and screen readers."""

from collections.abc import Callable
from time import monotonic
from types import TracebackType
from typing import Self, TextIO

from engine.events import Event
from engine.local.progress import DownloadProgress
from engine.record import TaskRecord
from engine.run_events import RunFinished, RunStarted, TaskFinished, TaskProgressed, TaskStarted
from liftui.display.download import DownloadView, describe_download, fold_download
from liftui.display.lines import end_line, failure_lines, finish_line, progress_line
from liftui.display.numbers import UNKNOWN
from liftui.display.protocol import DisplayEvent, Notice
from liftui.display.table import VERDICTS, Column, Report, Table, build_report, lift_name, task_row
from liftui.display.text import one_line

_DOWNLOAD_LINE_S = 10.0
"""A download is worth a line this often."""


class PlainDisplay:
    """Prints progress to ``narration`` and the final report to ``report``."""

    def __init__(self, narration: TextIO, report: TextIO, clock: Callable[[], float] = monotonic) -> None:
        self._narration = narration
        self._report = report
        self._clock = clock
        self._rows: list[tuple[str, ...]] = []
        self._total = 0
        self._repeats = 1
        self._download: DownloadView | None = None
        self._download_line_s = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._narration.flush()

    def handle(self, event: DisplayEvent) -> None:
        """Print the lines of ``event``, if it has any."""
        match event:
            case Notice(text=text):
                self._say(text)
            case DownloadProgress():
                self._show_download(event)
            case RunStarted(suite=suite, total=total):
                self._total, self._repeats = total, total // max(len(suite.tasks), 1)
                self._say(f"Suite {suite.name}; lifts to do: {total}")
            case TaskStarted(task=task, repeat=repeat):
                self._say(f"{lift_name(task.id, repeat, self._repeats)}: started")
            case TaskProgressed(task=task, repeat=repeat, event=inner):
                self._show_progress(lift_name(task.id, repeat, self._repeats), inner)
            case TaskFinished(record=record):
                self._show_finish(record)
            case RunFinished():
                self._show_end(event)

    def _show_download(self, progress: DownloadProgress) -> None:
        now_s = self._clock()
        self._download = fold_download(self._download, progress, now_s)
        if self._download.began_s == now_s or now_s - self._download_line_s >= _DOWNLOAD_LINE_S:
            self._download_line_s = now_s
            self._say(describe_download(self._download))

    def _show_progress(self, name: str, event: Event) -> None:
        if line := progress_line(event):
            self._say(f"{name}: {line}")

    def _show_finish(self, record: TaskRecord) -> None:
        self._rows.append(task_row(record, self._repeats))
        verdict = VERDICTS[record.status].split()[-1]
        name = lift_name(record.task, record.repeat, self._repeats)
        self._say(f"{name}: {verdict}, {finish_line(record)} ({len(self._rows)} of {self._total})")
        for line in failure_lines(record):
            self._say(f"  {line}")

    def _show_end(self, event: RunFinished) -> None:
        if line := end_line(event):
            self._say(line)
        if event.summary.total:
            write_report(build_report(self._rows, event.summary), self._report)

    def _say(self, line: str) -> None:
        print(one_line(line), file=self._narration, flush=True)


def write_report(report: Report, file: TextIO) -> None:
    """Print the report in sentences of ``name value`` pairs, which need no columns to be understood."""
    for table in report.tables:
        print(f"\n{table.title}", file=file)
        for row in table.rows:
            print(one_line(_row_line(table, row)), file=file)
        if table.note:
            print(table.note, file=file)
    print("\nTotals", file=file)
    for name, text in report.totals:
        print(f"{name}: {text}", file=file)
    file.flush()


def _row_line(table: Table, row: tuple[str, ...]) -> str:
    pairs = zip(table.columns[1:], row[1:], strict=True)
    return f"{row[0]}: " + ", ".join(_pair(column, cell) for column, cell in pairs)


def _pair(column: Column, cell: str) -> str:
    return f"{column.name} {cell}" if cell == UNKNOWN else f"{column.name} {cell} {column.unit}".rstrip()
