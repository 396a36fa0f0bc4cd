"""Sessions and their lifts: kept, listed, searched, reopened, renamed and deleted."""

import asyncio
from collections.abc import Callable
from dataclasses import astuple
from pathlib import Path
from sqlite3 import Connection
from typing import Any, TypeVar

from engine.errors import RecordError
from engine.lifted import Lifted
from engine.recording import Recording, dump_recording, parse_recording
from liftui.sessions.database import prepare_database, transaction
from liftui.sessions.session import LiftEntry, Session, SessionEntry

Result = TypeVar("Result")

_NAME_SESSION = """
INSERT INTO session (id, name, began) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET name = excluded.name
"""
_KEEP_SESSION = "INSERT INTO session (id, name, began) VALUES (?, ?, ?) ON CONFLICT (id) DO NOTHING"
_KEEP_LIFT = """
INSERT INTO lift (session_id, recorded, model, status, e2e_s, request, searched, recording)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)
"""
_LIST_SESSIONS = """
SELECT session.id, session.name, session.began, count(*), sum(lift.status IS 'passed'), lift.request, max(lift.id)
FROM session JOIN lift ON lift.session_id = session.id
WHERE {}
GROUP BY session.id ORDER BY max(lift.id) DESC
"""
_LIST_LIFTS = """
SELECT id, session_id, recorded, request, status, e2e_s, model FROM lift WHERE session_id = ? AND {} ORDER BY id
"""


class SessionStore:
    """All sessions in one database file; any number of processes may use it at once.

    Every method works in a thread and raises RecordError, one sentence, where the database cannot be used; what
    was kept before is then intact. A cancelled call is carried out nevertheless.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    async def open(self) -> str | None:
        """Prepare the database, before anything else; returns one sentence where another was set aside for it."""
        return await asyncio.to_thread(prepare_database, self.path)

    async def keep(self, session: Session, recording: Recording) -> int:
        """Add a lift to ``session``, which comes into being with its first; returns the lift's id."""
        lift = _lift_row(recording)

        def insert(database: Connection) -> int:
            database.execute(_KEEP_SESSION, astuple(session))
            return database.execute(_KEEP_LIFT, (session.id, *lift)).lastrowid or 0

        return await self._do(insert)

    async def rename(self, session: Session) -> None:
        """Give the session of this id the name that ``session`` has, whether it has lifts yet or not."""
        await self._do(lambda database: database.execute(_NAME_SESSION, astuple(session)))

    async def sessions(self, search: str = "") -> tuple[SessionEntry, ...]:
        """List the sessions, last used first; with ``search``, what its words are found in, and those lifts alone."""
        condition, words = _containing("casefold(name) || char(10) || searched", search)
        rows = await self._query(_LIST_SESSIONS.format(condition), words)
        return tuple(SessionEntry(Session(*row[:3]), *row[3:6]) for row in rows)

    async def lifts(self, session_id: str, search: str = "") -> tuple[LiftEntry, ...]:
        """List a session's lifts, oldest first; with ``search``, those that hold each of its words."""
        condition, words = _containing("searched", search)
        rows = await self._query(_LIST_LIFTS.format(condition), (session_id, *words))
        return tuple(LiftEntry(*row) for row in rows)

    async def recording(self, lift_id: int) -> Recording:
        """Read a lift as it happened; raises RecordError where it was deleted meanwhile, too."""
        for (text,) in await self._query("SELECT recording FROM lift WHERE id = ?", (lift_id,)):
            return parse_recording(text, f"lift {lift_id} in {self.path}")
        raise RecordError(f"lift {lift_id} is no longer in {self.path}: choose another")

    async def delete_lift(self, lift_id: int) -> None:
        """Delete one lift for good."""
        await self._do(lambda database: database.execute("DELETE FROM lift WHERE id = ?", (lift_id,)))

    async def delete_session(self, session_id: str) -> None:
        """Delete a session with all its lifts for good."""

        def delete(database: Connection) -> None:
            database.execute("DELETE FROM lift WHERE session_id = ?", (session_id,))
            database.execute("DELETE FROM session WHERE id = ?", (session_id,))

        await self._do(delete)

    async def _query(self, statement: str, values: tuple[object, ...]) -> list[tuple[Any, ...]]:
        return await self._do(lambda database: database.execute(statement, values).fetchall())

    async def _do(self, work: Callable[[Connection], Result]) -> Result:
        def do() -> Result:
            with transaction(self.path) as database:
                return work(database)

        return await asyncio.to_thread(do)


def _lift_row(recording: Recording) -> tuple[object, ...]:
    lifted, header = Lifted.of(recording.events), recording.header
    searched = "\n".join((lifted.request, lifted.ir, lifted.code)).casefold()
    return (
        header.recorded,
        header.model,
        lifted.status,
        lifted.e2e_s,
        _storable(lifted.request),
        _storable(searched),
        dump_recording(recording),
    )


def _containing(column: str, search: str) -> tuple[str, tuple[str, ...]]:
    """A condition that ``column`` holds each word of ``search``, whatever its case, and the condition's values."""
    words = tuple(_storable(word.casefold()) for word in search.split())
    return " AND ".join(["true", *[f"instr({column}, ?) > 0"] * len(words)]), words


def _storable(text: str) -> str:
    """The text without lone surrogates, which SQLite does not take."""
    return text.encode(errors="replace").decode()
