"""HumanEval and MBPP are read as their authors publish them."""

import ast
import json
import os
from pathlib import Path
from typing import Any

import pytest

from engine.errors import SuiteError
from engine.suite.load import load_suite
from engine.task import Task

BENCHMARKS = Path(os.environ.get("LIFTUI_BENCHMARK_DATA") or Path(__file__).parents[4] / "shared" / "data")
HUMAN_EVAL_ROW = {
    "task_id": "HumanEval/900",
    "prompt": 'def triple(x: int) -> int:\n    """ Three times x.\n    """\n',
    "entry_point": "triple",
    "canonical_solution": "    return 3 * x\n",
    "test": "\n\nMETADATA = {}\n\n\ndef check(candidate):\n    assert candidate(2) == 6\n",
}
MBPP_ROW = {
    "text": "Write a function to sort the distinct numbers.",
    "code": "def order(xs):\r\n  return sorted(set(xs))\r\ndef distinct(xs):\r\n  return order(xs)",
    "task_id": 900,
    "test_setup_code": "",
    "test_list": ["assert list(distinct([2,1,2])) == [1,2]", 'assert distinct([]) == [] , "empty"'],
    "challenge_test_list": [],
}


def read(folder: Path, *rows: dict[str, Any]) -> tuple[Task, ...]:
    file = folder / "rows.jsonl"
    file.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return load_suite(str(file)).tasks


def published(name: str) -> tuple[Task, ...]:
    if not (BENCHMARKS / name).exists():
        pytest.skip(f"{name} is not there; set LIFTUI_BENCHMARK_DATA to the folder that holds it")
    return load_suite(str(BENCHMARKS / name)).tasks


def test_a_human_eval_row_keeps_its_id_prompt_and_test(tmp_path: Path) -> None:
    row = HUMAN_EVAL_ROW
    assert read(tmp_path, row) == (Task(row["task_id"], row["prompt"], "triple", test=row["test"]),)


def test_an_mbpp_prompt_shows_the_asserts_since_only_they_tell_the_name(tmp_path: Path) -> None:
    [task] = read(tmp_path, MBPP_ROW)
    assert task.prompt == (
        "Write a function to sort the distinct numbers.\nYour code should pass these tests:\n"
        "assert list(distinct([2,1,2])) == [1,2]\n"
        'assert distinct([]) == [] , "empty"'
    )
    assert task.examples == ()


def test_mbpp_asserts_become_a_check_of_the_candidate(tmp_path: Path) -> None:
    [task] = read(tmp_path, MBPP_ROW)
    assert (task.id, task.entry_point) == ("MBPP/900", "distinct")
    assert task.test == (
        "def check(candidate):\n"
        "    assert list(candidate([2, 1, 2])) == [1, 2]\n"
        "    assert candidate([]) == [], 'empty'"
    )


def test_mbpp_set_up_code_runs_before_the_asserts(tmp_path: Path) -> None:
    setup = "numbers = [2, 1]"
    [task] = read(tmp_path, MBPP_ROW | {"test_setup_code": setup, "test_list": ["assert distinct(numbers) == [1, 2]"]})
    assert task.test == "def check(candidate):\n    numbers = [2, 1]\n    assert candidate(numbers) == [1, 2]"


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"test_list": ["assert 1 == 1"]}, "test_list calls no function that code defines"),
        ({"test_list": ["assert distinct("]}, "is not Python"),
        ({"test_list": []}, "test_list is wrong"),
        ({"task_id": "x"}, "task_id is wrong"),
    ],
)
def test_a_wrong_mbpp_row_is_refused_with_its_line(tmp_path: Path, change: dict[str, Any], complaint: str) -> None:
    with pytest.raises(SuiteError) as caught:
        read(tmp_path, MBPP_ROW, MBPP_ROW | {"task_id": 901} | change)
    assert "rows.jsonl, line 2: " in str(caught.value)
    assert complaint in str(caught.value)


def test_all_of_human_eval_is_read() -> None:
    tasks = published("HumanEval.jsonl.gz")
    assert [task.id for task in tasks] == [f"HumanEval/{number}" for number in range(164)]
    assert all(task.entry_point and f"def {task.entry_point}(" in task.prompt for task in tasks)


def test_all_of_mbpp_is_read_and_every_check_calls_the_candidate() -> None:
    tasks = published("mbpp.jsonl")
    assert [task.id for task in tasks] == [f"MBPP/{number}" for number in range(1, 975)]
    for task in tasks:
        asserts = [node for node in ast.walk(ast.parse(task.test or "")) if isinstance(node, ast.Assert)]
        assert len(asserts) == 3
        assert all("candidate(" in ast.unparse(node) for node in asserts), task.id
