"""Zygotes kept warm, at most so many at a time; one that something happened to is replaced."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from engine.sandbox.zygote.process import Zygote


class Pool:
    """Lends a zygote to one job at a time, and starts another where all are lent."""

    def __init__(self, size: int | None = None) -> None:
        self._free = asyncio.Semaphore(size or os.cpu_count() or 1)
        self._idle: list[Zygote] = []

    @asynccontextmanager
    async def zygote(self) -> AsyncIterator[Zygote]:
        """A zygote that is alive; where the block is left by an exception, it is ended. Raises SandboxError."""
        async with self._free:
            zygote = await self._idle_zygote() or await Zygote.start()
            try:
                yield zygote
            except BaseException:
                await asyncio.shield(zygote.end())
                raise
            self._idle.append(zygote)

    async def _idle_zygote(self) -> Zygote | None:
        while self._idle:
            zygote = self._idle.pop()
            if zygote.is_alive:
                return zygote
            await zygote.end()
        return None

    async def close(self) -> None:
        """End every idle zygote."""
        while self._idle:
            await self._idle.pop().end()
