"""Expected values are read as data: nothing of their source is executed."""

import math
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given

from engine.sandbox.compare import equal
from engine.sandbox.expected import parse_expected
from engine.task import Comparison
from tests.engine.sandbox.values import VALUES


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("[1, -2.5, 'x', None, True, b'y', (), {1: [2]}, {3}]", [1, -2.5, "x", None, True, b"y", (), {1: [2]}, {3}]),
        ("-1+2j", -1 + 2j),
        (" 'indented' ", "indented"),
        ("set()", set()),
        ("frozenset([1, 2])", frozenset({1, 2})),
        ("range(3)", range(3)),
        ("float('inf')", math.inf),
        ("Decimal('1.10')", Decimal("1.10")),
        ("Fraction(1, 3)", Fraction(1, 3)),
        ("[date(2026, 1, 2)]", [date(2026, 1, 2)]),
        ("datetime(2026, 1, 2, hour=3, tzinfo=UTC)", datetime(2026, 1, 2, 3, tzinfo=UTC)),
        ("datetime.datetime(2026, 1, 2, tzinfo=datetime.timezone.utc)", datetime(2026, 1, 2, tzinfo=UTC)),
        ("timezone(timedelta(hours=1))", timezone(timedelta(hours=1))),
    ],
)
def test_literals_and_constructors_are_read(source: str, value: object) -> None:
    assert equal(parse_expected(source), value, Comparison())


@given(VALUES)
def test_the_source_of_a_value_is_read_back_or_refused(value: object) -> None:
    source = repr(value)
    try:
        parsed = parse_expected(source)
    except ValueError:
        assert any(name in source for name in ("deque", "OrderedDict", "Counter", "defaultdict", "inf", "nan"))
        return
    assert parsed == value


@pytest.mark.parametrize(
    "source",
    [
        "",
        "1 +",
        "x",
        "...",
        "f(1)",
        "1 if True else 2",
        "[x for x in [1]]",
        "__import__('os')",
        "().__class__",
        "'a' * 3",
        "{**{}}",
        "[*[1]]",
        "date(**{})",
        "date(2026, 13, 1)",
        "Decimal('x')",
        "{[1]}",
        "f'{1}'",
        "lambda: 1",
        "(" * 1000,
        "-" * 100_000 + "1",
    ],
)
def test_anything_else_is_a_value_error_that_names_the_source(source: str) -> None:
    with pytest.raises(ValueError, match="use check instead") as caught:
        parse_expected(source)
    assert repr(source)[:40] in str(caught.value)
