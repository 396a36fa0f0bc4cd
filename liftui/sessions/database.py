"""The database file: opened, checked, and set aside where this liftui cannot use it; never deleted."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock

from engine.errors import RecordError

SCHEMA_VERSION = 1
"""Kept in ``user_version``; raised when the tables change."""

_SCHEMA = f"""
BEGIN IMMEDIATE;
CREATE TABLE IF NOT EXISTS session (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    began TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS lift (
    id INTEGER PRIMARY KEY,
    session_id TEXT NOT NULL REFERENCES session (id),
    recorded TEXT NOT NULL,
    model TEXT NOT NULL,
    status TEXT,
    e2e_s REAL NOT NULL,
    request TEXT NOT NULL,
    searched TEXT NOT NULL,
    recording TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS lift_by_session ON lift (session_id);
PRAGMA user_version = {SCHEMA_VERSION};
COMMIT;
"""
_WAIT_S = 10.0
"""How long another liftui may keep this one from the database."""
_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_CURES = {
    sqlite3.SQLITE_FULL: "free some space on that disk, then try again",
    sqlite3.SQLITE_IOERR: "free some space on that disk, then try again",
    sqlite3.SQLITE_BUSY: "another liftui is writing there, try again",
    **dict.fromkeys(_DAMAGED, "start liftui again, which sets the file aside and keeps it"),
}


def prepare_database(path: Path) -> str | None:
    """Make ``path`` a database that this liftui can use; returns one sentence where another was set aside for that.

    Raises RecordError where that is not possible.
    """
    with explained(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(f"{path}.lock", timeout=_WAIT_S):
            reason = _unusable(path)
            message = _set_aside(path, reason) if reason else None
            with closing(_connect(path)) as database:
                database.execute("PRAGMA journal_mode = WAL")
                if _version(database) < SCHEMA_VERSION:
                    database.executescript(_SCHEMA)
    return message


@contextmanager
def transaction(path: Path) -> Iterator[sqlite3.Connection]:
    """Everything done in it is kept, or nothing. Raises RecordError where the database cannot be used."""
    with explained(path), closing(_connect(path)) as database, database:
        yield database


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn what goes wrong with the file into a RecordError of one sentence."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        cure = _CURES.get(_code(error), "see that its folder exists and can be written to")
        raise RecordError(f"sessions cannot be read or kept in {path} ({error}): {cure}") from error


def _connect(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(path, timeout=_WAIT_S)
    database.execute("PRAGMA secure_delete = ON")
    database.create_function("casefold", 1, str.casefold, deterministic=True)
    return database


def _version(database: sqlite3.Connection) -> int:
    return int(database.execute("PRAGMA user_version").fetchone()[0])


def _unusable(path: Path) -> str | None:
    """Why the file cannot be used, in a word, or None."""
    try:
        with closing(_connect(path)) as database:
            if _version(database) > SCHEMA_VERSION:
                return "newer"
            return None if database.execute("PRAGMA quick_check(1)").fetchone() == ("ok",) else "damaged"
    except sqlite3.DatabaseError as error:
        if _code(error) in _DAMAGED:
            return "damaged"
        raise


def _set_aside(path: Path, reason: str) -> str:
    """Rename the file, its log first: a new database must not find the log of an old one."""
    aside = path.with_name(f"{path.stem}-{reason}-{datetime.now(UTC):%Y%m%dT%H%M%S.%fZ}{path.suffix}")
    for ending in ("-wal", "-shm", ""):
        if (part := path.with_name(path.name + ending)).exists():
            part.rename(aside.with_name(aside.name + ending))
    cause = "are of a newer liftui" if reason == "newer" else "are damaged"
    return f"the sessions in {path} {cause}: they were set aside as {aside.name}, and new ones begun"


def _code(error: BaseException) -> int:
    """The primary result code of SQLite, or 0."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF
