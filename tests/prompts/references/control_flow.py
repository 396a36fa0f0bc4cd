"""A solution for each task of the suite `control_flow`, named after the task."""

from typing import Any


def grade_letter(score: float) -> str:
    if not 0 <= score <= 100:
        raise ValueError(f"{score} is not between 0 and 100")
    for bound, letter in ((90, "A"), (80, "B"), (70, "C"), (60, "D")):
        if score >= bound:
            return letter
    return "F"


def fizzbuzz(n: int) -> str:
    return "Fizz" * (n % 3 == 0) + "Buzz" * (n % 5 == 0) or str(n)


def collatz_steps(n: int) -> int:
    if n < 1:
        raise ValueError("n must be at least 1")
    steps = 0
    while n != 1:
        n = 3 * n + 1 if n % 2 else n // 2
        steps += 1
    return steps


def binary_search(numbers: list[int], target: int) -> int:
    low, high = 0, len(numbers) - 1
    while low <= high:
        middle = (low + high) // 2
        if numbers[middle] == target:
            return middle
        if numbers[middle] < target:
            low = middle + 1
        else:
            high = middle - 1
    return -1


def first_negative(numbers: list[float]) -> float | None:
    return next((number for number in numbers if number < 0), None)


def is_prime(number: int) -> bool:
    if number < 2:
        return False
    return all(number % divisor for divisor in range(2, int(number**0.5) + 1))


def greatest_common_divisor(first: int, second: int) -> int:
    while second:
        first, second = second, first % second
    return first


def balanced_brackets(text: str) -> bool:
    closing = {"(": ")", "[": "]", "{": "}"}
    expected = []
    for character in text:
        if character in closing:
            expected.append(closing[character])
        elif character in closing.values() and (not expected or expected.pop() != character):
            return False
    return not expected


def fibonacci(n: int) -> int:
    if n < 0:
        raise ValueError("n must not be negative")
    return n if n < 2 else fibonacci(n - 1) + fibonacci(n - 2)


def flatten_deep(items: list[Any]) -> list[Any]:
    flat = []
    for item in items:
        flat.extend(flatten_deep(item) if isinstance(item, list) else [item])
    return flat


def power(base: int, exponent: int) -> int:
    return 1 if exponent == 0 else base * power(base, exponent - 1)


def safe_divide(dividend: float, divisor: float) -> float | None:
    try:
        return dividend / divisor
    except ZeroDivisionError:
        return None


def int_or_default(text: str, default: object) -> object:
    try:
        return int(text)
    except ValueError:
        return default


def triangle_kind(a: float, b: float, c: float) -> str:
    if a + b <= c or a + c <= b or b + c <= a:
        return "invalid"
    return {1: "equilateral", 2: "isosceles", 3: "scalene"}[len({a, b, c})]


def is_leap_year(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def days_in_month(year: int, month: int) -> int:
    if not 1 <= month <= 12:
        raise ValueError(f"there is no month {month}")
    if month == 2:
        return 29 if is_leap_year(year) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def digital_root(number: int) -> int:
    while number > 9:
        number = sum(int(digit) for digit in str(number))
    return number


def check_password(password: str) -> str:
    if len(password) < 8:
        return "too short"
    if not any(character.isdigit() for character in password):
        return "needs a digit"
    if not any(character.isupper() for character in password):
        return "needs an uppercase letter"
    return "ok"


def shipping_cost(total: int, member: bool, express: bool) -> int:
    base = 3 if member else 5
    return (0 if total >= 50 else base) + (10 if express else 0)


def two_sum(numbers: list[int], target: int) -> tuple[int, int] | None:
    positions: dict[int, int] = {}
    for position, number in enumerate(numbers):
        if target - number in positions:
            return positions[target - number], position
        positions[number] = position
    return None


def sum_until_negative(numbers: list[int]) -> int:
    total = 0
    for number in numbers:
        if number < 0:
            break
        total += number
    return total


def is_palindrome(phrase: str) -> bool:
    def cleaned(text: str) -> str:
        return "".join(character for character in text.lower() if character.isalnum())

    return cleaned(phrase) == cleaned(phrase)[::-1]


def primes_up_to(n: int) -> list[int]:
    return [number for number in range(2, n + 1) if is_prime(number)]


def is_ipv4(text: str) -> bool:
    def is_octet(part: str) -> bool:
        return part.isascii() and part.isdigit() and str(int(part)) == part and int(part) <= 255

    parts = text.split(".")
    return len(parts) == 4 and all(is_octet(part) for part in parts)


def final_balance(balance: int, transactions: list[tuple[str, int]]) -> int:
    for kind, amount in transactions:
        if kind == "deposit":
            balance += amount
        elif kind != "withdraw":
            raise ValueError(f"unknown transaction {kind!r}")
        elif amount <= balance:
            balance -= amount
    return balance


def merge_sorted(first: list[int], second: list[int]) -> list[int]:
    merged = []
    i = j = 0
    while i < len(first) and j < len(second):
        if first[i] <= second[j]:
            merged.append(first[i])
            i += 1
        else:
            merged.append(second[j])
            j += 1
    return merged + first[i:] + second[j:]
