"""Plain Python values as tagged JSON, ``[tag, payload]``, in both directions.

`encode` meets untrusted objects: it goes by ``type(value) is``, so no method that the code under test wrote is
ever called. `decode` meets untrusted JSON: it builds values of the types below and nothing else.
"""

from __future__ import annotations

from collections import Counter, OrderedDict, defaultdict, deque
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from fractions import Fraction

TYPE_CHECKING = False  # importing typing would cost a sixth of the child's start-up time
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

MAX_DEPTH = 100
"""Levels of containers in one value."""
MAX_ITEMS = 100_000
"""Values within one value, itself included."""
MAX_CHARACTERS = 1_000_000
"""Length of all texts, bytes and digits of one value together."""


class Opaque:
    """Stands for a value that cannot cross, such as a generator; equal to nothing but itself."""

    def __init__(self, type_name: str) -> None:
        self.type_name = type_name

    def __repr__(self) -> str:
        return f"<{self.type_name}>"


def _same(value: object) -> object:
    return value


_LEAVES: dict[type, tuple[Callable[..., object], Callable[..., object]]] = {
    type(None): (_same, lambda _: None),
    bool: (_same, bool),
    int: (hex, lambda text: int(text, 16)),
    float: (float.hex, float.fromhex),
    str: (_same, str),
    bytes: (bytes.hex, bytes.fromhex),
    bytearray: (bytearray.hex, bytearray.fromhex),
    Decimal: (str, Decimal),
}
"""Types whose payload is a JSON scalar: how it is made, and how the value is made of it."""


def _pairs(value: dict[object, object]) -> tuple[object, ...]:
    return tuple(value.items())


def _moment(value: datetime) -> tuple[object, ...]:
    day = (value.year, value.month, value.day)
    return (*day, value.hour, value.minute, value.second, value.microsecond, value.tzinfo, value.fold)


def _clock(value: time) -> tuple[object, ...]:
    return (value.hour, value.minute, value.second, value.microsecond, value.tzinfo, value.fold)


def _fraction(numerator: object, denominator: object) -> Fraction:
    if type(numerator) is int and type(denominator) is int:
        return Fraction(numerator, denominator)
    raise ValueError("a fraction is made of two integers")


_COMPOUNDS: dict[type, tuple[Callable[..., Iterable[object]], Callable[..., object]]] = {
    list: (tuple, lambda *items: list(items)),
    tuple: (tuple, lambda *items: items),
    set: (tuple, lambda *items: set(items)),
    frozenset: (tuple, lambda *items: frozenset(items)),
    deque: (tuple, lambda *items: deque(items)),
    dict: (_pairs, lambda *items: dict(items)),
    OrderedDict: (_pairs, lambda *items: OrderedDict(items)),
    Counter: (_pairs, lambda *items: Counter(dict(items))),
    defaultdict: (_pairs, lambda *items: defaultdict(None, items)),
    complex: (lambda value: (value.real, value.imag), complex),
    range: (lambda value: (value.start, value.stop, value.step), range),
    Fraction: (lambda value: (value.numerator, value.denominator), _fraction),
    date: (lambda value: (value.year, value.month, value.day), date),
    # The parts hold the zone, or none.
    datetime: (_moment, lambda *parts: datetime(*parts[:-1], fold=parts[-1])),  # noqa: DTZ001
    time: (_clock, lambda *parts: time(*parts[:-1], fold=parts[-1])),
    timedelta: (lambda value: (value.days, value.seconds, value.microseconds), timedelta),
    timezone: (lambda value: value.__getinitargs__(), timezone),
}
"""Types whose payload is a list of values: the parts of a value, and how the value is made of them."""

_OPAQUE = "opaque"
_LEAF_DECODERS = {kind.__name__: decoder for kind, (_, decoder) in _LEAVES.items()} | {_OPAQUE: Opaque}
_COMPOUND_DECODERS = {kind.__name__: decoder for kind, (_, decoder) in _COMPOUNDS.items()}

# Looked up by id, since a metaclass can redefine how its classes hash and compare.
_LEAF_ENCODERS = {id(kind): encoder for kind, (encoder, _) in _LEAVES.items()}
_COMPOUND_ENCODERS = {id(kind): encoder for kind, (encoder, _) in _COMPOUNDS.items()}

# A metaclass can redefine what `kind.__name__` does; the slot of `type` itself cannot be redefined.
_name_of: Callable[[type], str] = type.__dict__["__name__"].__get__


def class_name(kind: type) -> str:
    """The class's name, at most 100 characters, without running code of the class."""
    return _name_of(kind)[:100]


def encode(value: object) -> list[object]:
    """The value as JSON-ready lists.

    Raises ValueError where it is nested too deeply (or contains itself) or is too large.
    """
    return _Encoder().encode(value, depth=0)


class _Encoder:
    """One value's budget of items and characters."""

    def __init__(self) -> None:
        self._items = MAX_ITEMS
        self._characters = MAX_CHARACTERS

    def encode(self, value: object, depth: int) -> list[object]:
        if depth > MAX_DEPTH:
            raise ValueError(f"the value is nested deeper than {MAX_DEPTH} levels")
        kind = type(value)
        if id(kind) in _LEAF_ENCODERS:
            return [kind.__name__, self._payload(value)]
        if id(kind) in _COMPOUND_ENCODERS and not _has_foreign_zone(value):
            return [kind.__name__, [self.encode(part, depth + 1) for part in self._parts(value)]]
        return [_OPAQUE, class_name(kind)]

    def _parts(self, value: object) -> tuple[object, ...]:
        parts = tuple(_COMPOUND_ENCODERS[id(type(value))](value))
        self._items -= len(parts)
        if self._items < 0:
            raise ValueError(f"the value holds more than {MAX_ITEMS} items")
        return parts

    def _payload(self, value: object) -> object:
        self._characters -= _size(value)
        if self._characters < 0:
            raise ValueError(f"the value is longer than {MAX_CHARACTERS} characters")
        return _LEAF_ENCODERS[id(type(value))](value)


def _has_foreign_zone(value: object) -> bool:
    if isinstance(value, datetime | time):
        return type(value.tzinfo) not in (type(None), timezone)
    return False


def _size(leaf: object) -> int:
    if isinstance(leaf, int):
        return leaf.bit_length() // 4
    if isinstance(leaf, str | bytes | bytearray):
        return len(leaf)
    return len(str(leaf))


def decode(encoded: object) -> object:
    """The value of JSON that `encode` could have made; what cannot cross becomes `Opaque`.

    Raises ValueError for any other JSON.
    """
    try:
        return _decode(encoded)
    except (TypeError, ValueError, LookupError, ArithmeticError, RecursionError) as error:
        raise ValueError(f"not an encoded value: {error}") from error


def _decode(encoded: object) -> object:
    match encoded:
        case [str(tag), list(parts)] if tag in _COMPOUND_DECODERS:
            return _COMPOUND_DECODERS[tag](*map(_decode, parts))
        case [str(tag), payload] if tag in _LEAF_DECODERS:
            return _LEAF_DECODERS[tag](payload)
    raise ValueError("unknown tag")


def opaque_part(encoded: object) -> str | None:
    """The type name of the first part of an encoded value that cannot cross, or None."""
    match encoded:
        case [str(tag), str(name)] if tag == _OPAQUE:
            return name
        case [_, list(parts)]:
            return next(filter(None, map(opaque_part, parts)), None)
    return None
