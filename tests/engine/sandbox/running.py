"""Runs source in the subprocess tier, for tests of what comes of it."""

from engine.sandbox.interface import Execution, Limits
from engine.sandbox.process import SubprocessSandbox
from engine.task import Case, Comparison, Task

IDENTITY = "def same(x): return x"
_EXACT = Comparison()
_DEFAULT_LIMITS = Limits()


async def execute(
    source: str,
    *cases: Case,
    entry_point: str = "same",
    test: str | None = None,
    comparison: Comparison = _EXACT,
    limits: Limits = _DEFAULT_LIMITS,
) -> Execution:
    """The execution of ``source`` against the cases or the test."""
    task = Task("task", "", cases=cases, test=test, comparison=comparison)
    return await SubprocessSandbox().execute(source, entry_point, task, limits)


async def verdict(source: str, case: Case) -> str:
    """Status and error, or actual value, of one case, such as ``failed: True``."""
    (result,) = (await execute(source, case)).results
    return f"{result.status}: {result.error or result.actual}"
