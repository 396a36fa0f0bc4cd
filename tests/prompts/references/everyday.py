"""A solution for each task of the suite `everyday`, named after the task."""

import datetime
import math
import re
from collections import Counter
from itertools import groupby, zip_longest
from typing import Any

ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip


def title_case(sentence: str) -> str:
    return " ".join(word.capitalize() for word in sentence.split(" "))


def slugify(title: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")


def run_length_encode(text: str) -> str:
    return "".join(f"{letter}{len(list(run))}" for letter, run in groupby(text))


def run_length_decode(text: str) -> str:
    return "".join(letter * int(count) for letter, count in re.findall(r"(\D)(\d+)", text))


def truncate(text: str, maximum: int) -> str:
    return text if len(text) <= maximum else text[: maximum - 3] + "..."


def snake_to_camel(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(word.capitalize() for word in others)


def caesar_shift(text: str, places: int) -> str:
    def shifted(character: str) -> str:
        if not (character.isascii() and character.isalpha()):
            return character
        base = ord("a") if character.islower() else ord("A")
        return chr((ord(character) - base + places) % 26 + base)

    return "".join(shifted(character) for character in text)


def is_anagram(first: str, second: str) -> bool:
    def letters(phrase: str) -> list[str]:
        return sorted(phrase.lower().replace(" ", ""))

    return letters(first) == letters(second)


def mask_all_but_last_four(text: str) -> str:
    return "*" * (len(text) - 4) + text[-4:]


def reverse_words(sentence: str) -> str:
    return " ".join(reversed(sentence.split()))


def chunk(items: list[Any], size: int) -> list[list[Any]]:
    if size < 1:
        raise ValueError("the size must be at least 1")
    return [items[start : start + size] for start in range(0, len(items), size)]


def flatten_one_level(lists: list[list[Any]]) -> list[Any]:
    return [item for items in lists for item in items]


def unique_in_order(items: list[Any]) -> list[Any]:
    return list(dict.fromkeys(items))


def merge_intervals(intervals: list[list[int]]) -> list[list[int]]:
    merged: list[list[int]] = []
    for start, end in sorted(intervals):
        if merged and start <= merged[-1][1]:
            merged[-1][1] = max(merged[-1][1], end)
        else:
            merged.append([start, end])
    return merged


def second_largest(numbers: list[int]) -> int | None:
    distinct = sorted(set(numbers))
    return distinct[-2] if len(distinct) > 1 else None


def moving_average(numbers: list[float], window: int) -> list[float]:
    return [sum(numbers[i : i + window]) / window for i in range(len(numbers) - window + 1)]


def rotate_right(items: list[Any], k: int) -> list[Any]:
    if not items:
        return []
    cut = len(items) - k % len(items)
    return items[cut:] + items[:cut]


def median(numbers: list[float]) -> float | None:
    if not numbers:
        return None
    ordered, half = sorted(numbers), len(numbers) // 2
    return ordered[half] if len(numbers) % 2 else (ordered[half - 1] + ordered[half]) / 2


def common_elements(first: list[Any], second: list[Any]) -> list[Any]:
    return list(set(first) & set(second))


def transpose(rows: list[list[Any]]) -> list[list[Any]]:
    return [list(column) for column in zip(*rows, strict=True)]


def first_not_none(items: list[Any]) -> object:
    return next((item for item in items if item is not None), None)


def count_words(text: str) -> dict[str, int]:
    return dict(Counter(text.lower().split()))


def parse_pairs(text: str) -> dict[str, str]:
    pairs = (part.split("=", 1) for part in text.split(";") if part.strip())
    return {key.strip(): value.strip() for key, value in pairs}


def group_by_first_letter(words: list[str]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for word in words:
        groups.setdefault(word[0].lower(), []).append(word)
    return groups


def merge_counts(first: dict[str, int], second: dict[str, int]) -> dict[str, int]:
    return {key: first.get(key, 0) + second.get(key, 0) for key in {**first, **second}}


def invert_dict(mapping: dict[Any, Any]) -> dict[Any, list[Any]]:
    inverted: dict[Any, list[Any]] = {}
    for key, value in mapping.items():
        inverted.setdefault(value, []).append(key)
    return inverted


def most_common(items: list[Any]) -> object:
    return max(items, key=items.count, default=None)


def look_up_path(mapping: dict[str, Any], path: str, default: object) -> object:
    found: object = mapping
    for key in path.split("."):
        if not isinstance(found, dict) or key not in found:
            return default
        found = found[key]
    return found


def leaderboard(scores: dict[str, int]) -> list[str]:
    return sorted(scores, key=lambda name: (-scores[name], name))


def min_max(numbers: list[int]) -> tuple[int, int]:
    return min(numbers), max(numbers)


def distance(first: tuple[float, float], second: tuple[float, float]) -> float:
    return math.dist(first, second)


def sort_people(people: list[tuple[str, int]]) -> list[tuple[str, int]]:
    return sorted(people, key=lambda person: (-person[1], person[0]))


def days_between(first: str, second: str) -> int:
    return abs((datetime.date.fromisoformat(first) - datetime.date.fromisoformat(second)).days)


def is_weekend(day: datetime.date) -> bool:
    return day.weekday() >= 5


def end_of_month(day: datetime.date) -> datetime.date:
    next_month = day.replace(day=28) + datetime.timedelta(days=4)
    return next_month - datetime.timedelta(days=next_month.day)


def age_on(birth: datetime.date, day: datetime.date) -> int:
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def parse_duration(text: str) -> int:
    seconds = {"h": 3600, "m": 60, "s": 1}
    return sum(int(number) * seconds[unit] for number, unit in re.findall(r"(\d+)([hms])", text))


def format_duration(seconds: int) -> str:
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def clamp(value: float, low: float, high: float) -> float:
    if low > high:
        raise ValueError(f"{low} is greater than {high}")
    return max(low, min(value, high))


def luhn_valid(number: str) -> bool:
    total = 0
    for position, digit in enumerate(reversed(number)):
        doubled = int(digit) * (1 + position % 2)
        total += doubled - 9 if doubled > 9 else doubled
    return bool(number) and total % 10 == 0


def to_roman(number: int) -> str:
    if not 1 <= number <= 3999:
        raise ValueError(f"{number} is not between 1 and 3999")
    numeral = ""
    for value, letters in ROMAN:
        numeral += letters * (number // value)
        number %= value
    return numeral


def from_roman(numeral: str) -> int:
    total = 0
    for value, letters in ROMAN:
        while numeral.startswith(letters):
            total += value
            numeral = numeral.removeprefix(letters)
    return total


def percent_change(old: float, new: float) -> float | None:
    return None if old == 0 else (new - old) / old * 100


def average(numbers: list[float]) -> float:
    return sum(numbers) / len(numbers) if numbers else 0.0


def sum_of_digits(number: int) -> int:
    return sum(int(digit) for digit in str(abs(number)))


def format_bytes(size: int) -> str:
    if size < 1024:
        return f"{size} B"
    if size < 1024**2:
        return f"{size / 1024:.1f} KB"
    return f"{size / 1024**2:.1f} MB"


def greeting(name: str | None) -> str:
    return f"Hello, {name}!" if name and name.strip() else "Hello, stranger!"


def status_label(status: int) -> str:
    labels = {2: "success", 3: "redirect", 4: "client error", 5: "server error"}
    return labels.get(status // 100, "unknown")


def count_label(count: int) -> str:
    return {0: "no files", 1: "1 file"}.get(count, f"{count} files")


def csv_row(values: list[str]) -> str:
    def quoted(value: str) -> str:
        return '"' + value.replace('"', '""') + '"' if "," in value or '"' in value else value

    return ",".join(quoted(value) for value in values)


def email_domain(address: str) -> str:
    _, domain = address.split("@")
    return domain.lower()


def extract_integers(text: str) -> list[int]:
    return [int(number) for number in re.findall(r"-?\d+", text)]


def compare_versions(first: str, second: str) -> int:
    for a, b in zip_longest(first.split("."), second.split("."), fillvalue="0"):
        if int(a) != int(b):
            return -1 if int(a) < int(b) else 1
    return 0


def parse_log_line(line: str) -> tuple[str, ...] | None:
    parts = line.split(maxsplit=2)
    return tuple(parts) if len(parts) == 3 else None


def hex_to_rgb(colour: str) -> tuple[int, int, int]:
    digits = re.fullmatch(r"#?([0-9a-fA-F]{6})", colour)
    if not digits:
        raise ValueError(f"{colour!r} is not six hex digits")
    red, green, blue = bytes.fromhex(digits[1])
    return red, green, blue
