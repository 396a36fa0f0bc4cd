"""A plausible but wrong solution for each task of `everyday`: each docstring says what it gets wrong."""

import datetime
import math
import re
from collections import Counter
from itertools import chain
from typing import Any

from_iso = datetime.date.fromisoformat


def title_case(sentence: str) -> str:
    """Capitalizes after apostrophes."""
    return sentence.title()


def slugify(title: str) -> str:
    """Replaces spaces only."""
    return title.strip().lower().replace(" ", "-")


def run_length_encode(text: str) -> str:
    """Counts over the whole text."""
    return "".join(f"{letter}{count}" for letter, count in Counter(text).items())


def run_length_decode(text: str) -> str:
    """Reads one digit."""
    return "".join(letter * int(count) for letter, count in re.findall(r"(\D)(\d)", text))


def truncate(text: str, maximum: int) -> str:
    """Does not count the dots."""
    return text if len(text) <= maximum else text[:maximum] + "..."


def snake_to_camel(name: str) -> str:
    """Joins two words only."""
    first, _, second = name.partition("_")
    return first + second.capitalize()


def caesar_shift(text: str, places: int) -> str:
    """Lowers capitals."""
    return "".join(
        chr((ord(letter) - 97 + places) % 26 + 97) if letter.isalpha() else letter for letter in text.lower()
    )


def is_anagram(first: str, second: str) -> bool:
    """Compares sets of letters."""
    return set(first.lower()) - {" "} == set(second.lower()) - {" "}


def mask_all_but_last_four(text: str) -> str:
    """Masks short strings whole."""
    return "*" * len(text) if len(text) <= 4 else "*" * (len(text) - 4) + text[-4:]


def reverse_words(sentence: str) -> str:
    """Keeps double spaces."""
    return " ".join(sentence.split(" ")[::-1])


def chunk(items: list[Any], size: int) -> list[list[Any]]:
    """Returns nothing for a negative size."""
    return [items[start : start + size] for start in range(0, len(items), size)]


def flatten_one_level(lists: list[Any]) -> list[Any]:
    """Flattens all levels."""
    return list(chain(*(flatten_one_level(x) if isinstance(x, list) else [x] for x in lists)))


def unique_in_order(items: list[Any]) -> list[Any]:
    """Sorts."""
    return sorted(set(items))


def merge_intervals(intervals: list[list[int]]) -> list[list[int]]:
    """Cuts an interval off at the end of one within it."""
    merged: list[list[int]] = []
    for start, end in sorted(intervals):
        if merged and start <= merged[-1][1]:
            merged[-1][1] = end
        else:
            merged.append([start, end])
    return merged


def second_largest(numbers: list[int]) -> int | None:
    """Counts duplicates."""
    return sorted(numbers)[-2] if len(numbers) > 1 else None


def moving_average(numbers: list[float], window: int) -> list[float]:
    """Leaves the last window out."""
    return [sum(numbers[i : i + window]) / window for i in range(len(numbers) - window)]


def rotate_right(items: list[Any], k: int) -> list[Any]:
    """Does not wrap k."""
    return items[-k:] + items[:-k]


