"""Requests of all sessions: kept in a file, walked through with up and down, searched."""

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock

from liftui.workbench.kept_file import explained, keep_file

_WAIT_S = 5.0
"""How long another liftui may keep this one from the file."""


class PromptHistory:
    """The last ``size`` different requests in ``file``, one a line of JSON; a size of 0 keeps none.

    Several workbenches may share it. Every method raises RecordError where the file cannot be used.
    """

    def __init__(self, file: Path, size: int) -> None:
        self._file = file
        self._size = size

    def read(self) -> tuple[str, ...]:
        """The requests, oldest first; a line that is none is left aside."""
        with explained(self._file, "the prompt history"):
            try:
                lines = self._file.read_text(encoding="utf-8", errors="replace").splitlines()
            except FileNotFoundError:
                return ()
        return self._latest(_requests(lines))

    def add(self, request: str) -> None:
        """Keep ``request`` as the newest; one that was kept before moves there."""
        if not self._size or not request.strip():
            return
        with self._alone():
            requests = self._latest((*(kept for kept in self.read() if kept != request), request))
            lines = "".join(json.dumps({"request": kept}) + "\n" for kept in requests)
            keep_file(self._file, lines, "the prompt history")

    def erase(self) -> None:
        """Remove the whole history."""
        with self._alone():
            self._file.unlink(missing_ok=True)

    def _latest(self, requests: Iterable[str]) -> tuple[str, ...]:
        return tuple(requests)[-self._size :] if self._size else ()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Keep other workbenches from the file meanwhile."""
        with explained(self._file, "the prompt history"):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with FileLock(f"{self._file}.lock", timeout=_WAIT_S):
                yield


class HistoryCursor:
    """A place among ``requests``, at first past the newest, where the text stands that is being written.

    A text that is changed on the way is found changed on the way back, and so is what was being written.
    """

    def __init__(self, requests: Sequence[str]) -> None:
        self._texts = [*requests, ""]
        self._place = len(requests)

    def older(self, current: str) -> str | None:
        """The text before, or None at the oldest; ``current`` is kept in its place."""
        return self._move(-1, current)

    def newer(self, current: str) -> str | None:
        """The text after, or None at the newest; ``current`` is kept in its place."""
        return self._move(1, current)

    def _move(self, steps: int, current: str) -> str | None:
        if not 0 <= self._place + steps < len(self._texts):
            return None
        self._texts[self._place] = current
        self._place += steps
        return self._texts[self._place]


def search_history(requests: Sequence[str], search: str) -> tuple[str, ...]:
    """The requests that hold each word of ``search``, whatever its case, newest first."""
    words = search.casefold().split()
    return tuple(request for request in reversed(requests) if all(word in request.casefold() for word in words))


def _requests(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        try:
            entry = json.loads(line)
        except ValueError:
            continue
        match entry:
            case {"request": str(request)}:
                yield request
