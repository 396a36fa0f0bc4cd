"""Every test that asks for `execute` runs in each tier that there is here."""

import sys
from collections.abc import AsyncGenerator

import pytest

from engine.sandbox.interface import Sandbox
from engine.sandbox.process import SubprocessSandbox
from engine.sandbox.zygote.sandbox import ZygoteSandbox
from tests.engine.sandbox.running import Runner

ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="the zygote tier needs Linux")


@pytest.fixture(params=[SubprocessSandbox, pytest.param(ZygoteSandbox, marks=ON_LINUX)], ids=lambda tier: tier.name)
async def sandbox(request: pytest.FixtureRequest) -> AsyncGenerator[Sandbox]:
    sandbox = request.param()
    yield sandbox
    await sandbox.close()


@pytest.fixture
def execute(sandbox: Sandbox) -> Runner:
    return Runner(sandbox)
