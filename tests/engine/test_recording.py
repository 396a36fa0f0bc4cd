"""Recordings: nothing is lost on the way to JSON and back, and what cannot be read is named."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import RecordError
from engine.events import Event
from engine.recording import (
    EVENT_TYPES,
    FORMAT_VERSION,
    Recording,
    RecordingHeader,
    dump_recording,
    event_from_json,
    event_to_json,
    parse_recording,
    read_recording,
    write_recording,
)
from tests.engine.recordings import RECORDING, any_of

EVENTS = st.one_of(map(any_of, EVENT_TYPES.values()))


@given(EVENTS)
def test_every_event_survives_json(event: Event) -> None:
    restored = event_from_json(json.loads(json.dumps(event_to_json(event))))

    assert restored == event
    assert type(restored) is type(event)


@given(any_of(RecordingHeader), st.lists(EVENTS, max_size=3).map(tuple))
def test_every_recording_survives_its_lines(header: RecordingHeader, events: tuple[Event, ...]) -> None:
    text = dump_recording(Recording(header, events))

    assert text.isascii()
    assert text.count("\n") == len(events) + 1
    assert parse_recording(text, "it") == Recording(header, events)


def test_every_kind_of_event_can_be_recorded() -> None:
    assert set(EVENT_TYPES) == {event_type.__name__ for event_type in Event.__subclasses__()}


def test_a_recording_survives_its_file(tmp_path: Path) -> None:
    write_recording(tmp_path / "lift.jsonl", RECORDING)

    assert read_recording(tmp_path / "lift.jsonl") == RECORDING
    assert [file.name for file in tmp_path.iterdir()] == ["lift.jsonl"]


def lines() -> list[str]:
    return dump_recording(RECORDING).splitlines()


def newer() -> str:
    return json.dumps(json.loads(lines()[0]) | {"version": FORMAT_VERSION + 1})


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "does not begin with a recording's header: name a recording"),
        ('{"type": "LiftStarted"}', "does not begin with a recording's header"),
        ('{"type": "Recording", "version": 1}', "its header is damaged"),
        (newer(), rf"a newer liftui made it \(format {FORMAT_VERSION + 1}, not {FORMAT_VERSION}\): update liftui"),
        (f'{lines()[0]}\n{{"type": "Sung", "at_s": 1}}', "the event 'Sung' is unknown to this liftui: update it"),
        (f'{lines()[0]}\n{{"type": "Warned", "at_s": 1}}', "an event Warned is damaged: record the lift again"),
        (f"{lines()[0]}\n[]", "something is no event"),
        (f"{lines()[0]}\n{lines()[1][:-1]}", "no JSON: record the lift again"),
        ("[" * 100_000, "no JSON"),
    ],
)
def test_what_is_no_recording_is_told_in_one_sentence(tmp_path: Path, text: str, sentence: str) -> None:
    file = tmp_path / "lift.jsonl"
    file.write_text(text)

    with pytest.raises(RecordError, match=rf"lift\.jsonl.*{sentence}"):
        read_recording(file)


def test_a_recording_that_is_missing_or_no_text_is_told(tmp_path: Path) -> None:
    (tmp_path / "binary").write_bytes(b"\xff\xfe\x00")
    for name in ("missing", "binary"):
        with pytest.raises(RecordError, match=rf"{name} cannot be read .*: name a recording"):
            read_recording(tmp_path / name)


def test_a_recording_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match=r"cannot be written \(No such file or directory\): name another file"):
        write_recording(tmp_path / "missing" / "lift.jsonl", RECORDING)
