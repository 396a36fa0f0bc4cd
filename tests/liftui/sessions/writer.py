"""A second liftui: keeps as many lifts as it is told, and prints a line for each."""

import asyncio
import sys
from datetime import UTC, datetime
from pathlib import Path

from liftui.sessions.session import Session
from liftui.sessions.store import SessionStore
from tests.engine.recordings import asking


async def keep(path: Path, name: str, lifts: int) -> None:
    """Keep ``lifts`` lifts, named ``name`` and their number, in one session."""
    store = SessionStore(path)
    if message := await store.open():
        raise SystemExit(message)
    session = Session.begin(datetime.now(UTC))
    for number in range(lifts):
        await store.keep(session, asking(f"{name} {number}"))
        print(number, flush=True)


if __name__ == "__main__":
    asyncio.run(keep(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])))
