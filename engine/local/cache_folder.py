"""The folder that the weights are kept in: who may write there, whether there is room, what its errors mean."""

import asyncio
import errno
import os
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from engine.errors import ModelError

_LOOK_EVERY_S = 0.5
_FULL = (errno.ENOSPC, errno.EDQUOT)
_CURE = "set cache_folder (LIFTUI_CACHE_FOLDER) to another one"


@contextmanager
def explained_errors(folder: Path) -> Iterator[None]:
    """Turn an OSError about ``folder`` into a ModelError."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise ModelError(f"The disk of {folder} is full; free some space or {_CURE}.") from error
        reason = error.strerror or str(error)
        raise ModelError(f"The cache folder {folder} cannot be used ({reason}); {_CURE}.") from error


def require_space(folder: Path, needed_bytes: int) -> None:
    """Raise ModelError unless the disk of ``folder`` has room for ``needed_bytes`` more."""
    free_bytes = shutil.disk_usage(folder).free
    if free_bytes < needed_bytes:
        raise ModelError(
            f"The weights need {needed_bytes / 1e9:.1f} GB more in {folder} and its disk has"
            f" {free_bytes / 1e9:.1f} GB left; free some space or {_CURE}."
        )


@asynccontextmanager
async def sole_process(lock: Path, on_wait: Callable[[], None]) -> AsyncIterator[None]:
    """Hold ``lock`` against every other process; ``on_wait`` is called now and then until it is free."""
    file_lock = FileLock(lock)
    while True:
        try:
            file_lock.acquire(blocking=False)
            break
        except Timeout:
            on_wait()
            await asyncio.sleep(_LOOK_EVERY_S)
    try:
        yield
    finally:
        file_lock.release()


def sync(path: Path) -> None:
    """Make sure that the bytes of ``path`` outlive a power cut."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())
