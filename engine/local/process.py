"""One life of the embedded server's child process: started, ready, ended."""

import asyncio
import json
import re
import sys
from contextlib import suppress
from dataclasses import asdict
from typing import Self, cast
from urllib.parse import urlsplit

from engine.errors import ModelError
from engine.local import child
from engine.local.child import ServerConfig

_LOG_TAIL_BYTES = 8192
_KILLED = 9
_HEALTH_TIMEOUT_S = 30.0
_GRACE_S = 2.0
_ERROR_LINE = re.compile(r"^[\d.]+ E (.+)$", re.MULTILINE)


class ServerProcess:
    """A running child; `start` makes one."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.url = ""
        self._process = process
        self._log = b""
        self._log_reader = asyncio.create_task(self._keep_log_tail())

    @classmethod
    async def start(cls, config: ServerConfig, startup_s: float) -> Self:
        """Start a child and wait until it is ready.

        Raises ModelError where it ends before that or takes longer than ``startup_s`` seconds.
        """
        pipe = asyncio.subprocess.PIPE
        server = cls(
            await asyncio.create_subprocess_exec(
                *(sys.executable, "-P", child.__file__), stdin=pipe, stdout=pipe, stderr=pipe
            )
        )
        try:
            async with asyncio.timeout(startup_s):
                server.url = await server._become_ready(config)
        except TimeoutError as error:
            await server.stop()
            raise ModelError(
                f"The embedded server was not ready after {startup_s:.0f} s; end what keeps this machine busy"
                " or use another endpoint."
            ) from error
        except BaseException:
            await server.stop()
            raise
        return server

    @property
    def pid(self) -> int:
        """The child's process id."""
        return self._process.pid

    @property
    def port(self) -> int:
        """The port that the server listens on."""
        return urlsplit(self.url).port or 0

    async def answers(self) -> bool:
        """Whether the server gives a sign of life; an exit code would not yet tell of a crash this instant."""
        with suppress(OSError, TimeoutError):
            async with asyncio.timeout(_HEALTH_TIMEOUT_S):
                reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
                try:
                    writer.write(b"GET /health HTTP/1.0\r\n\r\n")
                    return bool(await reader.readline())
                finally:
                    writer.close()
        return False

    async def stop(self) -> None:
        """End the child, if it has not ended: by closing its input, and by force where that is not heeded."""
        cast(asyncio.StreamWriter, self._process.stdin).close()
        try:
            async with asyncio.timeout(_GRACE_S):
                await self._process.wait()
        except TimeoutError:
            with suppress(ProcessLookupError):
                self._process.kill()
            await self._process.wait()
        await self._log_reader

    def end_reason(self) -> str:
        """Why the stopped child ended: its first logged error, else the signal or its last words."""
        log = self._log.decode(errors="replace")
        if error := _ERROR_LINE.search(log):
            return " ".join(error[1].split())
        if self._process.returncode == -_KILLED:
            return "it was killed, perhaps for want of memory"
        return next(reversed(log.strip().splitlines()), f"exit status {self._process.returncode}")

    async def _become_ready(self, config: ServerConfig) -> str:
        cast(asyncio.StreamWriter, self._process.stdin).write(json.dumps(asdict(config)).encode() + b"\n")
        line = await cast(asyncio.StreamReader, self._process.stdout).readline()
        if not line:
            await self.stop()
            raise ModelError(
                f"The embedded server did not start ({self.end_reason()}); check the weights with --check or use"
                " another endpoint."
            )
        return str(json.loads(line)["url"])

    async def _keep_log_tail(self) -> None:
        log = cast(asyncio.StreamReader, self._process.stderr)
        while data := await log.read(_LOG_TAIL_BYTES):
            self._log = (self._log + data)[-_LOG_TAIL_BYTES:]
