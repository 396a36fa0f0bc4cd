"""Events as lines of text, shared by the displays that print lines."""

from collections.abc import Iterator

from engine.events import AttemptFailed, EndpointWaiting, Event, Warned
from engine.record import CaseFailure, TaskRecord
from engine.run_events import RunFinished
from engine.stats import measurements
from liftui.display import numbers
from liftui.display.text import one_line


def finish_line(record: TaskRecord) -> str:
    """Say what a lift came to, after its name and verdict."""
    measured = measurements(record)
    parts = [
        f"{record.cases_passed}/{record.cases_total} cases",
        numbers.duration(record.e2e_s),
        f"{numbers.count(measured['completion_tokens'])} tokens",
        numbers.dollars(record.cost_usd),
    ]
    return ", ".join(parts)


def failure_lines(record: TaskRecord) -> Iterator[str]:
    """Say why a lift did not pass: a line per failed case, or the error."""
    if record.error:
        yield one_line(record.error.message)
        return
    if not record.compiled and record.attempts and record.attempts[-1].error:
        yield one_line(record.attempts[-1].error)
    for failure in record.failures:
        yield one_line(_case_line(failure))


def progress_line(event: Event) -> str | None:
    """Say what a person should know at once; None for everything that is only progress."""
    match event:
        case EndpointWaiting(reason="queued"):
            return None
        case EndpointWaiting(reason=reason, detail=detail, delay_s=delay_s):
            return one_line(f"{reason}: {detail} (again in {numbers.duration(delay_s)})")
        case Warned(message=message):
            return one_line(message)
        case AttemptFailed(attempt=attempt, reason=reason, retrying=True):
            return one_line(f"attempt {attempt} failed: {reason}; trying again")
    return None


def end_line(event: RunFinished) -> str | None:
    """Say why a run ended before all was lifted; None for a complete one."""
    if event.stopped is not None:
        return one_line(f"Stopped, as every further lift would fail alike: {event.stopped.message}")
    return f"Interrupted; finished lifts: {event.summary.total}" if event.interrupted else None


def _case_line(failure: CaseFailure) -> str:
    line = f"{failure.case}: expected {failure.expected}"
    if failure.actual is not None:
        line += f", got {failure.actual}"
    return f"{line} ({failure.error})" if failure.error else line
