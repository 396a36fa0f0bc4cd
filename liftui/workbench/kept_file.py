"""Small files of the user's, written whole, with one sentence for what goes wrong."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from engine.atomic_file import write_atomically
from engine.errors import RecordError


def keep_file(file: Path, content: str | bytes, what: str) -> None:
    """Put ``content`` in ``file``, whose folder is made where it is missing; ``what`` names it for the user.

    Raises RecordError, and leaves the file as it was then.
    """
    with explained(file, what):
        file.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(file, content)


@contextmanager
def explained(file: Path, what: str) -> Iterator[None]:
    """Turn what goes wrong with ``file`` into a RecordError of one sentence."""
    try:
        yield
    except OSError as error:
        cure = "see that there is room and that you may write there"
        raise RecordError(f"{what} cannot be read or kept in {file} ({error.strerror or error}): {cure}") from error
