"""One JSON object per line and event: for log collectors."""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Self, TextIO

from engine.events import AttemptFailed, EndpointWaiting, Event, StageFinished, Warned
from engine.local.progress import DownloadProgress
from engine.record import TaskRecord
from engine.run_events import RunFinished, RunStarted, TaskFinished, TaskProgressed, TaskStarted
from liftui.display.protocol import DisplayEvent, Notice

_TOLD = (StageFinished, EndpointWaiting, Warned, AttemptFailed)
"""Of a lift's events, those that are logged: streamed text and products are in the records."""
_RECORD_KEYS = ("status", "compiled", "cases_passed", "cases_total", "e2e_s", "cost_usd", "error")


def _utc_now() -> datetime:
    return datetime.now(UTC)


class LogDisplay:
    """Writes to ``file``; every object has ``time`` (ISO 8601, UTC) and ``event``, the event's class."""

    def __init__(self, file: TextIO, now: Callable[[], datetime] = _utc_now) -> None:
        self._file = file
        self._now = now
        self._download_percent: tuple[str, int] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.flush()

    def handle(self, event: DisplayEvent) -> None:
        """Write ``event``; of a download only each whole per cent."""
        match event:
            case DownloadProgress():
                self._log_download(event)
            case Notice(text=text):
                self._log("Notice", {"text": text})
            case RunStarted(suite=suite, total=total):
                self._log("RunStarted", {"suite": suite.name, "total": total})
            case TaskStarted(task=task, repeat=repeat):
                self._log("TaskStarted", {"task": task.id, "repeat": repeat})
            case TaskProgressed(task=task, repeat=repeat, event=inner):
                self._log_progress({"task": task.id, "repeat": repeat}, inner)
            case TaskFinished(record=record):
                self._log("TaskFinished", _record_fields(record))
            case RunFinished():
                self._log("RunFinished", _end_fields(event))

    def _log_progress(self, lift: dict[str, Any], event: Event) -> None:
        if isinstance(event, _TOLD):
            self._log(type(event).__name__, lift | asdict(event))

    def _log_download(self, progress: DownloadProgress) -> None:
        percent = (progress.source, 100 * progress.done_bytes // max(progress.total_bytes, 1))
        if percent != self._download_percent:
            self._download_percent = percent
            self._log("DownloadProgress", asdict(progress))

    def _log(self, event: str, fields: Mapping[str, Any]) -> None:
        line = {"time": self._now().isoformat(timespec="milliseconds"), "event": event} | dict(fields)
        print(json.dumps(line), file=self._file, flush=True)


def _end_fields(event: RunFinished) -> dict[str, Any]:
    stopped = None if event.stopped is None else asdict(event.stopped)
    return {"interrupted": event.interrupted, "stopped": stopped} | event.summary.to_json()


def _record_fields(record: TaskRecord) -> dict[str, Any]:
    fields = asdict(record)
    return {"task": record.task, "repeat": record.repeat} | {key: fields[key] for key in _RECORD_KEYS}
