"""Sessions in a real database file: what is kept comes back, is found, renamed and deleted."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from engine.errors import RecordError
from engine.recording import Recording
from liftui.sessions.session import LiftEntry, Session
from liftui.sessions.store import SessionStore
from tests.engine.recordings import EVENTS, HEADER, RECORDING, asking

MORNING = Session.begin(datetime(2026, 11, 23, 9, 30, tzinfo=UTC))
EVENING = Session.begin(datetime(2026, 11, 23, 19, 5, tzinfo=UTC))


@pytest.fixture
async def store(tmp_path: Path) -> SessionStore:
    store = SessionStore(tmp_path / "liftui" / "sessions.db")
    assert await store.open() is None
    return store


def test_a_session_is_named_by_the_minute_it_begins() -> None:
    assert MORNING.name == "2026-11-23 09:30"
    assert MORNING.id != EVENING.id


async def test_a_lift_comes_back_as_it_happened(store: SessionStore) -> None:
    lift_id = await store.keep(MORNING, RECORDING)

    again = SessionStore(store.path)
    assert await again.open() is None
    assert await again.recording(lift_id) == RECORDING
    assert await again.lifts(MORNING.id) == (
        LiftEntry(lift_id, MORNING.id, HEADER.recorded, "Double a number", "failed", 4.25, "small"),
    )


async def test_a_stopped_lift_is_kept_too(store: SessionStore) -> None:
    stopped = Recording(HEADER, EVENTS[:3])

    lift_id = await store.keep(MORNING, stopped)

    assert await store.recording(lift_id) == stopped
    assert [entry.status for entry in await store.lifts(MORNING.id)] == [None]


async def test_sessions_are_listed_by_their_last_use(store: SessionStore) -> None:
    for session, request in ((MORNING, "first"), (EVENING, "second"), (MORNING, "third")):
        await store.keep(session, asking(request))

    listed = [(entry.session, entry.lifts, entry.passed, entry.last_request) for entry in await store.sessions()]
    assert listed == [(MORNING, 2, 0, "third"), (EVENING, 1, 0, "second")]


async def test_a_search_finds_words_in_request_ir_code_and_name_whatever_their_case(store: SessionStore) -> None:
    await store.keep(MORNING, RECORDING)
    await store.keep(MORNING, asking("100% GRÖSSE"))
    await store.keep(EVENING, asking("Sort a list"))
    await store.rename(replace(EVENING, name="Évaluation"))

    async def found(search: str) -> list[tuple[str, int]]:
        return [(entry.session.id, entry.lifts) for entry in await store.sessions(search)]

    for search in ("double NUMBER", "multiply", "return n", "größe", "100%"):
        assert await found(search) == [(MORNING.id, 1)], search
    assert await found("évaluation list") == [(EVENING.id, 1)]
    assert await found("a") == [(EVENING.id, 1), (MORNING.id, 1)]
    assert await found("%") == [(MORNING.id, 1)]
    assert await found("double list") == []
    assert [entry.request for entry in await store.lifts(MORNING.id, "size 100")] == []
    assert [entry.request for entry in await store.lifts(MORNING.id, "grösse 100")] == ["100% GRÖSSE"]


async def test_a_session_keeps_its_name_through_further_lifts(store: SessionStore) -> None:
    await store.rename(replace(MORNING, name="clamping"))
    assert await store.sessions() == ()

    await store.keep(MORNING, asking("one"))
    await store.keep(MORNING, asking("two"))

    assert [entry.session.name for entry in await store.sessions()] == ["clamping"]


async def test_what_is_deleted_is_gone_and_nothing_else(store: SessionStore) -> None:
    first, second = [await store.keep(MORNING, asking(request)) for request in ("one", "two")]
    third = await store.keep(EVENING, asking("three"))

    await store.delete_lift(first)
    assert [entry.id for entry in await store.lifts(MORNING.id)] == [second]
    await store.delete_session(MORNING.id)

    assert [entry.session for entry in await store.sessions()] == [EVENING]
    assert await store.recording(third) == asking("three")
    with pytest.raises(RecordError, match=rf"lift {second} is no longer in .*: choose another"):
        await store.recording(second)


async def test_what_is_deleted_is_in_no_file_any_more(store: SessionStore) -> None:
    lift_id = await store.keep(MORNING, asking("confidential " * 1000))
    await store.keep(EVENING, asking("public"))
    assert b"confidential" in store.path.read_bytes()

    await store.delete_lift(lift_id)

    assert all(b"confidential" not in file.read_bytes() for file in store.path.parent.iterdir())


async def test_text_that_sqlite_cannot_hold_is_kept_exactly_nevertheless(store: SessionStore) -> None:
    hostile = asking("lone \ud800 and \x00 and '; DROP TABLE lift; --")

    assert await store.recording(await store.keep(MORNING, hostile)) == hostile
    assert [entry.request for entry in await store.lifts(MORNING.id, "drop")] == [
        "lone ? and \x00 and '; DROP TABLE lift; --"
    ]