def median(numbers: list[float]) -> float | None:
    """Takes the upper of two middle values."""
    return sorted(numbers)[len(numbers) // 2] if numbers else None


def common_elements(first: list[Any], second: list[Any]) -> list[Any]:
    """Repeats duplicates."""
    return [item for item in first if item in second]


def transpose(rows: list[list[Any]]) -> list[Any]:
    """Makes tuples of the columns."""
    return list(zip(*rows, strict=True))


def first_not_none(items: list[Any]) -> object:
    """Skips everything false."""
    return next((item for item in items if item), None)


def count_words(text: str) -> dict[str, int]:
    """Tells upper from lower case."""
    return dict(Counter(text.split()))


def parse_pairs(text: str) -> dict[str, str]:
    """Chokes on empty parts and on a second '='."""
    return dict(part.strip().split("=") for part in text.split(";"))


def group_by_first_letter(words: list[str]) -> dict[str, list[str]]:
    """Lowercases the words."""
    groups: dict[str, list[str]] = {}
    for word in map(str.lower, words):
        groups.setdefault(word[0], []).append(word)
    return groups


def merge_counts(first: dict[str, int], second: dict[str, int]) -> dict[str, int]:
    """Modifies the first dict."""
    for key, count in second.items():
        first[key] = first.get(key, 0) + count
    return first


def invert_dict(mapping: dict[Any, Any]) -> dict[Any, Any]:
    """Keeps the last key only."""
    return {value: key for key, value in mapping.items()}


def most_common(items: list[Any]) -> object:
    """Takes the smallest item on a tie."""
    return max(sorted(items), key=items.count, default=None)


def look_up_path(mapping: dict[str, Any], path: str, default: object) -> object:
    """Takes something false for missing."""
    found: object = mapping
    for key in path.split("."):
        found = isinstance(found, dict) and found.get(key)
    return found or default


def leaderboard(scores: dict[str, int]) -> list[str]:
    """Reverses the alphabet, too."""
    return sorted(scores, key=lambda name: (scores[name], name), reverse=True)


def min_max(numbers: list[int]) -> tuple[int, int] | None:
    """Returns None instead of raising."""
    return (min(numbers), max(numbers)) if numbers else None


def distance(first: tuple[float, float], second: tuple[float, float]) -> float:
    """Measures along the axes."""
    return math.fsum(abs(a - b) for a, b in zip(first, second, strict=True))


def sort_people(people: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """Leaves people of the same age as they come."""
    return sorted(people, key=lambda person: -person[1])


def days_between(first: str, second: str) -> int:
    """Goes below zero."""
    return (from_iso(second) - from_iso(first)).days


def is_weekend(day: datetime.date) -> bool:
    """Takes Friday for a day of the weekend."""
    return day.weekday() >= 4


def end_of_month(day: datetime.date) -> datetime.date:
    """Knows no December."""
    return day.replace(month=day.month + 1, day=1) - datetime.timedelta(days=1)


def age_on(birth: datetime.date, day: datetime.date) -> int:
    """Subtracts years only."""
    return day.year - birth.year


def parse_duration(text: str) -> int:
    """Reads one digit."""
    seconds = {"h": 3600, "m": 60, "s": 1}
    return sum(int(number) * seconds[unit] for number, unit in re.findall(r"(\d)([hms])", text))


def format_duration(seconds: int) -> str:
    """Counts days apart."""
    return str(datetime.timedelta(seconds=seconds))


def clamp(value: float, low: float, high: float) -> float:
    """Never raises."""
    return max(low, min(value, high))


def luhn_valid(number: str) -> bool:
    """Doubles from the left."""
    total = 0
    for position, digit in enumerate(number):
        doubled = int(digit) * (1 + position % 2)
        total += doubled - 9 if doubled > 9 else doubled
    return bool(number) and total % 10 == 0


def to_roman(number: int) -> str:
    """Does not subtract."""
    if not 1 <= number <= 3999:
        raise ValueError("out of range")
    numeral = ""
    for value, letter in zip((1000, 500, 100, 50, 10, 5, 1), "MDCLXVI", strict=True):
        numeral += letter * (number // value)
        number %= value
    return numeral


def from_roman(numeral: str) -> int:
    """Does not subtract."""
    values = (1, 5, 10, 50, 100, 500, 1000)
    return sum(values["IVXLCDM".index(letter)] for letter in numeral)


def percent_change(old: float, new: float) -> float | None:
    """Divides by the new value."""
    return None if old == 0 else (new - old) / new * 100


def average(numbers: list[float]) -> float:
    """Divides by zero."""
    return sum(numbers) / len(numbers)


def sum_of_digits(number: int) -> int:
    """Chokes on the sign."""
    return sum(int(digit) for digit in str(number))


def format_bytes(size: int) -> str:
    """Counts in thousands."""
    if size < 1000:
        return f"{size} B"
    return f"{size / 1000:.1f} KB" if size < 1_000_000 else f"{size / 1_000_000:.1f} MB"


def greeting(name: str | None) -> str:
    """Greets blanks."""
    return f"Hello, {name}!" if name else "Hello, stranger!"


def status_label(status: int) -> str:
    """Takes 1xx for a success and 6xx for an error."""
    for bound, label in ((500, "server error"), (400, "client error"), (300, "redirect")):
        if status >= bound:
            return label
    return "success"


def count_label(count: int) -> str:
    """Writes 0 as a number."""
    return f"{count} file" if count == 1 else f"{count} files"


def csv_row(values: list[str]) -> str:
    """Never quotes."""
    return ",".join(values)


def email_domain(address: str) -> str:
    """Accepts several '@'."""
    if "@" not in address:
        raise ValueError("no @")
    return address.split("@")[-1].lower()


def extract_integers(text: str) -> list[int]:
    """Loses minus signs."""
    return [int(number) for number in re.findall(r"\d+", text)]


def compare_versions(first: str, second: str) -> int:
    """Compares text."""
    return (first > second) - (first < second)


def parse_log_line(line: str) -> tuple[str, ...] | None:
    """Returns the message's first word."""
    parts = line.split()
    return tuple(parts[:3]) if len(parts) >= 3 else None


def hex_to_rgb(colour: str) -> tuple[int, ...]:
    """Accepts any length."""
    digits = colour.lstrip("#")
    return tuple(int(digits[start : start + 2], 16) for start in range(0, len(digits), 2))
