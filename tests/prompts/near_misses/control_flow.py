"""A plausible but wrong solution for each task of `control_flow`: each docstring says what it gets wrong."""

from typing import Any


def grade_letter(score: float) -> str:
    """Never raises."""
    for bound, letter in ((90, "A"), (80, "B"), (70, "C"), (60, "D")):
        if score >= bound:
            return letter
    return "F"


def fizzbuzz(n: int) -> str | int:
    """Returns the number itself instead of a string."""
    return "Fizz" * (n % 3 == 0) + "Buzz" * (n % 5 == 0) or n


def collatz_steps(n: int) -> int:
    """Counts the 1 at the end."""
    if n < 1:
        raise ValueError("n must be at least 1")
    steps = 1
    while n != 1:
        n = 3 * n + 1 if n % 2 else n // 2
        steps += 1
    return steps


def binary_search(numbers: list[int], target: int) -> int:
    """Never looks at the last candidate."""
    low, high = 0, len(numbers) - 1
    while low < high:
        middle = (low + high) // 2
        if numbers[middle] == target:
            return middle
        if numbers[middle] < target:
            low = middle + 1
        else:
            high = middle - 1
    return -1


def first_negative(numbers: list[float]) -> float | None:
    """Returns the smallest negative number."""
    return min((number for number in numbers if number < 0), default=None)


def is_prime(number: int) -> bool:
    """Takes 0 and 1 for primes."""
    return all(number % divisor for divisor in range(2, int(abs(number) ** 0.5) + 1))


def greatest_common_divisor(first: int, second: int) -> int:
    """Divides by zero."""
    while first % second:
        first, second = second, first % second
    return second


def balanced_brackets(text: str) -> bool:
    """Only counts."""
    return all(text.count(opening) == text.count(closing) for opening, closing in ("()", "[]", "{}"))


def fibonacci(n: int) -> int:
    """Starts at 1, 1."""
    if n < 0:
        raise ValueError("n must not be negative")
    return 1 if n < 2 else fibonacci(n - 1) + fibonacci(n - 2)


def flatten_deep(items: list[Any]) -> list[Any]:
    """Flattens one level."""
    return [inner for item in items for inner in (item if isinstance(item, list) else [item])]


def power(base: int, exponent: int) -> int:
    """Takes anything to the power of 0 for the base."""
    return base if exponent <= 1 else base * power(base, exponent - 1)


def safe_divide(dividend: float, divisor: float) -> float | None:
    """Takes a zero quotient for a failure."""
    try:
        return dividend / divisor or None
    except ZeroDivisionError:
        return None


def int_or_default(text: str, default: object) -> object:
    """Knows no sign."""
    return int(text) if text.isdigit() else default


def triangle_kind(a: float, b: float, c: float) -> str:
    """Accepts flat triangles."""
    if a + b < c or a + c < b or b + c < a:
        return "invalid"
    return {1: "equilateral", 2: "isosceles", 3: "scalene"}[len({a, b, c})]


def is_leap_year(year: int) -> bool:
    """Forgets the centuries."""
    return year % 4 == 0


def days_in_month(year: int, month: int) -> int:
    """Raises IndexError, or takes the month from the end."""
    february = 29 if year % 4 == 0 and (year % 100 or year % 400 == 0) else 28
    return [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]


def digital_root(number: int) -> int:
    """Sums once."""
    return sum(int(digit) for digit in str(number))


def check_password(password: str) -> str:
    """Rewords the messages."""
    if len(password) < 8:
        return "Password is too short"
    if not any(character.isdigit() for character in password):
        return "Password needs a digit"
    if not any(character.isupper() for character in password):
        return "Password needs an uppercase letter"
    return "ok"


def shipping_cost(total: int, member: bool, express: bool) -> int:
    """Ships express for free when the order is large."""
    if total >= 50:
        return 0
    return (3 if member else 5) + (10 if express else 0)


def two_sum(numbers: list[int], target: int) -> tuple[int, int] | None:
    """Uses a position twice."""
    for position, number in enumerate(numbers):
        if target - number in numbers:
            return position, numbers.index(target - number)
    return None


def sum_until_negative(numbers: list[int]) -> int:
    """Leaves negative numbers out instead of stopping."""
    return sum(number for number in numbers if number >= 0)


def is_palindrome(phrase: str) -> bool:
    """Leaves the punctuation in."""
    cleaned = phrase.lower().replace(" ", "")
    return cleaned == cleaned[::-1]


def primes_up_to(n: int) -> list[int]:
    """Leaves n out."""
    return [number for number in range(2, n) if all(number % divisor for divisor in range(2, number))]


def is_ipv4(text: str) -> bool:
    """Accepts leading zeros."""
    parts = text.split(".")
    return len(parts) == 4 and all(part.isdigit() and int(part) <= 255 for part in parts)


def final_balance(balance: int, transactions: list[tuple[str, int]]) -> int:
    """Takes an unknown kind for a withdrawal."""
    for kind, amount in transactions:
        if kind == "deposit":
            balance += amount
        elif amount <= balance:
            balance -= amount
    return balance


def merge_sorted(first: list[int], second: list[int]) -> list[int]:
    """Loses what is left of the longer list."""
    merged = []
    i = j = 0
    while i < len(first) and j < len(second):
        if first[i] <= second[j]:
            merged.append(first[i])
            i += 1
        else:
            merged.append(second[j])
            j += 1
    return merged
