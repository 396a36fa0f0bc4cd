"""Runs source in one tier of the sandbox, for tests of what comes of it."""

from dataclasses import dataclass

from engine.sandbox.interface import Execution, Limits, Sandbox
from engine.task import Case, Comparison, Task

IDENTITY = "def same(x): return x"
_EXACT = Comparison()
_DEFAULT_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Runner:
    """Called with source and cases, or a test, it gives the execution."""

    sandbox: Sandbox

    async def __call__(
        self,
        source: str,
        *cases: Case,
        entry_point: str = "same",
        test: str | None = None,
        comparison: Comparison = _EXACT,
        limits: Limits = _DEFAULT_LIMITS,
    ) -> Execution:
        task = Task("task", "", cases=cases, test=test, comparison=comparison)
        return await self.sandbox.execute(source, entry_point, task, limits)

    async def verdict(self, source: str, case: Case) -> str:
        """Status and error, or actual value, of one case, such as ``failed: True``."""
        (result,) = (await self(source, case)).results
        return f"{result.status}: {result.error or result.actual}"
