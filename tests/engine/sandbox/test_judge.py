"""How cases and tests are judged, on real processes."""

import pytest

from engine.sandbox.interface import Limits
from engine.task import Case, Comparison
from tests.engine.sandbox.running import IDENTITY, Runner


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        (Case("f(1)", returns="1"), "passed: 1"),
        (Case("same(1)", returns="1"), "passed: 1"),
        (Case("f(True)", returns="1"), "failed: True"),
        (Case("f(1.0)", returns="1"), "failed: 1.0"),
        (Case("f([1])", returns="(1,)"), "failed: [1]"),
        (Case("f(float('nan'))", returns="float('nan')"), "passed: nan"),
        (Case("f(x=[{1: {2.5, 'a'}}]) is None", returns="False"), "passed: False"),
        (Case("__import__('datetime').date(2026, 1, 2)", returns="date(2026, 1, 2)"),
         "passed: datetime.date(2026, 1, 2)"),
        (Case("1 / 0", raises="ZeroDivisionError"), "passed: None"),
        (Case("1 / 0", raises="ArithmeticError"), "passed: None"),
        (Case("1 / 0", raises="builtins.ZeroDivisionError"), "passed: None"),
        (Case("1 / 0", raises="KeyError"), "failed: ZeroDivisionError: division by zero"),
        (Case("f(1)", raises="KeyError"), "failed: 1"),
        (Case("f(...)", raises="KeyError"), "failed: <ellipsis>"),
        (Case("1 / 0", returns="1"), "failed: ZeroDivisionError: division by zero"),
        (Case("f()", returns="1"), "failed: TypeError: same() missing 1 required positional argument: 'x'"),
        (Case("f(", returns="1"), "failed: SyntaxError: '(' was never closed"),
        (Case("exit_(", raises="SyntaxError"), "passed: None"),
        (Case("f(4)", check="math.sqrt(result) == 2 and isinstance(result, int)"), "passed: 4"),
        (Case("f(5)", check="math.sqrt(result) == 2"), "failed: 5"),
        (Case("f(None)", check="result + 1"), "failed: the check raised TypeError: unsupported operand type(s) "
         "for +: 'NoneType' and 'int'"),
        (Case("1 / 0", check="True"), "failed: ZeroDivisionError: division by zero"),
        (Case("f(x for x in [])", returns="[]"),
         "failed: a value of type generator cannot be judged: return a plain one"),
        (Case("[f]", check="True"), "failed: a value of type function cannot be judged: return a plain one"),
        (Case("[[]] * 200_000", check="True"), "failed: the value holds more than 100000 items"),
    ],
)  # fmt: skip
async def test_one_case(execute: Runner, case: Case, expected: str) -> None:
    assert await execute.verdict(IDENTITY, case) == expected


async def test_the_comparison_of_the_task_holds(execute: Runner) -> None:
    cases = (Case("f(0.1 + 0.2)", returns="0.3"), Case("f([2.0, 1.0])", returns="[1.0, 2.0]"))
    exact = await execute(IDENTITY, *cases)
    loose = await execute(IDENTITY, *cases, comparison=Comparison(float_tolerance=1e-9, unordered=True))
    assert [result.passed for result in exact.results] == [False, False]
    assert loose.passed


async def test_arguments_are_fresh_in_each_case(execute: Runner) -> None:
    source = "def same(x):\n    x.append(1)\n    return x"
    assert (await execute(source, *[Case("f([])", returns="[1]")] * 2)).passed


async def test_a_name_bound_by_one_case_is_unknown_to_the_next(execute: Runner) -> None:
    execution = await execute(IDENTITY, Case("(y := f(1))", returns="1"), Case("y", raises="NameError"))
    assert execution.passed


async def test_f_of_the_source_is_its_own_affair(execute: Runner) -> None:
    source = "def f(x): return x + 1\ndef same(x): return f(x) * 10"
    assert (await execute(source, Case("f(1)", returns="20"))).passed


async def test_the_module_is_not_the_main_one(execute: Runner) -> None:
    source = "def same(x): return __name__\nif __name__ == '__main__': raise ValueError"
    assert (await execute(source, Case("f(1) == '__main__'", returns="False"))).passed


async def test_an_exception_names_its_line_in_the_source(execute: Runner) -> None:
    source = "import json\n\ndef same(x):\n    return json.loads(x)\n"
    execution = await execute(source, Case("f('{')", returns="1"), Case("f()", returns="1"))
    assert [result.line for result in execution.results] == [4, None]


