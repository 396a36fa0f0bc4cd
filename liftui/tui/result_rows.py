"""The results of a lift as rows of text, for a given width; pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from liftui.display import numbers
from liftui.display.text import one_line
from liftui.tui.view import LiftView

if TYPE_CHECKING:
    from engine.sandbox.interface import CaseResult

Tone = Literal["plain", "passed", "failed", "quiet"]
_TIME_WIDTH = 8
VERDICT_WIDTH = 8
_FEWEST_MS = 0.1


@dataclass(frozen=True, slots=True)
class Row:
    """One line; ``verdict`` is its coloured beginning."""

    verdict: str
    text: str
    tone: Tone
    result: CaseResult | None = None
    """The case that the row is about, where it is about one."""


def verdict_row(view: LiftView) -> Row | None:
    """What the compiler said, or why there is nothing to run; None before that is known."""
    if view.phase == "error":
        return Row("! ERR", one_line(view.error), "failed")
    if view.compile_error:
        return Row("✗ FAIL", one_line(f"does not compile: {view.compile_error}"), "failed")
    if view.phase == "failed" and not view.results and view.error:
        return Row("✗ FAIL", one_line(view.error), "failed")
    if view.phase == "passed" and not view.results:
        return Row("✓ RAN", "compiles and loads; f8 adds a case to check it by", "passed")
    return None


def case_rows(results: Sequence[CaseResult], width: int) -> Iterator[Row]:
    """Write each case in columns: call, value, time; a long call may take half of the room."""
    room = max(width - VERDICT_WIDTH - _TIME_WIDTH - 1, 20)
    longest = max((len(one_line(result.call)) for result in results), default=0)
    call_width = min(longest, room // 2)
    return (_case_row(result, call_width, room - call_width - 2) for result in results)


def _case_row(result: CaseResult, call_width: int, value_width: int) -> Row:
    call = shorten(one_line(result.call), call_width)
    value = shorten(one_line(_value(result)), value_width)
    text = f"{call:<{call_width}}  {value:<{value_width}} {milliseconds(result.wall_s):>{_TIME_WIDTH}}"
    return Row("✓ PASS" if result.passed else "✗ FAIL", text, "passed" if result.passed else "failed", result)


def case_detail(result: CaseResult) -> str:
    """All that is known of one case, in full."""
    lines = [result.call, f"expected  {result.expected}"]
    if result.actual is not None:
        lines.append(f"actual    {result.actual}")
    if result.error:
        lines.append(f"error     {result.error}")
    if result.line:
        lines.append(f"line      {result.line}  (enter shows it in the code)")
    return "\n".join(map(one_line, lines))


def tally(view: LiftView) -> str:
    """``4 of 5``; empty where there are no cases."""
    if not view.results:
        return ""
    return f"{sum(result.passed for result in view.results)} of {len(view.results)}"


def milliseconds(value_s: float | None) -> str:
    """Write a case's time: ``0.1 ms``, ``1.2 s``."""
    if value_s is None:
        return numbers.UNKNOWN
    value_ms = value_s * 1000
    if value_ms >= 1000:
        return numbers.duration(value_s)
    return f"{value_ms:.1f} ms" if value_ms >= _FEWEST_MS else f"<{_FEWEST_MS} ms"


def _value(result: CaseResult) -> str:
    if result.passed:
        return result.actual or result.expected
    if result.actual is not None:
        return f"expected {result.expected}, got {result.actual}"
    return result.error or f"expected {result.expected}"


def shorten(text: str, width: int) -> str:
    """At most ``width`` characters; a cut is marked by an ellipsis."""
    return text if len(text) <= width else text[: max(width - 1, 0)] + "…"
