"""Equality is exact in type, reflexive, symmetric, and loose only where the suite says so."""

import math
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.sandbox.child.values import Opaque
from engine.sandbox.compare import equal
from engine.task import Comparison
from tests.engine.sandbox.values import VALUES

EXACT = Comparison()
UNORDERED = Comparison(unordered=True)
TOLERANT = Comparison(float_tolerance=1e-6)


@given(VALUES)
def test_a_value_equals_itself_in_every_mode(value: object) -> None:
    assert all(equal(value, value, mode) for mode in (EXACT, UNORDERED, TOLERANT))


@given(VALUES, VALUES)
def test_what_is_equal_is_equal_to_python_and_of_one_type(left: object, right: object) -> None:
    same = equal(left, right, EXACT)
    assert same == equal(right, left, EXACT)
    assert not same or (type(left) is type(right) and left == right)


NEAR_MISSES = [
    (True, 1),
    (1, 1.0),
    (1.0, 1 + 0j),
    (1.0, Decimal(1)),
    ([1], (1,)),
    ([1], [True]),
    ((1, (2,)), (1, (2.0,))),
    ({1}, {True}),
    ({1}, frozenset({1})),
    ({1: "a"}, {True: "a"}),
    ({1: "a"}, {1.0: "a"}),
    ({"a": 1}, {"a": 1, "b": 2}),
    ([1, 2], [1]),
    ("a", b"a"),
    (b"a", bytearray(b"a")),
    ("", None),
    (0, None),
    (0.1 + 0.2, 0.3),
    (math.nan, 1.0),
    (Decimal("NaN"), Decimal(1)),
    ([1, 2], [2, 1]),
]


@pytest.mark.parametrize(("actual", "expected"), NEAR_MISSES)
def test_near_misses_are_unequal(actual: object, expected: object) -> None:
    assert not equal(actual, expected, EXACT)
    assert not equal(expected, actual, EXACT)


@pytest.mark.parametrize(
    ("actual", "expected"),
    [
        (math.nan, math.nan),
        ([math.nan], [float("nan")]),
        ({math.nan}, {float("nan")}),
        (complex(math.nan, 1), complex(math.nan, 1)),
        (Decimal("NaN"), Decimal("NaN")),
        (Decimal("sNaN"), Decimal("NaN")),
        (0.0, -0.0),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}),
    ],
)
def test_what_a_reader_takes_for_equal_is_equal(actual: object, expected: object) -> None:
    assert equal(actual, expected, EXACT)


def test_what_cannot_cross_equals_nothing() -> None:
    assert not equal(Opaque("generator"), Opaque("generator"), EXACT)


@pytest.mark.parametrize(
    ("actual", "expected", "verdict"),
    [
        (0.1 + 0.2, 0.3, True),
        (1e12 + 1, 1e12, True),
        (1e-7, 0.0, True),
        (1.00001, 1.0, False),
        (1, 1.0, False),
        (math.inf, math.inf, True),
        (math.inf, 1e308, False),
        ([{"a": (0.1 + 0.2,)}], [{"a": (0.3,)}], True),
        ({0.1 + 0.2}, {0.3}, True),
        ({0.1 + 0.2: 1}, {0.3: 1}, True),
        (0.1 + 0.2j, 0.1 + 0.20000000001j, True),
        (Decimal("0.3"), Decimal("0.3000000001"), False),
    ],
)
def test_the_tolerance_is_absolute_or_relative_and_for_floats_alone(
    actual: object, expected: object, verdict: bool
) -> None:
    assert equal(actual, expected, TOLERANT) is verdict


@given(st.lists(VALUES, max_size=6), st.randoms(use_true_random=False))
def test_order_is_disregarded_where_the_suite_says_so(items: list[object], random: Random) -> None:
    shuffled = random.sample(items, len(items))
    assert equal(shuffled, items, UNORDERED)
    assert equal(tuple(shuffled), tuple(items), UNORDERED)


@pytest.mark.parametrize(
    ("actual", "expected"),
    [([1, 1, 2], [1, 2, 2]), ([1], [1, 1]), ([True, 1], [1, 1]), ([1, 2], (2, 1)), ([], [0])],
)
def test_items_are_counted_even_where_order_is_disregarded(actual: object, expected: object) -> None:
    assert not equal(actual, expected, UNORDERED)


def test_order_is_disregarded_in_nested_lists() -> None:
    assert equal([[3, 2], [1]], [[1], [2, 3]], UNORDERED)
