"""A live display for a person's terminal: finished lifts scroll by, those under way stay in place below."""

from collections.abc import Callable
from time import monotonic
from types import TracebackType
from typing import Self

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.spinner import Spinner
from rich.table import Table as Grid
from rich.text import Text

from engine.local.progress import DownloadProgress
from engine.outcome import Status
from engine.record import TaskRecord
from engine.run_events import RunEvent, RunFinished, RunStarted, TaskFinished, TaskProgressed
from liftui.display import numbers
from liftui.display.download import DownloadView, describe_download, fold_download
from liftui.display.lines import end_line, failure_lines, finish_line, progress_line
from liftui.display.protocol import DisplayEvent, Notice
from liftui.display.state import LiftKey, LiftView, RunView, fold
from liftui.display.table import VERDICTS, Report, build_report, lift_name, task_row
from liftui.display.text import one_line

_STYLES: dict[Status, str] = {"passed": "green", "failed": "red", "error": "yellow"}
_WORDS: dict[Status, str] = {"passed": "passed", "failed": "failed", "error": "errors"}
_FRAMES_PER_SECOND = 8
_MOST_LIFTS = 8
"""Lifts under way that are shown at once."""
_BAR_WIDTH = 24


class RichDisplay:
    """Draws progress on ``console`` and hands the final report to ``write``."""

    def __init__(
        self, console: Console, write: Callable[[Report], None], clock: Callable[[], float] = monotonic
    ) -> None:
        self._console = console
        self._write = write
        self._clock = clock
        self._rows: list[tuple[str, ...]] = []
        self._repeats = 1
        # Replaced as a whole, never changed: the live display's thread reads them at any time.
        self._run: RunView | None = None
        self._download: DownloadView | None = None
        self._spinner = Spinner("dots", style="cyan")
        self._live = Live(
            console=console,
            get_renderable=self.render,
            transient=True,
            refresh_per_second=_FRAMES_PER_SECOND,
            redirect_stdout=False,
            redirect_stderr=False,
        )

    def __enter__(self) -> Self:
        self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._live.stop()

    def handle(self, event: DisplayEvent) -> None:
        """Take ``event`` into the picture."""
        match event:
            case Notice(text=text):
                self._download = None
                self._console.print(Text(one_line(text), style="dim"))
            case DownloadProgress():
                self._download = fold_download(self._download, event, self._clock())
            case RunEvent():
                self._download = None
                self._handle_run(event)

    def render(self) -> RenderableType:
        """Draw what is under way."""
        if self._download is not None:
            return _download_picture(self._download)
        if self._run is not None:
            return _run_picture(self._run, self._repeats, self._spinner, self._clock())
        return self._spinner

    def _handle_run(self, event: RunEvent) -> None:
        self._run = fold(self._run or RunView(), event, self._clock())
        match event:
            case RunStarted(suite=suite, total=total):
                self._repeats = total // max(len(suite.tasks), 1)
                self._console.print(Text.assemble((one_line(suite.name), "bold"), f"  lifts to do: {total}"))
            case TaskProgressed(task=task, event=inner):
                if line := progress_line(inner):
                    self._console.print(Text(f"       {one_line(task.id)}: {line}", style="dim"))
            case TaskFinished(record=record):
                self._rows.append(task_row(record, self._repeats))
                self._console.print(_finished_picture(record, self._repeats))
            case RunFinished(summary=summary):
                self._live.stop()
                if line := end_line(event):
                    self._console.print(Text(line, style="bold yellow"))
                if summary.total:
                    self._write(build_report(self._rows, summary))


def _finished_picture(record: TaskRecord, repeats: int) -> RenderableType:
    name = one_line(lift_name(record.task, record.repeat, repeats))
    verdict = Text(f"{VERDICTS[record.status]:6}", style=f"bold {_STYLES[record.status]}")
    line = Text.assemble(verdict, " ", name, "  ", (finish_line(record), "dim"))
    return Group(line, *(Text(f"       {reason}", style="dim") for reason in failure_lines(record)))


def _run_picture(run: RunView, repeats: int, spinner: Spinner, now_s: float) -> RenderableType:
    lifts = Grid.grid(padding=(0, 2, 0, 0))
    lifts.add_column(width=1)
    lifts.add_column(no_wrap=True, overflow="ellipsis", max_width=28)
    for _ in range(4):
        lifts.add_column(no_wrap=True, justify="right")
    for key, lift in run.lifts[:_MOST_LIFTS]:
        lifts.add_row(spinner, *_lift_cells(key, lift, repeats, now_s))
    if hidden := len(run.lifts[_MOST_LIFTS:]):
        lifts.add_row("", f"and {hidden} more")
    return Group("", lifts, _totals_picture(run, now_s))


def _lift_cells(key: LiftKey, lift: LiftView, repeats: int, now_s: float) -> tuple[Text, ...]:
    speed = lift.deltas_per_second
    attempt = f", attempt {lift.attempt}" if lift.attempt > 1 else ""
    return (
        Text(one_line(lift_name(*key, repeats))),
        Text(lift.stage + attempt, style="cyan"),
        Text(numbers.duration(now_s - lift.began_s)),
        Text(f"≈{lift.deltas} tok" if lift.deltas else "", style="dim"),
        Text(numbers.tokens_per_second(speed) if speed else "", style="dim"),
    )


def _totals_picture(run: RunView, now_s: float) -> RenderableType:
    left = f", {numbers.remaining(run.left_s(now_s))} left" if run.finished else ""
    text = Text(f" {run.finished}/{run.total}")
    for status, word in _WORDS.items():
        number = run.counts.get(status, 0)
        text.append(f"  {number} {word}", style=_STYLES[status] if number else "dim")
    text.append(f"  {numbers.duration(now_s - run.began_s)}{left}", style="dim")
    return _bar_picture(run.finished, run.total, text)


def _download_picture(view: DownloadView) -> RenderableType:
    progress = view.progress
    bar = _bar_picture(progress.done_bytes, progress.total_bytes, Text(f" {view.percent}%"))
    return Group("", Text(describe_download(view)), bar)


def _bar_picture(done: float, total: float, text: Text) -> RenderableType:
    grid = Grid.grid()
    grid.add_column(width=_BAR_WIDTH)
    grid.add_column(overflow="ellipsis", no_wrap=True)
    grid.add_row(ProgressBar(total=max(total, 1), completed=done, width=_BAR_WIDTH), text)
    return grid
