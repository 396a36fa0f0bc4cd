"""A lift as it happened, for sessions and demos: a header and every event, each a line of JSON.

Reading gives back equal events. (One exception lies in JSON itself: the two halves of a surrogate pair, where a
model's text holds them apart, come back as the one character they stand for.)
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from engine.atomic_file import write_atomically
from engine.errors import RecordError
from engine.events import (
    AttemptFailed,
    CaseChecked,
    CodeAssembled,
    CodeExecuted,
    EndpointWaiting,
    Event,
    IRParsed,
    LiftFinished,
    LiftStarted,
    StageFinished,
    StageStarted,
    TextStreamed,
    Warned,
)
from engine.pricing import Price
from engine.provenance import versions
from engine.task import Task

FORMAT_VERSION = 1
"""Raised when a reader of the version before would misread what is written."""

EVENT_TYPES: Mapping[str, type[Event]] = {
    event_type.__name__: event_type
    for event_type in (
        LiftStarted,
        StageStarted,
        EndpointWaiting,
        TextStreamed,
        StageFinished,
        Warned,
        IRParsed,
        CodeAssembled,
        CaseChecked,
        CodeExecuted,
        AttemptFailed,
        LiftFinished,
    )
}
"""Every kind of event by the name it is recorded under."""


@dataclass(frozen=True, slots=True)
class RecordingHeader:
    """Under what conditions the lift took place."""

    recorded: str
    """When the lift began, ISO 8601 with its zone."""
    task: Task
    """What was lifted, its evidence included, so that it can be lifted and executed again."""
    model: str
    endpoint_kind: str
    price: Price | None
    """None where it is unknown."""
    versions: dict[str, str | None] = field(default_factory=versions)


@dataclass(frozen=True, slots=True)
class Recording:
    """One lift; without `LiftFinished` at its end it was stopped."""

    header: RecordingHeader
    events: tuple[Event, ...]


def event_to_json(event: Event) -> dict[str, Any]:
    """Put ``event`` in a JSON object, its class under ``type``."""
    name = type(event).__name__
    fields: dict[str, Any] = _adapter(name).dump_python(event, mode="json")
    return {"type": name} | fields


def event_from_json(value: object) -> Event:
    """Read what `event_to_json` gave; raises RecordError for anything else."""
    match value:
        case {"type": str(name)} if name in EVENT_TYPES:
            try:
                event: Event = _adapter(name).validate_python(value)
                return event
            except ValueError as error:
                raise RecordError(f"an event {name} is damaged: record the lift again") from error
        case {"type": str(name)}:
            raise RecordError(f"the event {name!r} is unknown to this liftui: update it")
    raise RecordError("something is no event: record the lift again")


def dump_recording(recording: Recording) -> str:
    """Write all lines, in ASCII; raises ValueError for a number that JSON does not know, such as NaN."""
    fields: dict[str, Any] = _adapter("Recording").dump_python(recording.header, mode="json")
    header = {"type": "Recording", "version": FORMAT_VERSION} | fields
    return "".join(map(_line, (header, *map(event_to_json, recording.events))))


def parse_recording(text: str, name: str) -> Recording:
    """Read what `dump_recording` wrote; raises RecordError, which calls the recording ``name``."""
    header, *events = _values(text.splitlines(), name)
    try:
        return Recording(_read_header(header), tuple(map(event_from_json, events)))
    except RecordError as error:
        raise RecordError(f"{name} cannot be read: {error}") from error


def write_recording(file: Path, recording: Recording) -> None:
    """Keep ``recording`` in ``file``. Raises RecordError where that is not possible."""
    try:
        write_atomically(file, dump_recording(recording))
    except OSError as error:
        raise RecordError(f"{file} cannot be written ({error.strerror}): name another file") from error


def read_recording(file: Path) -> Recording:
    """Read ``file``. Raises RecordError where it is missing, damaged or of a newer liftui."""
    try:
        return parse_recording(file.read_text(encoding="utf-8"), str(file))
    except (OSError, UnicodeDecodeError) as error:
        raise RecordError(f"{file} cannot be read ({error}): name a recording") from error


def _line(value: dict[str, Any]) -> str:
    return json.dumps(value, allow_nan=False, separators=(",", ":")) + "\n"


def _values(lines: Iterable[str], name: str) -> list[object]:
    try:
        return [json.loads(line) for line in lines] or [None]
    except (ValueError, RecursionError) as error:
        raise RecordError(f"{name} holds a line that is no JSON: record the lift again") from error


def _read_header(value: object) -> RecordingHeader:
    match value:
        case {"type": "Recording", "version": int(version)} if version > FORMAT_VERSION:
            raise RecordError(f"a newer liftui made it (format {version}, not {FORMAT_VERSION}): update liftui")
        case {"type": "Recording", "version": int()}:
            try:
                header: RecordingHeader = _adapter("Recording").validate_python(value)
                return header
            except ValueError as error:
                raise RecordError("its header is damaged: record the lift again") from error
    raise RecordError("it does not begin with a recording's header: name a recording")


@cache
def _adapter(name: str) -> TypeAdapter[Any]:
    return TypeAdapter(RecordingHeader if name == "Recording" else EVENT_TYPES[name])
