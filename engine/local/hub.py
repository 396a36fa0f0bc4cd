"""Fetches the weights from the model hub, continuing where an earlier download ended."""

from collections.abc import Callable
from pathlib import Path

import httpx

from engine.local.manifest import Manifest
from engine.local.partial import SourceError, in_thread, kept_bytes, open_at

HUB_URL = "https://huggingface.co"
_TIMEOUT = httpx.Timeout(30.0, connect=4.0)
"""Seconds; an unreachable hub must be noticed fast, because the wheels are still to be tried."""
_CHUNK_BYTES = 1 << 20


async def fetch_from_hub(manifest: Manifest, partial: Path, base_url: str, on_growth: Callable[[int], None]) -> None:
    """Bring ``partial`` to the weights' full size, telling ``on_growth`` the bytes that are there.

    A broken connection is taken up again as long as each try brings something. Raises SourceError where the
    hub does not serve the file, OSError where it cannot be written.
    """
    url = f"{base_url}/{manifest.hub.repo}/resolve/{manifest.hub.revision}/{manifest.file}"
    async with httpx.AsyncClient(follow_redirects=True, timeout=_TIMEOUT) as client:
        while (kept := kept_bytes(partial)) < manifest.size_bytes:
            try:
                await _continue(client, url, manifest.size_bytes, partial, on_growth)
            except httpx.HTTPError as error:
                if kept_bytes(partial) <= kept:
                    raise SourceError(_describe(error, httpx.URL(base_url).host)) from error


async def _continue(
    client: httpx.AsyncClient, url: str, size_bytes: int, partial: Path, on_growth: Callable[[int], None]
) -> None:
    kept = kept_bytes(partial)
    headers = {"Accept-Encoding": "identity", "Range": f"bytes={kept}-"}
    async with client.stream("GET", url, headers=headers) as response:
        response.raise_for_status()
        start = kept if response.status_code == httpx.codes.PARTIAL_CONTENT else 0
        if start + int(response.headers.get("Content-Length", 0)) != size_bytes:
            raise SourceError(f"{response.url.host} serves another file at the weights' place")
        with open_at(partial, start) as file:
            async for chunk in response.aiter_bytes(_CHUNK_BYTES):
                await in_thread(file.write, chunk)
                on_growth(file.tell())


def _describe(error: httpx.HTTPError, host: str) -> str:
    if isinstance(error, httpx.HTTPStatusError):
        return f"{host} answered {error.response.status_code}"
    return f"{host} cannot be reached ({str(error) or type(error).__name__})"
