"""What a task must and must not hold."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from engine.suite.entries import fault, read_task

CASE = {"call": "f(2)", "returns": "4"}
TASK: dict[str, Any] = {"id": "double", "prompt": "Double a number", "cases": [CASE]}
WITHOUT_CASES = {"id": "double", "prompt": "Double a number"}


def complaint(entry: dict[str, Any]) -> str:
    with pytest.raises(ValidationError) as caught:
        read_task(entry)
    return fault(caught.value)


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        ({"call": "f(", "returns": "4"}, "cases[0].call 'f(' is not a Python expression"),
        ({"call": "x = f(2)", "returns": "4"}, "cases[0].call 'x = f(2)' is not a Python expression"),
        ({"call": "f(2)\0", "returns": "4"}, "is not a Python expression"),
        ({"call": "-" * 100_000 + "f", "returns": "4"}, "f' is not a Python expression ("),
        ({"call": "double(2)", "returns": "4"}, "cases[0].call 'double(2)' does not call f"),
        ({"call": "f(2)", "returns": "4 +"}, "cases[0].returns '4 +' is not a Python expression"),
        ({"call": "f(2)", "returns": "open('x')"}, "cases[0].returns \"open('x')\" is no literal"),
        ({"call": "f(2)", "raises": "Value Error"}, "cases[0].raises 'Value Error' is not a Python name"),
        ({"call": "f(2)", "check": "result =="}, "cases[0].check 'result ==' is not a Python expression"),
        ({"call": "f(2)"}, "cases[0] must have exactly one of returns, raises and check"),
        (CASE | {"check": "result"}, "cases[0] must have exactly one of returns, raises and check"),
        ({"returns": "4"}, "the key cases[0].call is missing; add it"),
        (CASE | {"retruns": "4"}, "the key cases[0].retruns is unknown"),
        ({"call": "f(2)", "returns": 4}, "cases[0].returns is wrong (Input should be a valid string)"),
    ],
)
def test_a_wrong_case_is_refused_by_key_and_reason(case: dict[str, Any], expected: str) -> None:
    assert expected in complaint(TASK | {"cases": [case]})


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"id": "Not Snake"}, "id is wrong"),
        ({"prompt": ""}, "prompt is wrong"),
        ({"entry_point": "class"}, "entry_point 'class' is not a Python name"),
        ({"entry_point": "2x"}, "entry_point '2x' is not a Python name"),
        ({"examples": ["f(2) = 4"]}, "examples[0] 'f(2) = 4' is not a Python expression"),
        ({"examples": ["2 == 2"]}, "examples[0] '2 == 2' does not call f"),
        ({"cases": []}, "must have either cases or a test"),
        ({"test": "def check(candidate): pass"}, "must have either cases or a test"),
        ({"compare": {"float_tolerance": 0}}, "compare.float_tolerance is wrong"),
        ({"compare": {"exact": True}}, "the key compare.exact is unknown"),
        ({"promt": "Double"}, "the key promt is unknown"),
    ],
)
def test_a_wrong_task_is_refused_by_key_and_reason(change: dict[str, Any], expected: str) -> None:
    assert expected in complaint(TASK | change)


def test_a_test_must_be_python_and_define_check() -> None:
    assert "test is not Python" in complaint(WITHOUT_CASES | {"test": "def check(candidate:"})
    assert "test defines no function check(candidate)" in complaint(WITHOUT_CASES | {"test": "check = 1"})


def test_datetime_and_decimal_are_expected_values() -> None:
    values = ["datetime.date(2024, 2, 29)", "Decimal('0.1')", "[(1, {'a': None})]"]
    task = read_task(TASK | {"cases": [{"call": "f(2)", "returns": value} for value in values]})
    assert [case.returns for case in task.cases] == values


def test_an_exception_may_be_named_with_its_module() -> None:
    task = read_task(TASK | {"cases": [{"call": "f('')", "raises": "json.JSONDecodeError"}]})
    assert task.cases[0].raises == "json.JSONDecodeError"


@given(st.text())
def test_any_text_for_a_call_is_accepted_or_refused_in_one_line(call: str) -> None:
    entry = TASK | {"cases": [{"call": call, "returns": "4"}]}
    try:
        message = read_task(entry).cases[0].call
    except ValidationError as error:
        message = fault(error)
    assert message == call or (message.startswith("cases[0].call") and "\n" not in message)
