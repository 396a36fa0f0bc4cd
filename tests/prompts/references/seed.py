"""A solution for each task of the suite `seed`, named after the task."""


def add_numbers(first: float, second: float) -> float:
    return first + second


def multiply(first: float, second: float) -> float:
    return first * second


def string_length(text: str) -> int:
    return len(text)


def max_of_two(first: float, second: float) -> float:
    return first if first > second else second


def is_even(number: int) -> bool:
    return number % 2 == 0
