"""Which lines of a laid-out IR a complaint is about."""

import json
import re
from collections.abc import Iterable

_KEY = re.compile(r'\s*"(\w+)":')


def mark_lines(laid_out: str, warnings: Iterable[str], error: str) -> dict[int, str]:
    """Complaints by line number, counted from 0; an ``error`` that names no part of the IR is about its beginning.

    A warning repeats the dropped expression as Python writes it, an error begins with its place (``effects.0: …``).
    """
    lines = laid_out.split("\n")
    values = [_value(line) for line in lines]
    marks = {
        number: warning
        for warning in warnings
        for number, value in enumerate(values)
        if value is not None and repr(value) in warning
    }
    if error:
        marks[_line_of(error, lines)] = error
    return marks


def _value(line: str) -> str | None:
    """The string that an array's item on a line of its own holds."""
    try:
        value = json.loads(line.strip().removesuffix(","))
    except ValueError:
        return None
    return value if isinstance(value, str) else None


def _line_of(error: str, lines: list[str]) -> int:
    place = error.partition(":")[0].partition(".")[0]
    keys = (match.group(1) if (match := _KEY.match(line)) else None for line in lines)
    return next((number for number, key in enumerate(keys) if key == place), 0)
