"""Values cross unchanged in type and content, and nothing of an untrusted object runs."""

import json
import math
from collections import namedtuple
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, tzinfo
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.sandbox.child.values import MAX_DEPTH, Opaque, decode, encode, opaque_part
from engine.sandbox.compare import equal
from engine.task import Comparison
from tests.engine.sandbox.values import VALUES

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)
TAGS = st.sampled_from(["NoneType", "bool", "int", "float", "str", "bytes", "Decimal", "opaque"]) | st.sampled_from(
    ["list", "set", "dict", "complex", "range", "Fraction", "date", "datetime", "timezone", "Counter"]
)
FORGED = st.recursive(JSON, lambda inner: st.tuples(TAGS, inner | st.lists(inner)).map(list))


def crossed(value: object) -> object:
    return decode(json.loads(json.dumps(encode(value))))


@given(VALUES)
def test_a_value_crosses_unchanged(value: object) -> None:
    assert equal(crossed(value), value, Comparison())


@pytest.mark.parametrize("value", [math.nan, complex(math.nan, -math.inf), Decimal("NaN"), [math.nan]])
def test_nan_crosses(value: object) -> None:
    assert equal(crossed(value), value, Comparison())


def test_the_sign_of_zero_crosses() -> None:
    assert math.copysign(1, crossed(-0.0)) == -1


def test_an_integer_beyond_the_limit_on_digits_crosses() -> None:
    assert crossed(7**20_000) == 7**20_000


def test_the_fold_of_a_moment_crosses() -> None:
    assert crossed(datetime(2026, 10, 25, 2, 30, tzinfo=UTC, fold=1)).fold == 1


@given(FORGED)
def test_forged_json_gives_a_value_or_value_error(encoded: object) -> None:
    try:
        value = decode(encoded)
    except ValueError:
        return
    assert equal(crossed(value), value, Comparison()) or opaque_part(encode(value))


def test_json_nested_too_deeply_is_a_value_error() -> None:
    encoded: list[object] = ["NoneType", None]
    for _ in range(100_000):
        encoded = ["list", [encoded]]
    with pytest.raises(ValueError, match="not an encoded value"):
        decode(encoded)


class Liar(int):
    """Would run code, and lie, wherever it is touched."""

    def __getattribute__(self, name: str) -> object:
        raise AssertionError(f"{name} was asked of an untrusted object")

    __eq__ = __hash__ = __repr__ = __index__ = __getattribute__  # type: ignore[assignment]


class LyingKind(type):
    """A metaclass that claims its classes to be `int`."""

    __name__ = property(lambda cls: "int")  # type: ignore[assignment]

    def __eq__(cls, other: object) -> bool:
        return True

    def __hash__(cls) -> int:
        return hash(int)


class Disguised(metaclass=LyingKind):
    """Not an integer."""


Point = namedtuple("Point", "x y")


def generated() -> Iterator[int]:
    yield 1


class Zone(tzinfo):
    """A zone whose methods are the code's own."""


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (lambda: Liar(1), "Liar"),
        (Disguised, "Disguised"),
        (lambda: Disguised, "LyingKind"),
        (lambda: Point(1, 2), "Point"),
        (generated, "generator"),
        (lambda: generated, "function"),
        (lambda: datetime(2026, 1, 1, tzinfo=Zone()), "datetime"),
        (object, "object"),
        (lambda: ..., "ellipsis"),
    ],
)
def test_what_is_not_plain_crosses_as_its_type_name_alone(make: Callable[[], object], name: str) -> None:
    value = make()
    assert encode(value) == ["opaque", name]
    assert opaque_part(encode([{"key": (value,)}])) == name
    decoded = crossed(value)
    assert isinstance(decoded, Opaque)
    assert repr(decoded) == f"<{name}>"


def nested(levels: int) -> object:
    value: object = None
    for _ in range(levels):
        value = [value]
    return value


def test_nesting_is_limited() -> None:
    assert repr(crossed(nested(MAX_DEPTH))) == repr(nested(MAX_DEPTH))
    for deep in (nested(MAX_DEPTH + 1), nested(1_000_000)):
        with pytest.raises(ValueError, match="nested deeper"):
            encode(deep)


def test_a_value_that_contains_itself_is_refused() -> None:
    cyclic: list[object] = []
    cyclic.append(cyclic)
    with pytest.raises(ValueError, match="nested deeper"):
        encode(cyclic)


def shared(levels: int) -> object:
    value: object = 0
    for _ in range(levels):
        value = (value, value)
    return value


@pytest.mark.parametrize("value", [[0] * 200_000, shared(60)])
def test_the_number_of_items_is_limited(value: object) -> None:
    with pytest.raises(ValueError, match="items"):
        encode(value)


@pytest.mark.parametrize("value", ["x" * 2_000_000, b"x" * 2_000_000, [1 << 40_000_000], ["x" * 600_000] * 2])
def test_the_length_of_texts_and_numbers_is_limited(value: object) -> None:
    with pytest.raises(ValueError, match="characters"):
        encode(value)
