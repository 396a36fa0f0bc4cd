"""Hostile code runs in the contained tier alone: elsewhere it would do what it tries."""

import sys
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from textwrap import indent

import pytest

from engine.sandbox.interface import CaseResult, Limits
from engine.sandbox.zygote.sandbox import ZygoteSandbox
from engine.task import Case, Task
from tests.engine.sandbox.running import IDENTITY, Runner

HERE = "tests/engine/sandbox/hostile"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if sys.platform != "linux":
        for item in items:
            if HERE in item.path.as_posix():
                item.add_marker(pytest.mark.skip(reason="the zygote tier needs Linux"))


@dataclass(frozen=True, slots=True)
class Attack:
    """Runs hostile code as the body of a function, then shows that an honest job still runs and passes."""

    sandbox: ZygoteSandbox

    async def __call__(self, body: str, limits: Limits = Limits(wall_s=5, cpu_s=5)) -> CaseResult:  # noqa: B008
        task = Task("attack", "", cases=(Case("f()", returns="'contained'"),))
        execution = await self.sandbox.execute(f"def attack():\n{indent(body, '    ')}", "attack", task, limits)
        assert (await Runner(self.sandbox)(IDENTITY, Case("f(1)", returns="1"))).passed
        assert execution.error is None
        return execution.results[0]

    async def refused(self, body: str) -> None:
        """Assert that the body raises PermissionError and nothing else."""
        result = await self(f"try:\n{indent(body, '    ')}\nexcept PermissionError:\n    return 'contained'")
        assert result.passed, (result.actual, result.error)


@pytest.fixture
async def sandbox() -> AsyncGenerator[ZygoteSandbox]:
    sandbox = ZygoteSandbox()
    yield sandbox
    await sandbox.close()


@pytest.fixture
def attack(sandbox: ZygoteSandbox) -> Attack:
    return Attack(sandbox)
