"""HumanEval and MBPP, one task a line as their authors published them.

HumanEval: Chen et al. 2021, "Evaluating Large Language Models Trained on Code".
MBPP: Austin et al. 2021, "Program Synthesis with Large Language Models".
"""

import ast
import re
from collections.abc import Callable, Iterator
from typing import Any

from pydantic import BaseModel, Field

from engine.suite.entries import Name, Test
from engine.task import Task


class _HumanEvalRow(BaseModel):
    task_id: str
    prompt: str
    entry_point: Name
    test: Test


class _MbppRow(BaseModel):
    task_id: int
    text: str
    code: str
    test_setup_code: str
    test_list: tuple[str, ...] = Field(min_length=1)


def published_reader(row: dict[str, Any]) -> Callable[[dict[str, Any]], Task] | None:
    """The reader for files whose first line is ``row``, or None where it is neither benchmark's."""
    if row.keys() >= {"canonical_solution", *_HumanEvalRow.model_fields}:
        return read_human_eval
    return read_mbpp if row.keys() >= _MbppRow.model_fields.keys() else None


def read_human_eval(row: dict[str, Any]) -> Task:
    """The task with its prompt (a header with docstring) and test as published; raises ValueError."""
    entry = _HumanEvalRow.model_validate(row)
    return Task(entry.task_id, entry.prompt, entry.entry_point, test=entry.test)


def read_mbpp(row: dict[str, Any]) -> Task:
    """The task ``MBPP/<id>``, whose prompt shows all its asserts, as in the paper: only they tell the name.

    Being the verdict, the asserts are no `Task.examples`: repair must not work towards them. Raises ValueError.
    """
    entry = _MbppRow.model_validate(row)
    name = _entry_point(entry)
    prompt = "\n".join([entry.text, "Your code should pass these tests:", *entry.test_list])
    return Task(f"MBPP/{entry.task_id}", prompt, name, test=_check(entry, name))


def _entry_point(entry: _MbppRow) -> str:
    # Not by ast: Python warns of the escapes in some of the published code.
    defined = re.findall(r"^\s*def\s+(\w+)", entry.code, re.MULTILINE)
    called = (name for test in entry.test_list for name in _called(_parsed(test)) if name in defined)
    name = next(called, None)
    if name is None:
        raise ValueError("test_list calls no function that code defines; correct it")
    return name


def _parsed(source: str) -> ast.Module:
    try:
        return ast.parse(source)
    except SyntaxError as error:
        raise ValueError(f"{source!r} is not Python ({error.msg}); correct it") from error


def _called(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield node.func.id


def _check(entry: _MbppRow, name: str) -> str:
    """Source of ``check(candidate)``: the set-up code and the asserts, about ``candidate`` instead of ``name``."""
    module = _parsed("def check(candidate): pass")
    body = _parsed("\n".join([entry.test_setup_code, *entry.test_list]))
    for node in ast.walk(body):
        if isinstance(node, ast.Name) and node.id == name:
            node.id = "candidate"
    for function in module.body:
        if isinstance(function, ast.FunctionDef):
            function.body = body.body
    return ast.unparse(module)
