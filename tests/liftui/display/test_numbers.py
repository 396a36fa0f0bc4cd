"""How quantities are written."""

from collections.abc import Callable

import pytest

from liftui.display import numbers


@pytest.mark.parametrize(
    ("write", "value", "text"),
    [
        (numbers.seconds, 4.312, "4.31"),
        (numbers.seconds, 0, "0.00"),
        (numbers.duration, 4.312, "4.3 s"),
        (numbers.duration, 59.949, "59.9 s"),
        (numbers.duration, 59.96, "1 min 00 s"),
        (numbers.duration, 83, "1 min 23 s"),
        (numbers.duration, 3599.6, "1 h 00 min"),
        (numbers.duration, 7500, "2 h 05 min"),
        (numbers.remaining, 7.4, "7 s"),
        (numbers.remaining, 59.7, "1 min 00 s"),
        (numbers.remaining, 83, "1 min 23 s"),
        (numbers.count, 1234, "1,234"),
        (numbers.count, 58.4, "58"),
        (numbers.dollars, 0, "$0"),
        (numbers.dollars, 0.00002, "<$0.0001"),
        (numbers.dollars, 0.00284, "$0.0028"),
        (numbers.dollars, 0.5, "$0.5000"),
        (numbers.dollars, 1234.5, "$1,234.50"),
        (numbers.share, 0.8, "80%"),
        (numbers.share, 2 / 3, "66.7%"),
        (numbers.share, 0.0, "0%"),
        (numbers.share, 1.0, "100%"),
        (numbers.size, 812, "812 B"),
        (numbers.size, 56_000, "56.0 kB"),
        (numbers.size, 344_100, "344 kB"),
        (numbers.size, 99_960, "100 kB"),
        (numbers.size, 999_400, "999 kB"),
        (numbers.size, 999_990, "1.0 MB"),
        (numbers.size, 2_400_000_000_000, "2400 GB"),
        (numbers.size, 1_117_320_736, "1.1 GB"),
        (numbers.tokens_per_second, 22.43, "22.4 tok/s"),
    ],
)
def test_a_quantity_is_written(write: Callable[[float], str], value: float, text: str) -> None:
    assert write(value) == text


@pytest.mark.parametrize(
    "write",
    [
        numbers.seconds,
        numbers.duration,
        numbers.remaining,
        numbers.count,
        numbers.dollars,
        numbers.share,
        numbers.size,
        numbers.tokens_per_second,
    ],
)
def test_the_unknown_is_a_dash_and_never_zero(write: Callable[[None], str]) -> None:
    assert write(None) == "–"
