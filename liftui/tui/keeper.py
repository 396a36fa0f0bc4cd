"""What the user's workbench keeps over time: requests, the draft, every lift, and copies no clipboard took."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from engine.recording import Recording
from liftui.sessions.session import Session
from liftui.sessions.store import SessionStore
from liftui.workbench.clipboard import Copied, copy_text
from liftui.workbench.draft import Draft
from liftui.workbench.history import HistoryCursor, PromptHistory
from liftui.workbench.places import Places


class Keeper:
    """Everything on the disk below ``places``; each method raises RecordError where that cannot be used."""

    def __init__(self, places: Places, history_size: int) -> None:
        self._places = places
        self._history = PromptHistory(places.history, history_size)
        self._draft = Draft(places.draft)
        self._cursor: HistoryCursor | None = None
        self.store = SessionStore(places.sessions)
        self.session = Session.begin(datetime.now(UTC).astimezone())
        self.is_named = False
        """Whether the user gave the session its name."""

    @property
    def runs_folder(self) -> Path:
        """Where runs of suites are recorded, each in a folder of its own, as headless ones are."""
        return self._places.folder / "runs"

    async def read_draft(self) -> str:
        """Read what was being written when the workbench was last left."""
        return await asyncio.to_thread(self._draft.read)

    async def keep_draft(self, text: str) -> None:
        """Keep what is being written."""
        await asyncio.to_thread(self._draft.keep, text)

    async def add_request(self, request: str) -> None:
        """Remember ``request``, which was lifted."""
        await asyncio.to_thread(self._history.add, request)
        self._cursor = None

    async def requests(self) -> tuple[str, ...]:
        """Read the remembered requests, oldest first."""
        return await asyncio.to_thread(self._history.read)

    async def erase_requests(self) -> None:
        """Forget all requests."""
        await asyncio.to_thread(self._history.erase)
        self._cursor = None

    async def step(self, direction: int, current: str) -> str | None:
        """Return the request before or after ``current``, which is found again on the way back; None at the end."""
        if self._cursor is None:
            self._cursor = HistoryCursor(await self.requests())
        return self._cursor.older(current) if direction < 0 else self._cursor.newer(current)

    async def keep_lift(self, recording: Recording) -> None:
        """Add a lift to this sitting's session."""
        await self.store.keep(self.session, recording)

    async def rename_session(self, name: str) -> None:
        """Give this sitting's session a name."""
        self.session = Session(self.session.id, name, self.session.began)
        await self.store.rename(self.session)
        self.is_named = True

    async def copy(self, text: str, name: str, write_to_terminal: Callable[[str], object]) -> Copied:
        """Put ``text`` on the clipboard, or in a file called ``name``."""
        return await copy_text(text, self._places.copies / name, os.environ, write_to_terminal)
