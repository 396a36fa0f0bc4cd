"""The Linux tier of the sandbox: see docs/security.md for what it claims."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from time import perf_counter
from typing import IO

from engine.sandbox.collect import captured, collect, result_pipe
from engine.sandbox.interface import Execution, Limits
from engine.sandbox.judge import execute_task
from engine.sandbox.protocol import Job, Report
from engine.sandbox.zygote.pool import Pool
from engine.sandbox.zygote.process import JobProcess, Layers, Zygote
from engine.sandbox.zygote.self_test import prove_containment
from engine.task import Task


class ZygoteSandbox:
    """Forks each job from a warm interpreter and takes from it all that could reach out of it."""

    name = "zygote"

    def __init__(self) -> None:
        self._pool = Pool()

    async def start(self) -> Layers:
        """Warm up and try to break out; what the layers are. Raises SandboxError where they do not hold."""
        await prove_containment(self.run)
        async with self._pool.zygote() as zygote:
            return zygote.layers

    async def execute(self, source: str, entry_point: str, task: Task, limits: Limits) -> Execution:
        """Run ``source`` and judge it; cancelling ends the process. Raises SandboxError."""
        return await execute_task(self.run, source, entry_point, task, limits)

    async def close(self) -> None:
        """End every process of this sandbox; no call of `execute` may be under way."""
        await self._pool.close()

    async def run(self, job: Job, limits: Limits) -> Report:
        """Run one job and report it. Raises SandboxError."""
        async with self._pool.zygote() as zygote:
            start = perf_counter()
            with _memory_file() as request, _memory_file() as stdout, _memory_file() as stderr:
                request.write(job.to_json(limits))
                request.seek(0)
                async with result_pipe() as (lines, result_fd):
                    fds = [request.fileno(), stdout.fileno(), stderr.fileno(), result_fd]
                    async with _forked(zygote, fds) as process:
                        frames, ending = await collect(process.wait, lines, job, limits)
                return Report(
                    frames=frames,
                    ending=ending,
                    stdout=captured(stdout, limits.output_bytes),
                    stderr=captured(stderr, limits.output_bytes),
                    s=perf_counter() - start,
                )


def _memory_file() -> IO[bytes]:
    return os.fdopen(os.memfd_create("job"), "w+b")


@asynccontextmanager
async def _forked(zygote: Zygote, fds: list[int]) -> AsyncIterator[JobProcess]:
    try:
        process = await zygote.fork(fds)
    finally:
        os.close(fds[-1])
    try:
        yield process
    finally:
        await process.end()
