"""The first tier: a fresh interpreter for each job, under resource limits.

It bounds time, memory and output of buggy code, and ends the processes it starts. It does **not** keep code from
the network, the user's files or other processes, and a child that starts a session of its own outlives it.
"""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from time import perf_counter
from typing import IO

from engine.errors import SandboxError
from engine.sandbox.collect import captured, collect, result_pipe
from engine.sandbox.interface import Execution, Limits
from engine.sandbox.judge import execute_task
from engine.sandbox.protocol import Job, Report
from engine.task import Task

_INTERPRETER = (sys.executable, "-P", "-s", "-S", "-B", "-u", "-X", "utf8")
# The child's package is all it can import of the engine, and its folder does not stay on the path.
_BOOT = (
    "import sys; sys.path.insert(0, sys.argv[1]); from child.runner import main; "
    "del sys.path[0]; main(int(sys.argv[2]))"
)


class SubprocessSandbox:
    """Runs each job in a process of its own; see the module for what that does not contain."""

    name = "subprocess"

    def __init__(self) -> None:
        if sys.platform == "win32":
            raise SandboxError("generated code cannot be run safely on Windows: use WSL")

    async def execute(self, source: str, entry_point: str, task: Task, limits: Limits) -> Execution:
        """Run ``source`` and judge it; cancelling ends the process and removes its files."""
        return await execute_task(run_job, source, entry_point, task, limits)

    async def close(self) -> None:
        """Do nothing: no process and no file outlives the call of `execute` that made it."""


async def run_job(job: Job, limits: Limits) -> Report:
    """Run one job in a new interpreter and report it. Raises SandboxError."""
    start = perf_counter()
    with (
        TemporaryDirectory(ignore_cleanup_errors=True) as folder,
        TemporaryFile() as request,
        TemporaryFile() as stdout,
        TemporaryFile() as stderr,
    ):
        request.write(job.to_json(limits))
        request.seek(0)
        async with _child(folder, request, stdout, stderr) as (process, frames):
            answered, ending = await collect(process.wait, frames, job, limits)
        return Report(
            frames=answered,
            ending=ending,
            stdout=captured(stdout, limits.output_bytes),
            stderr=captured(stderr, limits.output_bytes),
            s=perf_counter() - start,
        )


@asynccontextmanager
async def _child(
    folder: str, request: IO[bytes], stdout: IO[bytes], stderr: IO[bytes]
) -> AsyncIterator[tuple[asyncio.subprocess.Process, asyncio.StreamReader]]:
    async with result_pipe() as (frames, result_fd):
        try:
            process = await _start(folder, request, stdout, stderr, result_fd)
        finally:
            os.close(result_fd)
        try:
            yield process, frames
        finally:
            await _end(process)


async def _start(
    folder: str, request: IO[bytes], stdout: IO[bytes], stderr: IO[bytes], result_fd: int
) -> asyncio.subprocess.Process:
    try:
        return await asyncio.create_subprocess_exec(
            *_INTERPRETER,
            *("-c", _BOOT, str(Path(__file__).parent), str(result_fd)),
            stdin=request,
            stdout=stdout,
            stderr=stderr,
            pass_fds=(result_fd,),
            cwd=folder,
            env={"PYTHONHASHSEED": "0"},
            start_new_session=True,
        )
    except OSError as error:
        raise SandboxError(f"{sys.executable} cannot be started to run code ({error}): repair it") from error


async def _end(process: asyncio.subprocess.Process) -> None:
    """Kill the process and whatever it left in its session, and wait until it is gone."""
    with suppress(ProcessLookupError, PermissionError):  # the latter: macOS, of a group that is dying
        os.killpg(process.pid, signal.SIGKILL)
    await asyncio.shield(process.wait())
