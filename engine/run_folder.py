"""A run on disk: ``run.json`` says what was run and what came of it, ``results.jsonl`` holds a record a line.

Each record is handed to the system at once, so that killing the process loses none. Against a power cut the file is
synchronised too, at most once a second: that takes up to 4 ms, nothing beside a lift but too much for cached answers.
"""

import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import Any, BinaryIO

from engine.atomic_file import write_atomically
from engine.errors import RecordError
from engine.pricing import Price
from engine.provenance import source_commit, versions
from engine.record import TaskRecord
from engine.run_events import RunEvent, RunFinished, TaskFinished

RUN_FILE = "run.json"
RESULTS_FILE = "results.jsonl"
_SYNCHRONISE_EVERY_S = 1.0


@dataclass(frozen=True, slots=True)
class RunDescription:
    """What is run, as ``run.json`` holds it under the same names."""

    suite: str
    settings: dict[str, Any]
    """Ready for JSON, secrets masked."""
    model: str
    endpoint_kind: str
    price: Price | None
    versions: dict[str, str | None] = field(default_factory=versions)
    commit: str | None = field(default_factory=source_commit)


def default_folder(base: Path, suite: str, now: datetime) -> Path:
    """Name the folder of a run of ``suite`` that starts at ``now``: ``base/20251015T143005Z-suite``."""
    return base / f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}-{re.sub(r'[^A-Za-z0-9_.-]+', '-', suite)}"


class RunFolder:
    """Writes a run's folder; every method raises RecordError where that is not possible."""

    def __init__(self, path: Path, description: RunDescription) -> None:
        """Make the folder, which must not hold results yet, and say in ``run.json`` what is run.

        Until `finish` the file says ``"interrupted": true, "end": null``: that is what a killed run leaves.
        """
        self.path = path
        self._description = description
        self._start = _now()
        self._synchronised = monotonic()
        with _explained(path):
            path.mkdir(parents=True, exist_ok=True)
            try:
                (path / RESULTS_FILE).touch(exist_ok=False)
            except FileExistsError:
                raise RecordError(f"{path} already holds a run's results: name another folder") from None
        self._write_run(None)

    def observe(self, event: RunEvent) -> None:
        """Keep what belongs on disk; an observer for `engine.batch.run_suite`."""
        match event:
            case TaskFinished(record):
                self.append(record)
            case RunFinished():
                self.finish(event)

    def append(self, record: TaskRecord) -> None:
        """Put one record on the disk."""
        line = record.to_json().encode() + b"\n"
        with _explained(self.path), (self.path / RESULTS_FILE).open("ab") as results:
            results.write(line)
            if monotonic() - self._synchronised >= _SYNCHRONISE_EVERY_S:
                self._synchronise(results)

    def finish(self, end: RunFinished) -> None:
        """Complete ``run.json``."""
        with _explained(self.path), (self.path / RESULTS_FILE).open("ab") as results:
            self._synchronise(results)
        self._write_run(end)

    def _synchronise(self, results: BinaryIO) -> None:
        results.flush()
        os.fsync(results.fileno())
        self._synchronised = monotonic()

    def _write_run(self, end: RunFinished | None) -> None:
        run = asdict(self._description) | {
            "start": self._start,
            "end": _now() if end else None,
            "interrupted": end is None or end.interrupted,
            "stopped": asdict(end.stopped) if end and end.stopped else None,
            **(end.summary.to_json() if end else {"totals": None, "statistics": None}),
        }
        text = json.dumps(run, indent=2, allow_nan=False, default=str)
        with _explained(self.path):
            write_atomically(self.path / RUN_FILE, text + "\n")


def read_records(path: Path) -> Iterator[TaskRecord]:
    """Read the records of the run folder ``path``, in the order in which the lifts ended.

    A last line without its newline is what a power cut left of a write, and is left aside. Raises RecordError
    where there are no results or a line is no record.
    """
    try:
        with (path / RESULTS_FILE).open("rb") as results:
            for number, line in enumerate(results, start=1):
                if line.endswith(b"\n"):
                    yield _read_record(path / RESULTS_FILE, number, line)
    except OSError as error:
        raise RecordError(
            f"{path} holds no results that can be read ({error.strerror}): name a run's folder"
        ) from error


def _read_record(file: Path, number: int, line: bytes) -> TaskRecord:
    try:
        return TaskRecord.from_json(line)
    except ValueError as error:
        raise RecordError(f"line {number} of {file} is no record of a task: remove it, or run again") from error


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise RecordError(
            f"the run cannot be recorded in {path} ({error.strerror}): name a folder that can be written to"
        ) from error


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
