"""Decides whether a file is what was published: by its hash, or by a stamp that an earlier hashing left.

A stamp holds the file's size and modification time as they were when it was hashed; any difference voids it.
It is named after the inode, so it follows the file when that is renamed into place, and it lies in the cache,
never beside a file that belongs to the user.
"""

import hashlib
import json
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO, Self

from engine.atomic_file import write_atomically
from engine.local.manifest import Manifest
from engine.local.partial import in_thread
from engine.local.progress import DownloadProgress, Report

_STEP_BYTES = 32 << 20


async def find_fault(manifest: Manifest, path: Path, report: Report) -> str | None:
    """Read the whole file and return what is wrong with it, or None.

    Raises OSError where it cannot be read.
    """
    actual = await _hash(path, manifest, report)
    if actual == manifest.sha256:
        return None
    return f"have the SHA-256 {actual[:12]}… instead of {manifest.sha256[:12]}…"


async def find_fault_once(manifest: Manifest, path: Path, stamps: Path, report: Report) -> str | None:
    """Do as `find_fault`, unless a stamp in the folder ``stamps`` tells that the file was found faultless."""
    stamp = _Stamp.take(path, manifest.sha256)
    if stamp.is_kept(stamps):
        return None
    fault = await find_fault(manifest, path, report)
    if fault is None:
        stamp.keep(stamps)
    return fault


async def _hash(path: Path, manifest: Manifest, report: Report) -> str:
    digest = hashlib.sha256()

    def read_step(file: BinaryIO) -> bool:
        data = file.read(_STEP_BYTES)
        digest.update(data)
        return bool(data)

    with path.open("rb") as file:
        while await in_thread(read_step, file):
            report(DownloadProgress(file.tell(), manifest.size_bytes, "disk"))
    return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class _Stamp:
    """A file as it was before it was hashed, and the hash."""

    inode: int
    size_bytes: int
    mtime_ns: int
    sha256: str

    @classmethod
    def take(cls, path: Path, sha256: str) -> Self:
        status = path.stat()
        return cls(status.st_ino, status.st_size, status.st_mtime_ns, sha256)

    def is_kept(self, folder: Path) -> bool:
        try:
            kept: object = json.loads(self._place(folder).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return False
        return kept == asdict(self)

    def keep(self, folder: Path) -> None:
        # Without a stamp the next start hashes again: slower, never wrong.
        with suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            write_atomically(self._place(folder), json.dumps(asdict(self)))

    def _place(self, folder: Path) -> Path:
        return folder / f"{self.inode}.stamp"
