"""The embedded server as the rest of the engine sees it: an endpoint on this machine that outlives one crash."""

import asyncio
import os
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Self

import psutil
from pydantic import SecretStr

from engine.endpoint.config import EndpointConfig
from engine.errors import ModelError
from engine.local.child import ServerConfig
from engine.local.process import ServerProcess

_MEMORY_PER_WEIGHT_BYTE = 1.75
"""A ready server's resident memory over the size of its weights: 1.93 GB over 1.12 GB, measured."""


class EmbeddedServer:
    """A llama.cpp server in a child process; it has one slot, and requests that come meanwhile wait for it."""

    def __init__(self, process: ServerProcess, config: ServerConfig, startup_s: float) -> None:
        self._process = process
        # A restart takes the same port, so that the endpoint stays what it was.
        self._config = replace(config, port=process.port)
        self._startup_s = startup_s
        self._has_crashed = False
        self._turn = asyncio.Lock()

    @classmethod
    @asynccontextmanager
    async def start(
        cls, weights: Path, model: str, *, threads: int | None = None, startup_s: float = 120.0
    ) -> AsyncIterator[Self]:
        """Serve ``weights``, which were verified, for as long as the ``async with`` block runs.

        ``model`` is the name to list them under; ``threads`` are as many as there are cores by default. Raises
        ModelError where memory is short, the server does not start, or is not ready in ``startup_s`` seconds.
        """
        _require_memory(weights)
        key = secrets.token_urlsafe()
        config = ServerConfig(str(weights), model, api_key=key, threads=threads or count_cores())
        server = cls(await ServerProcess.start(config, startup_s), config, startup_s)
        try:
            yield server
        finally:
            await server._process.stop()

    @property
    def endpoint(self) -> EndpointConfig:
        """Where the server answers, and the key that it asks for."""
        return EndpointConfig(
            url=f"http://127.0.0.1:{self._config.port}",
            model=self._config.model,
            api_key=SecretStr(self._config.api_key),
            slots=1,
        )

    @property
    def pid(self) -> int:
        """The child's process id."""
        return self._process.pid

    async def ensure_running(self) -> None:
        """Start the server again if it crashed, once; to be called before each lift.

        Raises ModelError at the second crash, or where it cannot start again.
        """
        async with self._turn:
            if not await self._process.answers():
                await self._restart()

    async def _restart(self) -> None:
        await self._process.stop()
        if self._has_crashed:
            raise ModelError(
                f"The embedded server crashed twice ({self._process.end_reason()}); start liftui again or use"
                " another endpoint."
            )
        self._has_crashed = True
        self._process = await ServerProcess.start(self._config, self._startup_s)


def count_cores() -> int:
    """Cores that this process may use; more threads than physical cores make decoding slower, not faster."""
    logical = psutil.cpu_count() or 1
    physical = psutil.cpu_count(logical=False) or logical
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else logical
    return max(1, min(physical, allowed))


def _require_memory(weights: Path) -> None:
    needed_bytes = _MEMORY_PER_WEIGHT_BYTE * weights.stat().st_size
    free_bytes = psutil.virtual_memory().available + psutil.swap_memory().free
    if free_bytes < needed_bytes:
        raise ModelError(
            f"The embedded model needs {needed_bytes / 1e9:.1f} GB of memory and {free_bytes / 1e9:.1f} GB are"
            " free; end other programs or use another endpoint."
        )
