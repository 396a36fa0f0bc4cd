"""Holds an actual value against the expected one: exact in type, NaN equal to NaN."""

import math
from collections.abc import Iterable, Sequence
from decimal import Decimal

from engine.sandbox.display import source_of
from engine.task import Comparison


def equal(actual: object, expected: object, comparison: Comparison) -> bool:
    """Whether two decoded values are equal; True is not 1, 1 is not 1.0, [1] is not (1,)."""
    if type(actual) is not type(expected):
        return False
    match actual, expected:
        case (list() | tuple(), list() | tuple()):
            pair = _equal_unordered if comparison.unordered else _equal_in_order
            return pair(actual, expected, comparison)
        case (set() | frozenset(), set() | frozenset()):
            return _equal_unordered(actual, expected, comparison)
        case dict(), dict():
            return _equal_unordered(actual.items(), expected.items(), Comparison(comparison.float_tolerance))
        case float(), float():
            return _equal_floats(actual, expected, comparison.float_tolerance)
        case complex(), complex():
            parts = [(actual.real, expected.real), (actual.imag, expected.imag)]
            return all(_equal_floats(*part, comparison.float_tolerance) for part in parts)
        case Decimal(), Decimal() if actual.is_nan() or expected.is_nan():
            return actual.is_nan() and expected.is_nan()
    return actual == expected


def _equal_in_order(actual: Sequence[object], expected: Sequence[object], comparison: Comparison) -> bool:
    return len(actual) == len(expected) and all(
        equal(left, right, comparison) for left, right in zip(actual, expected, strict=True)
    )


def _equal_unordered(actual: Iterable[object], expected: Iterable[object], comparison: Comparison) -> bool:
    """Pair items greedily: only items that lie closer together than a tolerance could be paired better."""
    # Sorted alike, nearly every item finds its partner first.
    remaining = sorted(expected, key=source_of)
    for item in sorted(actual, key=source_of):
        partner = next((n for n, other in enumerate(remaining) if equal(item, other, comparison)), None)
        if partner is None:
            return False
        del remaining[partner]
    return not remaining


def _equal_floats(actual: float, expected: float, tolerance: float | None) -> bool:
    if math.isnan(actual) or math.isnan(expected):
        return math.isnan(actual) and math.isnan(expected)
    if tolerance is None:
        return actual == expected
    return math.isclose(actual, expected, rel_tol=tolerance, abs_tol=tolerance)
