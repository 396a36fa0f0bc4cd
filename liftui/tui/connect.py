"""Connects the workbench to an endpoint and a sandbox of the engine."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from engine.lift import MODE, Lifter
from engine.local.manifest import load_manifest
from engine.local.progress import DownloadProgress
from engine.record import Conditions
from engine.sandbox.open import open_sandbox
from liftui.display.protocol import Notice
from liftui.served_lifts import ServedLifts
from liftui.server import open_server
from liftui.settings import Settings
from liftui.tui.backend import Connection, EndpointView, Tell


@asynccontextmanager
async def connect(settings: Settings, tell: Tell) -> AsyncGenerator[Connection]:
    """Make the endpoint and the sandbox ready, and close both in the end. Raises LiftuiError."""
    opened = await open_sandbox(settings.unsafe_no_sandbox)
    sandbox = opened.sandbox
    try:
        async with open_server(settings, lambda news: tell(_view(news))) as server:
            lifts = ServedLifts(server, Lifter(server.endpoint, sandbox))
            conditions = Conditions(MODE, sandbox.name, server.price)
            yield Connection(
                lifts, server.identity.model, server.kind, conditions, "" if opened.is_safe else "NO SANDBOX"
            )
    finally:
        await sandbox.close()


def missing_download_bytes(settings: Settings) -> int | None:
    """Size of the embedded model's weights where they are needed and not on this disk, else None."""
    if settings.endpoint is not None or settings.weights is not None:
        return None
    manifest = load_manifest()
    return None if (settings.cache_folder / "models" / manifest.file).exists() else manifest.size_bytes


def _view(news: Notice | DownloadProgress) -> EndpointView:
    if isinstance(news, Notice):
        return EndpointView("starting", news.text)
    percent = f"{100 * news.done_bytes // max(news.total_bytes, 1)}%"
    return (
        EndpointView("starting", f"verifying {percent}")
        if news.source == "disk"
        else EndpointView("downloading", percent)
    )