@pytest.mark.parametrize(
    ("source", "error"),
    [
        ("x = 1\n1 / 0", "ZeroDivisionError: division by zero (line 2)"),
        ("def same(x):\nreturn x",
         "IndentationError: expected an indented block after function definition on line 1 (line 2)"),
        ("def other(x): return x", "NameError: the source defines no 'same'"),
        ("raise SystemExit", "SystemExit (line 1)"),
        ("import os; os._exit(0)", "the process ended with exit code 0"),
        ("import numpy_that_is_not_there", "ModuleNotFoundError: No module named 'numpy_that_is_not_there' (line 1)"),
        ("same = '\0'", "SyntaxError: source code string cannot contain null bytes"),
    ],
)  # fmt: skip
async def test_a_module_that_does_not_load_fails_every_case(execute: Runner, source: str, error: str) -> None:
    execution = await execute(source, Case("f(1)", returns="1"), Case("f(2)", raises="NameError"))
    assert execution.error == error
    assert not execution.passed
    assert [(result.status, result.error) for result in execution.results] == [
        ("failed", "never reached: the module did not load")
    ] * 2


async def test_a_module_without_cases_is_only_loaded(execute: Runner) -> None:
    execution = await execute("print('hello')\ndef same(x): ...")
    assert execution.passed
    assert execution.stdout == "hello\n"


async def test_time_and_memory_are_measured(execute: Runner) -> None:
    source = "def same(x): return sum(len(b'x' * n) for n in [50_000_000])"
    execution = await execute(source, Case("f(1)", returns="50000000"))
    (result,) = execution.results
    assert execution.peak_memory_bytes is not None
    assert 50_000_000 < execution.peak_memory_bytes < 200_000_000
    assert result.wall_s is not None
    assert 0 < result.wall_s < execution.s


async def test_the_memory_of_the_parent_is_not_the_childs(execute: Runner) -> None:
    ballast = bytearray(b"x" * 300_000_000)
    execution = await execute(IDENTITY)
    assert execution.peak_memory_bytes is not None
    assert execution.peak_memory_bytes < len(ballast) / 2


WHOLE = """
def check(candidate):
    for n in range(3):
        assert candidate(n) == n
    assert candidate('x') == 'y'
"""


async def test_a_test_of_plain_asserts_gives_one_result_for_each(execute: Runner) -> None:
    test = "def check(candidate):\n    assert candidate(1) == 1.0\n    assert abs(candidate(2) - 3) < 1e-6, 'far'\n"
    execution = await execute(IDENTITY, test=test)
    assert [(result.call, result.expected, result.actual, result.status) for result in execution.results] == [
        ("f(1)", "result == 1.0", "1", "passed"),
        ("f(2)", "abs(result - 3) < 1e-06", "2", "failed"),
    ]


async def test_any_other_test_runs_as_a_whole_and_names_the_assertion_that_failed(execute: Runner) -> None:
    (result,) = (await execute(IDENTITY, test=WHOLE)).results
    assert (result.call, result.status) == ("check(f)", "failed")
    assert result.error == "AssertionError in \"assert candidate('x') == 'y'\""
    assert (await execute(IDENTITY, test=WHOLE.replace("'y'", "'x'"))).passed


@pytest.mark.parametrize("leave", ["import os; os._exit(0)", "raise SystemExit(0)"])
async def test_leaving_the_process_does_not_pass_a_test(execute: Runner, leave: str) -> None:
    execution = await execute(f"def same(x):\n    {leave}", test=WHOLE)
    assert [result.status for result in execution.results] == ["failed"]


@pytest.mark.parametrize("case", [Case("f(1)", returns="os.sep")])
async def test_a_case_that_cannot_be_understood_is_a_value_error(execute: Runner, case: Case) -> None:
    with pytest.raises(ValueError, match=r"os\.sep"):
        await execute(IDENTITY, case)
    with pytest.raises(ValueError, match="defines no function 'check'"):
        await execute(IDENTITY, test="x = 1")


async def test_a_check_has_limits_of_its_own(execute: Runner) -> None:
    endless = Case("f(1)", check="all(True for _ in iter(int, 1))")
    execution = await execute(IDENTITY, endless, Case("f(1)", returns="1"), limits=Limits(wall_s=1))
    assert [result.error for result in execution.results] == ["the check gave no answer: no result within 1 s", None]
