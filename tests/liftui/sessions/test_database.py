"""The database file among processes, full disks and other versions: nothing that was kept is ever lost."""

import asyncio
import resource
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from engine.errors import RecordError
from liftui.sessions.database import SCHEMA_VERSION
from liftui.sessions.session import Session
from liftui.sessions.store import SessionStore
from tests.engine.recordings import asking

ROOT = Path(__file__).parents[3]
SESSION = Session.begin(datetime(2026, 11, 23, 9, 30, tzinfo=UTC))


def start_writer(path: Path, name: str, lifts: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.liftui.sessions.writer", str(path), name, str(lifts)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def sound(path: Path) -> bool:
    with closing(sqlite3.connect(path)) as database:
        return database.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def the_one_aside(folder: Path) -> Path:
    [aside] = folder.glob("sessions-*.db")
    return aside


async def kept_requests(store: SessionStore) -> list[str]:
    entries = await store.sessions()
    return [lift.request for entry in entries for lift in await store.lifts(entry.session.id)]


async def test_processes_that_start_and_write_at_once_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "new" / "sessions.db"
    writers = [start_writer(path, name, 50) for name in "abc"]
    for writer in writers:
        _, errors = writer.communicate()
        assert (writer.returncode, errors) == (0, "")

    store = SessionStore(path)
    assert await store.open() is None
    assert sorted(await kept_requests(store)) == sorted(f"{name} {number}" for name in "abc" for number in range(50))
    assert sound(path)


async def test_a_process_killed_while_it_writes_loses_no_lift_it_had_kept(tmp_path: Path) -> None:
    path = tmp_path / "sessions.db"
    with start_writer(path, "killed", 1_000_000) as writer:
        assert writer.stdout is not None
        for _ in range(20):
            last = int(writer.stdout.readline())
        writer.send_signal(signal.SIGKILL)

    store = SessionStore(path)
    assert await store.open() is None
    requests = await kept_requests(store)
    assert requests == [f"killed {number}" for number in range(len(requests))]
    assert len(requests) > last
    assert sound(path)


async def test_a_reader_is_not_kept_waiting_by_a_writer(tmp_path: Path) -> None:
    store = SessionStore(tmp_path / "sessions.db")
    await store.open()
    await store.keep(SESSION, asking("kept"))

    with closing(sqlite3.connect(store.path)) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("DELETE FROM lift")
        assert await kept_requests(store) == ["kept"]
        other.rollback()


async def test_a_writer_waits_for_another(tmp_path: Path) -> None:
    store = SessionStore(tmp_path / "sessions.db")
    await store.open()

    with closing(sqlite3.connect(store.path)) as other:
        other.execute("BEGIN IMMEDIATE")
        keeping = asyncio.create_task(store.keep(SESSION, asking("second")))
        assert await kept_requests(store) == []
        other.commit()
        await keeping

    assert await kept_requests(store) == ["second"]


def damaged(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[4096 : 3 * 4096] = b"\xff" * 2 * 4096
    path.write_bytes(content)


def no_database(path: Path) -> None:
    path.write_bytes(b"This is no database at all. " * 400)


def newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as database:
        database.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")


@pytest.mark.parametrize(
    ("spoil", "cause"),
    [(damaged, "are damaged"), (no_database, "are damaged"), (newer, "are of a newer liftui")],
)
async def test_what_cannot_be_used_is_set_aside_with_a_message_and_kept(
    tmp_path: Path, spoil: Callable[[Path], None], cause: str
) -> None:
    store = SessionStore(tmp_path / "sessions.db")
    await store.open()
    for number in range(40):
        await store.keep(SESSION, asking(f"{number}" * 500))
    spoil(store.path)
    spoiled = store.path.read_bytes()

    message = await store.open()

    aside = the_one_aside(tmp_path)
    assert message is not None
    assert cause in message
    assert aside.name in message
    assert aside.read_bytes() == spoiled
    await store.keep(SESSION, asking("after"))
    assert await kept_requests(store) == ["after"]
    assert await SessionStore(store.path).open() is None


async def test_the_log_of_what_is_set_aside_goes_with_it(tmp_path: Path) -> None:
    store = SessionStore(tmp_path / "sessions.db")
    await store.open()
    with closing(sqlite3.connect(store.path)) as other:
        other.execute("SELECT * FROM lift").fetchall()
        await store.keep(SESSION, asking("in the log alone"))
        other.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
        message = await store.open()

    assert message is not None
    assert await kept_requests(store) == []
    aside = the_one_aside(tmp_path)
    assert aside.with_name(f"{aside.name}-wal").exists()
    with closing(sqlite3.connect(aside)) as old:
        assert old.execute("SELECT request FROM lift").fetchall() == [("in the log alone",)]


@contextmanager
def files_of_at_most(size_bytes: int) -> Iterator[None]:
    """Let the system refuse every write beyond ``size_bytes`` of a file, as a full disk does."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size_bytes, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


async def test_a_full_disk_is_one_sentence_and_loses_nothing(tmp_path: Path) -> None:
    store = SessionStore(tmp_path / "sessions.db")
    await store.open()
    await store.keep(SESSION, asking("before"))
    large = asking("large" * 100_000)

    with files_of_at_most(200_000), pytest.raises(RecordError, match=r"sessions\.db .*: free some space on that disk"):
        await store.keep(SESSION, large)

    assert await kept_requests(store) == ["before"]
    assert sound(store.path)
    await store.keep(SESSION, large)
    assert len(await kept_requests(store)) == 2


async def test_a_folder_that_cannot_be_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(RecordError, match=r"sessions cannot be read or kept in .*: see that its folder exists"):
        await SessionStore(tmp_path / "file" / "sessions.db").open()


async def test_damage_met_later_says_to_start_again(tmp_path: Path) -> None:
    store = SessionStore(tmp_path / "sessions.db")
    await store.open()
    no_database(store.path)

    with pytest.raises(RecordError, match=r"start liftui again, which sets the file aside and keeps it"):
        await store.keep(SESSION, asking("lost?"))
