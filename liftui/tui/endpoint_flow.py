"""Keeps one endpoint connected: starts it, says how it stands, switches to another; knows nothing of Textual."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace

from engine.errors import LiftuiError
from liftui.tui.backend import Backend, Connection, EndpointView


class EndpointFlow:
    """``view`` says how the endpoint stands, for whoever looks; at most one connection is open."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._task: asyncio.Task[None] | None = None
        self.connection: Connection | None = None
        self.view = EndpointView()

    async def open(self, overrides: Mapping[str, str], *, may_download: bool = False) -> None:
        """Close what is open and connect; a large download waits until ``may_download`` allows it."""
        await self.close()
        self._task = asyncio.create_task(self._hold(overrides, may_download))

    async def close(self) -> None:
        """End the connection, or the attempt at one."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])
        self._task = self.connection = None

    async def _hold(self, overrides: Mapping[str, str], may_download: bool) -> None:
        """Stay connected until cancelled."""
        self._show(EndpointView())
        try:
            missing_bytes = None if may_download else await asyncio.to_thread(self._missing, overrides)
            if missing_bytes is not None:
                self._show(EndpointView("missing", f"{missing_bytes / 1e9:.1f} GB"))
                return
            async with self._backend.connect(overrides, self._show) as connection:
                self.connection = connection
                self._show(EndpointView("ready", "", connection.model, connection.kind))
                await asyncio.Event().wait()
        except LiftuiError as error:
            self._show(EndpointView("unreachable", str(error)))
        except OSError as error:
            self._show(EndpointView("unreachable", f"the endpoint cannot be started ({error}); free some room"))
        finally:
            self.connection = None

    def _missing(self, overrides: Mapping[str, str]) -> int | None:
        return self._backend.missing_download_bytes(overrides)

    def _show(self, view: EndpointView) -> None:
        self.view = replace(view, model=view.model or self.view.model, kind=view.kind or self.view.kind)
