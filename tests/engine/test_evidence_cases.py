"""The IR's own evidence, run in the sandbox."""

from collections.abc import AsyncGenerator

import pytest

from engine.evidence_cases import evidence_cases
from engine.ir import IR
from engine.sandbox.interface import Limits, Sandbox
from engine.sandbox.open import open_sandbox
from engine.task import Task

CODE = "def clamp(value, low, high=10):\n    return max(low, min(high, value))\n"


@pytest.fixture
async def sandbox() -> AsyncGenerator[Sandbox]:
    sandbox = (await open_sandbox()).sandbox
    yield sandbox
    await sandbox.close()


def ir(*, assertions: tuple[str, ...] = (), examples: tuple[str, ...] = ()) -> IR:
    signature = "clamp(value: int, low: int, high: int = 10) -> int"
    return IR.model_validate({"signature": signature, "assertions": assertions, "examples": examples})


async def verdicts(sandbox: Sandbox, ir: IR, *calls: str) -> dict[str, bool]:
    """Whether each piece of evidence holds of `CODE`."""
    evidence = evidence_cases(ir, calls)
    task = Task("evidence", "", cases=tuple(piece.case for piece in evidence))
    execution = await sandbox.execute(CODE, "clamp", task, Limits())
    return {piece.label: result.passed for piece, result in zip(evidence, execution.results, strict=True)}


async def test_examples_hold_or_not(sandbox: Sandbox) -> None:
    examples = ("clamp(5, 0) == 5", "clamp(11, 0) == 11", "[clamp(n, 0, 1) for n in (0, 2)] == [0, 1]")

    assert await verdicts(sandbox, ir(examples=examples)) == dict(zip(examples, (True, False, True), strict=True))


async def test_assertions_are_checked_on_the_calls_there_are(sandbox: Sandbox) -> None:
    found = await verdicts(
        sandbox, ir(assertions=("low <= result <= high", "result == value")), "f(5, 0)", "f(11, low=0, high=10)"
    )

    assert found == {
        "low <= result <= high  for f(5, 0)": True,
        "low <= result <= high  for f(11, low=0, high=10)": True,
        "result == value  for f(5, 0)": True,
        "result == value  for f(11, low=0, high=10)": False,
    }


async def test_the_calls_of_examples_serve_assertions(sandbox: Sandbox) -> None:
    found = await verdicts(sandbox, ir(assertions=("result >= low",), examples=("clamp(5, 0) == 5",)))

    assert found["result >= low  for f(5, 0)"]


def test_calls_that_need_names_serve_no_assertion() -> None:
    assert evidence_cases(ir(assertions=("result >= low",)), ("[f(n, 0) for n in (1, 2)]",)) == ()
