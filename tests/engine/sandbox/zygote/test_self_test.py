"""The self-test passes where the layers hold, and names what was possible where they do not."""

import sys
from collections.abc import AsyncGenerator

import pytest

from engine.errors import SandboxError
from engine.sandbox import open as opening
from engine.sandbox.interface import Limits
from engine.sandbox.open import open_sandbox
from engine.sandbox.process import run_job
from engine.sandbox.protocol import Job, Report
from engine.sandbox.zygote.sandbox import ZygoteSandbox
from engine.sandbox.zygote.self_test import prove_containment
from engine.task import Task

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the zygote tier needs Linux")
NO_TASK = Task("task", "")


@pytest.fixture
async def zygotes() -> AsyncGenerator[ZygoteSandbox]:
    sandbox = ZygoteSandbox()
    yield sandbox
    await sandbox.close()


async def test_the_layers_hold_here(zygotes: ZygoteSandbox) -> None:
    await zygotes.start()


async def test_a_tier_that_refuses_nothing_is_found_out() -> None:
    with pytest.raises(SandboxError, match="could open a file and open a socket and start a process and signal"):
        await prove_containment(run_job)


async def test_a_job_that_never_answers_proves_nothing() -> None:
    async def silent(job: Job, limits: Limits) -> Report:
        return Report((), "the process was ended by SIGSYS", "", "", 0.0)

    with pytest.raises(SandboxError, match=r"open a file .* \(the process was ended by SIGSYS\); use"):
        await prove_containment(silent)


async def test_the_contained_tier_is_opened_unless_the_user_insists() -> None:
    for unsafe, name in ((False, "zygote"), (True, "subprocess")):
        opened = await open_sandbox(unsafe)
        sandbox = opened.sandbox
        assert (sandbox.name, opened.is_safe) == (name, not unsafe)
        assert opened.layers.startswith("NO SANDBOX" if unsafe else "sandbox: system call filter")
        assert (await sandbox.execute("x = 1", "x", NO_TASK, Limits())).error is None
        await sandbox.close()


async def test_a_machine_without_a_proven_tier_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening.sys, "platform", "darwin")
    with pytest.raises(SandboxError, match="--unsafe-no-sandbox"):
        await open_sandbox()
