import pytest

from engine.assemble import assemble, free_names

HELPER_REQUEST = '''import math
from typing import List

LIMIT = 100

def is_prime(n: int) -> bool:
    """Return true if a given number is prime."""
    return n > 1 and all(n % d for d in range(2, math.isqrt(n) + 1) if d < LIMIT)

def unrelated() -> int:
    return 0

def prime_sum(numbers: List[int]) -> int:
    """Sum the primes among numbers."""
'''


def run(source: str, name: str) -> object:
    namespace: dict[str, object] = {}
    exec(source, namespace)
    return namespace[name]


def test_code_that_needs_nothing_is_left_as_it_is() -> None:
    assembly = assemble("def add(a: int, b: int) -> int:", "    return a + b\n\n", "Add two numbers")
    assert assembly.source == "def add(a: int, b: int) -> int:\n    return a + b\n"
    assert assembly.compiled


@pytest.mark.parametrize(
    ("header", "body", "imports"),
    [
        ("def f(x: float) -> float:", "    return math.sqrt(x)", ["import math"]),
        ("def f(x: float) -> float:", "    return sqrt(x) + pi", ["from math import pi", "from math import sqrt"]),
        (
            "def f(x: List[int]) -> Optional[int]:",
            "    pass",
            ["from typing import List", "from typing import Optional"],
        ),
        ("def f(x: str) -> dict:", "    return Counter(x)", ["from collections import Counter"]),
        ("def f(d: date) -> str:", "    return d.isoformat()", ["from datetime import date"]),
        ("def f(s: str) -> object:", "    return datetime.strptime(s, '%Y')", ["from datetime import datetime"]),
        ("def f(s: str) -> object:", "    return datetime.datetime.strptime(s, '%Y')", ["import datetime"]),
        ("def f(s: str) -> bool:", "    return isinstance(s, datetime)", ["from datetime import datetime"]),
        ("def f(s: str) -> str:", "    import re\n    return re.sub('a', 'b', s)", []),
        ("def f(s: str) -> str:", "    return re.sub('a', 'b', s)", ["import re"]),
        ("def f(s: list) -> list:", "    return copy.deepcopy(s)", ["import copy"]),
        ("def f(s: list) -> list:", "    return [len(x) for x in s if (y := x)]", []),
        ("def f(s: list) -> list:", "    return mystery(s)", []),
        ("def f(s: list) -> list:", "    return numpy.array(s)", []),
    ],
)
def test_free_names_of_the_standard_library_are_imported(header: str, body: str, imports: list[str]) -> None:
    assembly = assemble(header, body, "a request")
    assert assembly.compiled
    assert [line for line in assembly.source.splitlines() if line.startswith(("import", "from"))] == imports


def test_helpers_of_the_request_come_along_with_what_they_use_and_nothing_else() -> None:
    body = "    return sum(n for n in numbers if is_prime(n))"
    assembly = assemble("def prime_sum(numbers: List[int]) -> int:", body, HELPER_REQUEST)
    assert "unrelated" not in assembly.source
    assert assembly.source.count("def prime_sum") == 1
    prime_sum = run(assembly.source, "prime_sum")
    assert callable(prime_sum)
    assert prime_sum([2, 3, 4]) == 5


def test_helpers_stand_in_a_fenced_block_too() -> None:
    request = "Double it with this:\n```python\ndef double(x):\n    return 2 * x\n```\nand add one."
    assembly = assemble("def f(x: int) -> int:", "    return double(x) + 1", request)
    f = run(assembly.source, "f")
    assert callable(f)
    assert f(3) == 7


def test_a_helper_that_the_code_defines_itself_is_not_added() -> None:
    body = "    return double(x) + 1\n\ndef double(x):\n    return x"
    assembly = assemble("def f(x: int) -> int:", body, "```\ndef double(x):\n    return 2 * x\n```")
    assert assembly.source.count("def double") == 1


@pytest.mark.parametrize(
    ("body", "error", "line"),
    [
        ("    return (1", "'(' was never closed", 2),
        ("  x = 1\n return x", "unindent does not match any outer indentation level", 3),
        ("", "expected an indented block after function definition on line 1", 2),
        ("    return 1\n    break", "'break' outside loop", 3),
        ("    return '\0'", "null bytes", None),
    ],
)
def test_code_that_does_not_compile_keeps_its_text_and_names_the_line(body: str, error: str, line: int | None) -> None:
    assembly = assemble("def f() -> int:", body, "a request")
    assert not assembly.compiled
    assert error in (assembly.error or "")
    assert assembly.line == line
    assert body.rstrip() in assembly.source


def test_a_doubtful_literal_raises_no_warning() -> None:
    assert assemble("def f(x: int) -> bool:", "    return x is 1 or '\\d' == x", "a request").compiled


def test_free_names_see_through_every_scope() -> None:
    source = """
class Box:
    size = SIZE
    def grow(self, by: Step = ONE) -> None:
        def inner():
            nonlocal by
            by = factor(by)
        inner()
        global total
        total = [unit for unit in units]
"""
    assert free_names(source) == {"SIZE", "Step", "ONE", "factor", "units"}
