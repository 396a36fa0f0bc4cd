"""The shipped suites can be solved, and tell a right solution from one that is almost right."""

import ast
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from engine.sandbox.interface import Execution, Limits, Sandbox
from engine.sandbox.open import open_sandbox
from engine.suite.load import known_suites, load_suite
from engine.suite.suite import Suite
from engine.task import Task

HERE = Path(__file__).parent
WRITTEN = ("seed", "control_flow", "everyday")
TASKS = [pytest.param(name, task, id=task.id) for name in WRITTEN for task in load_suite(name).tasks]
BASELINE_PROMPTS = {
    "add_numbers": "Create a function that adds two numbers",
    "multiply": "Create a function that multiplies two numbers",
    "string_length": "Create a function that returns the length of a string",
    "max_of_two": "Create a function that returns the maximum of two numbers",
    "is_even": "Create a function that checks if a number is even",
}


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    sandbox = (await open_sandbox()).sandbox
    yield sandbox
    await sandbox.close()


async def judged(sandbox: Sandbox, kind: str, suite: str, task: Task) -> Execution:
    source = (HERE / kind / f"{suite}.py").read_text(encoding="utf-8")
    return await sandbox.execute(source, task.id, task, Limits())


@pytest.mark.parametrize(("suite", "task"), TASKS)
async def test_the_reference_passes_every_case(sandbox: Sandbox, suite: str, task: Task) -> None:
    execution = await judged(sandbox, "references", suite, task)
    assert execution.error is None
    assert [result for result in execution.results if not result.passed] == []


@pytest.mark.parametrize(("suite", "task"), TASKS)
async def test_the_near_miss_passes_some_cases_and_fails_others(sandbox: Sandbox, suite: str, task: Task) -> None:
    execution = await judged(sandbox, "near_misses", suite, task)
    assert {result.passed for result in execution.results} == {True, False}


@pytest.mark.parametrize("name", WRITTEN)
@pytest.mark.parametrize("kind", ["references", "near_misses"])
def test_every_solution_belongs_to_a_task(kind: str, name: str) -> None:
    statements = ast.parse((HERE / kind / f"{name}.py").read_text(encoding="utf-8")).body
    solved = [statement.name for statement in statements if isinstance(statement, ast.FunctionDef)]
    assert solved == [task.id for task in load_suite(name).tasks]


@pytest.mark.parametrize("name", known_suites())
def test_a_suite_bears_its_files_name_and_every_task_has_tags_and_four_cases(name: str) -> None:
    suite = load_suite(name)
    assert suite.name == name
    assert suite.description
    assert all(task.tags and len(task.cases) >= 4 for task in suite.tasks)


@pytest.mark.parametrize(("name", "least"), [("control_flow", 15), ("everyday", 30)])
def test_a_suite_is_large_enough_to_measure_by(name: str, least: int) -> None:
    assert len(load_suite(name).tasks) >= least


def test_the_seed_prompts_are_those_of_the_baseline_word_for_word() -> None:
    assert {task.id: task.prompt for task in load_suite("seed").tasks} == BASELINE_PROMPTS


def test_the_suite_called_suite_holds_all_others() -> None:
    def ids(suite: Suite) -> list[str]:
        return [task.id for task in suite.tasks]

    assert ids(load_suite("suite")) == [task_id for name in WRITTEN for task_id in ids(load_suite(name))]
    assert load_suite("suite").threshold == 0.8


def test_no_example_gives_a_hidden_case_away() -> None:
    for task in load_suite("suite").tasks:
        shown = [example for example in task.examples for case in task.cases if case.call in example]
        assert shown == [], task.id
