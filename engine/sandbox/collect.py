"""Reads what a job's process answers, whatever tier started it; the clock is kept here, outside the process."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import IO

from engine.sandbox.display import printable
from engine.sandbox.interface import Limits
from engine.sandbox.protocol import MAX_FRAME_BYTES, Frame, Job

Wait = Callable[[], Awaitable[int]]
"""Waits for the end of the process and gives its exit code, or the negative number of the signal that ended it."""


@asynccontextmanager
async def result_pipe() -> AsyncIterator[tuple[asyncio.StreamReader, int]]:
    """The reader of a new pipe and the descriptor of its other end, which the caller closes."""
    read_fd, write_fd = os.pipe()
    reader = asyncio.StreamReader(limit=MAX_FRAME_BYTES)
    transport, _ = await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), os.fdopen(read_fd, "rb", buffering=0)
    )
    try:
        yield reader, write_fd
    finally:
        transport.close()


async def collect(
    wait: Wait, lines: asyncio.StreamReader, job: Job, limits: Limits
) -> tuple[tuple[Frame, ...], str | None]:
    """Read a frame for each step; what stopped the reading, if anything did, is the ending."""
    frames: list[Frame] = []
    ending = None
    try:
        async with asyncio.timeout(limits.wall_s):
            while len(frames) <= len(job.calls):
                line = await lines.readline()
                if not line:
                    ending = _ending(await wait(), limits)
                    break
                frames.append(Frame.parse(line, job.nonce))
    except TimeoutError:
        ending = f"no result within {limits.wall_s:g} s"
    except ValueError as error:
        ending = f"the code wrote to the sandbox's result pipe: {error}"
    return tuple(frames), ending


def _ending(returncode: int, limits: Limits) -> str:
    if returncode >= 0:
        return f"the process ended with exit code {returncode}"
    if returncode == -signal.SIGXCPU:
        return f"more than {limits.cpu_s:g} s of processor time"
    return f"the process was ended by {signal.Signals(-returncode).name}"


def captured(file: IO[bytes], limit: int) -> str:
    """What the process wrote into ``file``, at most ``limit`` bytes of it, fit for a terminal."""
    file.seek(0)
    content = file.read(limit + 1)
    text = printable(content[:limit].decode(errors="replace"))
    return f"{text}\n… cut after {limit} bytes" if len(content) > limit else text
