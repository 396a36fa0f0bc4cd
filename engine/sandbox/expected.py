"""Evaluates the source of an expected value, without `eval`."""

import ast
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from fractions import Fraction

_CONSTRUCTORS: dict[str, Callable[..., object]] = {
    "set": set,
    "frozenset": frozenset,
    "bytearray": bytearray,
    "range": range,
    "float": float,
    "complex": complex,
    "Fraction": Fraction,
    "fractions.Fraction": Fraction,
    "Decimal": Decimal,
    "decimal.Decimal": Decimal,
    "date": date,
    "datetime": datetime,
    "time": time,
    "timedelta": timedelta,
    "timezone": timezone,
    "datetime.date": date,
    "datetime.datetime": datetime,
    "datetime.time": time,
    "datetime.timedelta": timedelta,
    "datetime.timezone": timezone,
}
_NAMES: dict[str, object] = {"UTC": UTC, "timezone.utc": UTC, "datetime.UTC": UTC, "datetime.timezone.utc": UTC}


def parse_expected(source: str) -> object:
    """The value of a literal or of a datetime, Decimal, Fraction or builtin constructor.

    Raises ValueError, with the source in its text, for anything else.
    """
    try:
        return _value(ast.parse(source.strip(), mode="eval").body)
    except (SyntaxError, TypeError, ValueError, ArithmeticError, RecursionError, MemoryError) as error:
        cause = getattr(error, "msg", error)
        raise ValueError(
            f"{source!r} is no literal and no datetime or Decimal constructor ({cause}): use check instead"
        ) from error


def _value(node: ast.expr) -> object:
    match node:
        case ast.Constant(value=value) if value is not ...:
            return value
        case ast.List(elts=items):
            return [_value(item) for item in items]
        case ast.Tuple(elts=items):
            return tuple(_value(item) for item in items)
        case ast.Set(elts=items):
            return {_value(item) for item in items}
        case ast.Dict(keys=keys, values=values) if None not in keys:
            return {_value(key): _value(value) for key, value in zip(keys, values, strict=True) if key}
        case ast.UnaryOp() | ast.BinOp():
            return ast.literal_eval(node)
        case ast.Name() | ast.Attribute() if (name := ast.unparse(node)) in _NAMES:
            return _NAMES[name]
        case ast.Call(func=function, args=args, keywords=keywords):
            return _constructed(ast.unparse(function), args, keywords)
    raise ValueError(f"{ast.unparse(node)} is not allowed")


def _constructed(name: str, args: list[ast.expr], keywords: list[ast.keyword]) -> object:
    if name not in _CONSTRUCTORS:
        raise ValueError(f"{name}() is not allowed")
    named = {keyword.arg: _value(keyword.value) for keyword in keywords if keyword.arg}
    if len(named) < len(keywords):
        raise ValueError("** is not allowed")
    return _CONSTRUCTORS[name](*map(_value, args), **named)
