"""The final report as plain data, so that every display shows the same content."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from engine.outcome import Status
from engine.record import TaskRecord
from engine.stats import Distribution, Rate, Summary, measurements
from liftui.display import numbers

Write = Callable[[float | None], str]

VERDICTS: dict[Status, str] = {"passed": "✓ PASS", "failed": "✗ FAIL", "error": "! ERR"}
"""Glyph and word of each status: colour is never the only sign."""
FEW_MARK = "*"
FEW_NOTE = f"{FEW_MARK} fewer than 20 samples: a quantile then says little beyond the maximum."


@dataclass(frozen=True, slots=True)
class Column:
    """The head of a column: what it holds, in which unit."""

    name: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of text under their columns; the first column names the row."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


_TASK_MEASURES: tuple[tuple[Column, str, Write], ...] = (
    (Column("IR", "s"), "ir_s", numbers.seconds),
    (Column("Code", "s"), "code_s", numbers.seconds),
    (Column("Run", "s"), "run_s", numbers.seconds),
    (Column("E2E", "s"), "e2e_s", numbers.seconds),
    (Column("TTFT", "s"), "ttft_s", numbers.seconds),
    (Column("Tokens", "out"), "completion_tokens", numbers.count),
    (Column("Cost"), "cost_usd", numbers.dollars),
)
TASK_COLUMNS = (
    Column("Task"),
    Column("Result"),
    Column("Compiled"),
    Column("Cases"),
    *(column for column, _, _ in _TASK_MEASURES),
)

_STATISTICS: tuple[tuple[str, str, Write], ...] = (
    ("End to end, s", "e2e_s", numbers.seconds),
    ("IR, s", "ir_s", numbers.seconds),
    ("Code, s", "code_s", numbers.seconds),
    ("Run, s", "run_s", numbers.seconds),
    ("TTFT, s", "ttft_s", numbers.seconds),
    ("Tokens out", "completion_tokens", numbers.count),
    ("New tokens in", "computed_prompt_tokens", numbers.count),
    ("Cost per lift", "cost_usd", numbers.dollars),
    ("Client memory", "client_memory_bytes", numbers.size),
)
_RATES = {
    "passed": "Passed",
    "compiled": "Compiled",
    "executed_among_compiled": "Passed among compiled",
    "first_attempt_passed": "Passed at first attempt",
}
_STATISTICS_COLUMNS = tuple(
    Column(name) for name in ("Metric", "n", "Mean", "Median", "SD", "Min", "Max", "P95", "P99")
)


@dataclass(frozen=True, slots=True)
class Report:
    """What is shown once the run is over."""

    tables: tuple[Table, ...]
    totals: tuple[tuple[str, str], ...]
    """Name and text of each rate, count and cost."""


def build_report(task_rows: Iterable[tuple[str, ...]], summary: Summary) -> Report:
    """Lay out the report of a run whose lifts gave ``task_rows``, each by `task_row`."""
    tables = Table("Tasks", TASK_COLUMNS, tuple(task_rows)), _statistics_table(summary)
    return Report(tuple(table for table in tables if table.rows), tuple(_totals(summary)))


def lift_name(task: str, repeat: int, repeats: int) -> str:
    """Name one lift: the task, and which repeat where there are several."""
    return f"{task} #{repeat}" if repeats > 1 else task


def task_row(record: TaskRecord, repeats: int) -> tuple[str, ...]:
    """Write one lift's cells, under `TASK_COLUMNS`."""
    measured = measurements(record)
    return (
        lift_name(record.task, record.repeat, repeats),
        VERDICTS[record.status],
        "yes" if record.compiled else "no",
        f"{record.cases_passed}/{record.cases_total}",
        *(write(measured.get(key)) for _, key, write in _TASK_MEASURES),
    )


def _statistics_table(summary: Summary) -> Table:
    shown = [
        (label, summary.distributions[key], write) for label, key, write in _STATISTICS if key in summary.distributions
    ]
    return Table(
        title=f"Statistics of completed lifts ({summary.completed})",
        columns=_STATISTICS_COLUMNS,
        rows=tuple(_statistics_row(label, spread, write) for label, spread, write in shown),
        note=FEW_NOTE if any(spread.few for _, spread, _ in shown) else "",
    )


def _totals(summary: Summary) -> Iterator[tuple[str, str]]:
    for name, rate in summary.rates.items():
        yield _RATES[name], _rate(rate)
    yield "Errors", numbers.count(summary.errored)
    yield "HTTP retries", numbers.count(summary.http_retries)
    if summary.cost is None:
        yield "Cost of the run", "unknown: no price is set"
        return
    yield "Cost of the run", numbers.dollars(summary.cost.active_usd)
    yield "Cost of the idle tail", numbers.dollars(summary.cost.idle_usd)
    for requests in (1_000, 10_000):
        yield f"Cost of {requests:,} lifts", numbers.dollars(summary.cost_of_requests(requests))


def _statistics_row(label: str, spread: Distribution, write: Write) -> tuple[str, ...]:
    moments = (spread.mean, spread.median, spread.standard_deviation, spread.minimum, spread.maximum)
    mark = FEW_MARK if spread.few else ""
    return (
        label,
        str(spread.n),
        *map(write, moments),
        *(write(quantile) + mark for quantile in (spread.p95, spread.p99)),
    )


def _rate(rate: Rate) -> str:
    return f"{rate.count} of {rate.of} ({numbers.share(rate.share)})"
