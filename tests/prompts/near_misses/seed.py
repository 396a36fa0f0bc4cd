"""A plausible but wrong solution for each task of the suite `seed`: each docstring says what it gets wrong."""


def add_numbers(first: float, second: float) -> int:
    """Drops fractions."""
    return int(first) + int(second)


def multiply(first: int, second: float) -> float:
    """Adds repeatedly, which a negative or fractional count cannot do."""
    return sum(second for _ in range(int(first)))


def string_length(text: str) -> int:
    """Does not count surrounding spaces."""
    return len(text.strip())


def max_of_two(first: float, second: float) -> float | None:
    """Returns nothing for equal numbers."""
    if first > second:
        return first
    if second > first:
        return second
    return None


def is_even(number: int) -> bool:
    """Takes zero for neither."""
    return bool(number) and number % 2 == 0
