"""A benchmark's test is taken apart where all its asserts allow, and left whole otherwise."""

import pytest

from engine.sandbox.rewrite import cases_of_test
from engine.task import Case


def rewritten(*lines: str, before: str = "") -> tuple[Case, ...] | None:
    body = "".join(f"    {line}\n" for line in lines)
    return cases_of_test(f"{before}\ndef check(candidate):\n{body}", "solve")


@pytest.mark.parametrize(
    ("line", "call", "check"),
    [
        ("assert candidate([1, 2], k=3) == [1]", "f([1, 2], k=3)", "result == [1]"),
        ("assert solve(1) == 2", "f(1)", "result == 2"),
        ("assert candidate() is None, 'message'", "f()", "result is None"),
        ("assert not candidate('a')", "f('a')", "not result"),
        ("assert candidate('a')", "f('a')", "result"),
        ("assert abs(candidate(3.5) - 0.5) < 1e-6", "f(3.5)", "abs(result - 0.5) < 1e-06"),
        ("assert math.isclose(candidate(2), math.pi)", "f(2)", "math.isclose(result, math.pi)"),
        ("assert tuple(candidate((1, 2))) == (1, 2)", "f((1, 2))", "tuple(result) == (1, 2)"),
        ("assert candidate([0] * 3) == [x for x in range(3)]", "f([0] * 3)", "result == [x for x in range(3)]"),
        ("assert candidate(sorted({2, 1})) in ([1], [2])", "f(sorted({2, 1}))", "result in ([1], [2])"),
    ],
)
def test_an_assert_becomes_a_call_and_a_check(line: str, call: str, check: str) -> None:
    assert rewritten(line) == (Case(call=call, check=check),)


def test_what_does_nothing_is_left_out() -> None:
    idle = ["'''Doc.'''", "import math", "print", "assert True, 'x'"]
    before = "METADATA = {'author': 'x'}\nimport math"
    assert rewritten(*idle, "assert candidate(1) == 1", before=before) == (Case(call="f(1)", check="result == 1"),)


@pytest.mark.parametrize(
    "lines",
    [
        ["for n in range(3):", "    assert candidate(n) == n"],
        ["x = 1", "assert candidate(x) == 1"],
        ["assert candidate(1) == candidate(2)"],
        ["assert candidate(candidate(1)) == 1"],
        ["assert candidate(helper(1)) == 1"],
        ["assert candidate(1) == helper(1)"],
        ["assert candidate(math.pi) == 1"],
        ["assert candidate(1) == 1", "raise ValueError"],
        ["assert candidate(1) == result"],
        ["assert all(candidate(n) == n for n in range(3))"],
        ["assert list(map(candidate, [1])) == [1]"],
        ["assert False"],
        ["pass"],
    ],
)
def test_a_test_that_does_more_stays_whole(lines: list[str]) -> None:
    assert rewritten(*lines) is None


@pytest.mark.parametrize("before", ["def abs(x): return 0", "from numpy import abs", "abs = 1", "abs(1)"])
def test_a_test_that_redefines_a_builtin_or_runs_code_stays_whole(before: str) -> None:
    assert rewritten("assert abs(candidate(1)) == 1", before=before) is None


@pytest.mark.parametrize(("test", "error"), [("def check(", "not Python"), ("x = 1", "no function 'check'")])
def test_what_is_no_test_is_a_value_error(test: str, error: str) -> None:
    with pytest.raises(ValueError, match=error):
        cases_of_test(test, "solve")
