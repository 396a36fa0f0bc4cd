"""One zygote seen from the parent, which owns the clock: it starts, watches and ends what the zygote forks."""

import asyncio
import json
import os
import signal
import socket
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from engine.errors import SandboxError

_INTERPRETER = (sys.executable, "-P", "-s", "-S", "-B", "-u", "-X", "utf8")
_BOOT = (
    "import sys; sys.path.insert(0, sys.argv[1]); from child.zygote import main; "
    "del sys.path[0]; main(int(sys.argv[2]), int(sys.argv[3]))"
)
_CHILD_FOLDER = str(Path(__file__).parent.parent)
_MAX_MESSAGE_BYTES = 1024


@dataclass(frozen=True, slots=True)
class Layers:
    """What stands between the code and the machine, beside the filter, which always does."""

    landlock: int | None
    """The version of Landlock's interface, or None."""
    namespaces: bool
    """Whether jobs have a network of their own, with nothing in it."""

    def __str__(self) -> str:
        landlock = f"Landlock {self.landlock}" if self.landlock else None
        network = "network namespace" if self.namespaces else None
        return ", ".join(filter(None, ("system call filter", landlock, network)))


class Zygote:
    """A zygote that is ready; it runs one job at a time."""

    def __init__(self, process: asyncio.subprocess.Process, control: socket.socket, layers: Layers) -> None:
        self._process = process
        self._control = control
        self.layers = layers

    @classmethod
    async def start(cls) -> "Zygote":
        """Start an interpreter and wait until it is ready. Raises SandboxError."""
        control, other = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        control.setblocking(False)
        try:
            with other:
                process = await _start(other.fileno())
        except BaseException:
            control.close()
            raise
        try:
            greeting, _ = await _receive(control)
            return cls(process, control, Layers(**json.loads(greeting)))
        except BaseException:
            await _end(process, control)
            raise

    @property
    def is_alive(self) -> bool:
        """Whether it still holds its end of the control socket."""
        with suppress(BlockingIOError):
            return self._control.recv(1, socket.MSG_PEEK) != b""
        return True

    async def fork(self, fds: Sequence[int]) -> "JobProcess":
        """Start a job that reads ``fds[0]`` and writes into the others. Raises SandboxError."""
        try:
            socket.send_fds(self._control, [b"\0"], fds)
        except OSError as error:
            raise _ended() from error
        _, (pidfd,) = await _receive(self._control)
        return JobProcess(pidfd, self._control)

    async def end(self) -> None:
        """Kill the zygote, and with it its job; wait until it is gone."""
        await _end(self._process, self._control)


class JobProcess:
    """A job under way."""

    def __init__(self, pidfd: int, control: socket.socket) -> None:
        self._pidfd = pidfd
        self._control = control
        self._exit: asyncio.Task[int] = asyncio.create_task(self._read_exit_code())

    async def wait(self) -> int:
        """The exit code, or the negative number of the signal that ended it. Raises SandboxError."""
        return await asyncio.shield(self._exit)

    async def end(self) -> None:
        """Kill the process where it still runs, and wait until it is gone. Raises SandboxError."""
        with suppress(ProcessLookupError):
            signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)
        try:
            await self.wait()
        finally:
            os.close(self._pidfd)

    async def _read_exit_code(self) -> int:
        message, _ = await _receive(self._control)
        return int(message)


async def _start(control_fd: int) -> asyncio.subprocess.Process:
    try:
        return await asyncio.create_subprocess_exec(
            *_INTERPRETER,
            *("-c", _BOOT, _CHILD_FOLDER, str(control_fd), str(os.getpid())),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
            pass_fds=(control_fd,),
            cwd="/",
            env={"PYTHONHASHSEED": "0"},
            start_new_session=True,
        )
    except OSError as error:
        raise SandboxError(f"{sys.executable} cannot be started to run code ({error}): repair it") from error


async def _receive(control: socket.socket) -> tuple[bytes, list[int]]:
    """The next message with its descriptors. Raises SandboxError where the zygote is gone."""
    await _readable(control)
    try:
        message, fds, _, _ = socket.recv_fds(control, _MAX_MESSAGE_BYTES, 1)
    except OSError as error:
        raise _ended() from error
    if not message:
        raise _ended()
    return message, fds


async def _readable(control: socket.socket) -> None:
    loop = asyncio.get_running_loop()
    ready = asyncio.Event()
    loop.add_reader(control, ready.set)
    try:
        await ready.wait()
    finally:
        loop.remove_reader(control)


async def _end(process: asyncio.subprocess.Process, control: socket.socket) -> None:
    with suppress(ProcessLookupError):
        process.kill()
    await process.wait()
    control.close()


def _ended() -> SandboxError:
    return SandboxError("the process that runs generated code was ended from outside: run it again")
