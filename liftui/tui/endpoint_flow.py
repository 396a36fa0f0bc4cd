"""Keeps one endpoint connected: starts it, says how it stands, switches to another; knows nothing of Textual."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from functools import partial

from engine.errors import LiftuiError, UnavailableError
from liftui.tui.backend import Backend, Connection, EndpointView


class EndpointFlow:
    """``view`` says how the endpoint stands, for whoever looks; at most one connection is open."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._holder: asyncio.Task[None] | None = None
        self._settled = asyncio.Event()
        self._reopen: Callable[[], Awaitable[None]] | None = None
        self.connection: Connection | None = None
        self.view = EndpointView()

    async def open(self, overrides: Mapping[str, str | None], *, may_download: bool = False) -> None:
        """Close what is open and connect; a large download waits until ``may_download`` allows it."""
        await self.close()
        self._reopen = partial(self.open, overrides, may_download=may_download)
        self.view = EndpointView()
        self._settled.clear()
        self._holder = asyncio.create_task(self._hold(overrides, may_download))

    async def close(self) -> None:
        """End the connection, or the attempt at one."""
        if self._holder is not None:
            self._holder.cancel()
            await asyncio.wait([self._holder])
        self._holder = self.connection = None

    async def ready(self) -> Connection:
        """Wait for the connection, tried anew where it failed. Raises UnavailableError where there is none."""
        if self.view.phase == "unreachable" and self._reopen is not None:
            await self._reopen()
        await self._settled.wait()
        if self.connection is None:
            raise UnavailableError(self.view.detail or "no endpoint is connected: choose one with f10")
        return self.connection

    def fail(self, reason: str) -> None:
        """Show that there can be no connection."""
        self._show(EndpointView("unreachable", reason))
        self._settled.set()

    async def _hold(self, overrides: Mapping[str, str | None], may_download: bool) -> None:
        """Stay connected until cancelled."""
        try:
            missing_bytes = None if may_download else await asyncio.to_thread(self._missing, overrides)
            if missing_bytes is not None:
                size = f"{missing_bytes / 1e9:.1f} GB"
                reason = f"the embedded model ({size}) is not on this machine: f10 downloads it or names an endpoint"
                self._show(EndpointView("missing", reason))
                return
            async with self._backend.connect(overrides, self._show) as connection:
                self.connection = connection
                self._show(EndpointView("ready", connection.warning, connection.model, connection.kind))
                self._settled.set()
                await asyncio.Event().wait()
        except LiftuiError as error:
            self.fail(str(error))
        except OSError as error:
            self.fail(f"the endpoint cannot be started ({error}): see that there is room, or choose another with f10")
        finally:
            self.connection = None
            self._settled.set()

    def _missing(self, overrides: Mapping[str, str | None]) -> int | None:
        return self._backend.missing_download_bytes(overrides)

    def _show(self, view: EndpointView) -> None:
        self.view = replace(view, model=view.model or self.view.model, kind=view.kind or self.view.kind)
