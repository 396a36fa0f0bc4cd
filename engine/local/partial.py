"""The weights' beginning, as far as it was fetched: one growing file that any source continues.

A run that was cut short leaves it behind, and the next one goes on from its end, from whichever source.
"""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class SourceError(Exception):
    """The source cannot give the weights, for the stated reason; another may."""


def kept_bytes(path: Path) -> int:
    """How many of the weights' first bytes ``path`` holds."""
    return path.stat().st_size if path.exists() else 0


def open_at(path: Path, offset: int) -> BinaryIO:
    """Open ``path`` to be continued after its first ``offset`` bytes; what lies beyond them is dropped."""
    file = path.open("ab")
    if file.tell() != offset:
        file.truncate(offset)
    return file


async def in_thread(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run a short piece of blocking work beside the event loop.

    A cancellation waits for its end, so that nothing is written once the caller has let go of the file.
    """
    task = asyncio.ensure_future(asyncio.to_thread(work, *args, **kwargs))
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait([task])
        raise
