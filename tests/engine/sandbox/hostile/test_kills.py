"""Claims 44 and 45: whoever is killed, nothing stays behind; and thousands of jobs leave no trace."""

import asyncio
import os
import signal
import sys

import psutil
import pytest

from engine.errors import SandboxError
from engine.sandbox.interface import Limits
from engine.sandbox.zygote.sandbox import ZygoteSandbox
from engine.task import Case
from tests.engine.sandbox.running import IDENTITY, Runner

ONE = Case("f(1)", returns="1")
ENDLESS = "def same(x):\n    while True: pass"
PARENT = """
import asyncio, signal
from engine.sandbox.interface import Limits
from engine.sandbox.zygote.sandbox import ZygoteSandbox
from engine.task import Case, Task

signal.signal(signal.SIGHUP, signal.SIG_DFL)  # a test run under nohup would hand down that it is ignored
task = Task("endless", "", cases=(Case("f()", returns="1"),))
asyncio.run(ZygoteSandbox().execute("def f():\\n    while True: pass", "f", task, Limits(wall_s=300, cpu_s=300)))
"""


async def family(of: psutil.Process, size: int) -> list[psutil.Process]:
    """The descendants once there are so many, which is when the job runs."""
    while len(found := of.children(recursive=True)) < size:  # noqa: ASYNC110 - the kernel tells nobody
        await asyncio.sleep(0)
    return found


def all_gone(processes: list[psutil.Process]) -> bool:
    return not psutil.wait_procs(processes, timeout=20)[1]


async def test_a_killed_zygote_takes_its_job_along_and_is_replaced(sandbox: ZygoteSandbox) -> None:
    run = Runner(sandbox)
    running = asyncio.create_task(run(ENDLESS, ONE, limits=Limits(wall_s=300, cpu_s=300)))
    zygote, job = await family(psutil.Process(), 2)
    os.kill(zygote.pid, signal.SIGKILL)
    with pytest.raises(SandboxError, match="ended from outside"):
        await running
    assert all_gone([zygote, job])
    assert (await run(IDENTITY, ONE)).passed


async def test_an_idle_zygote_that_was_killed_is_replaced_unnoticed(sandbox: ZygoteSandbox) -> None:
    run = Runner(sandbox)
    assert (await run(IDENTITY, ONE)).passed
    (zygote,) = psutil.Process().children()
    zygote.kill()
    assert all_gone([zygote])
    assert (await run(IDENTITY, ONE)).passed


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGHUP, signal.SIGTERM])
async def test_a_parent_that_dies_leaves_nothing(number: signal.Signals) -> None:
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", PARENT)
    processes = await family(psutil.Process(process.pid), 2)
    os.kill(process.pid, number)
    await process.wait()
    assert all_gone(processes)


async def test_cancelling_ends_the_job(sandbox: ZygoteSandbox) -> None:
    running = asyncio.create_task(Runner(sandbox)(ENDLESS, ONE, limits=Limits(wall_s=300, cpu_s=300)))
    processes = await family(psutil.Process(), 2)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert all_gone(processes)
    assert (await Runner(sandbox)(IDENTITY, ONE)).passed


async def test_a_thousand_jobs_leave_no_descriptor_no_memory_and_no_zombie(sandbox: ZygoteSandbox) -> None:
    run = Runner(sandbox)

    async def use() -> tuple[int, int, int]:
        for _ in range(500):
            assert (await run(IDENTITY, ONE)).passed
        (zygote,) = psutil.Process().children(recursive=True)
        # It is shielded from others of the same user, so only root can count its descriptors.
        zygote_fds = zygote.num_fds() if os.geteuid() == 0 else 0
        return psutil.Process().num_fds(), zygote_fds, zygote.memory_info().rss

    own_fds, fds, memory = await use()
    assert (own_fds, fds) == (later := await use())[:2]
    assert later[2] < memory + (1 << 20)
