"""The sessions screen: all kept lifts, by session, to search, reopen and delete."""

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Footer, Input, OptionList
from textual.widgets.option_list import Option

from engine.errors import LiftuiError
from engine.recording import Recording
from liftui.display import numbers
from liftui.display.table import VERDICTS
from liftui.display.text import one_line
from liftui.sessions.session import LiftEntry, SessionEntry
from liftui.sessions.store import SessionStore
from liftui.tui.screens.ask import AskScreen


class SessionsScreen(Screen[Recording]):
    """Answers with the lift to show again, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Leave"),
        Binding("ctrl+q,ctrl+c", "leave", "Leave", show=False),
        Binding("delete", "delete", "Delete"),
        Binding("slash", "search", "Search"),
        Binding("down", "enter_list", "Down", show=False),
    ]

    def __init__(self, store: SessionStore) -> None:
        super().__init__()
        self._store = store
        self._sessions: Sequence[SessionEntry] = ()
        self._lifts: Sequence[LiftEntry] = ()

    def compose(self) -> ComposeResult:
        """The search above sessions and their lifts."""
        yield Input(placeholder="search requests, IRs and code", id="session-search", compact=True)
        with Horizontal():
            yield OptionList(id="session-list", markup=False)
            yield OptionList(id="lift-list", markup=False)
        yield Footer(show_command_palette=False)

    async def on_mount(self) -> None:
        """Show everything at first, ready to be gone through."""
        self._list_of("session").border_title = "Sessions"
        self._list_of("lift").border_title = "Lifts"
        await self._refresh_sessions()
        self._list_of("session").focus()

    def action_leave(self) -> None:
        """Close without a choice."""
        self.dismiss(None)

    def action_search(self) -> None:
        """Focus the search."""
        self.query_one(Input).focus()

    def action_enter_list(self) -> None:
        """From the search, go down to what it found."""
        self._list_of("session").focus()

    async def action_delete(self) -> None:
        """Delete what is highlighted in the focused list, once that is confirmed."""
        lifts, sessions = self._list_of("lift"), self._list_of("session")
        if lifts.has_focus and lifts.highlighted is not None:
            entry = self._lifts[lifts.highlighted]
            self._confirm(f"Delete the lift {shorten(entry.request)!r} for good?", entry)
        elif sessions.has_focus and sessions.highlighted is not None:
            session = self._sessions[sessions.highlighted]
            self._confirm(f"Delete {session.session.name!r} and its {session.lifts} lifts for good?", session)

    def _confirm(self, question: str, entry: LiftEntry | SessionEntry) -> None:
        async def delete(answer: str | None) -> None:
            if answer == "Delete":
                await self._guarded_delete(entry)

        self.app.push_screen(AskScreen(question, ("Keep", "Delete")), delete)

    async def _guarded_delete(self, entry: LiftEntry | SessionEntry) -> None:
        try:
            if isinstance(entry, LiftEntry):
                await self._store.delete_lift(entry.id)
            else:
                await self._store.delete_session(entry.session.id)
        except LiftuiError as error:
            self._tell(error)
        await self._refresh_sessions()

    @on(Input.Changed)
    async def _refresh_sessions(self) -> None:
        try:
            self._sessions = await self._store.sessions(self.query_one(Input).value)
        except LiftuiError as error:
            self._tell(error)
            return
        shown = self._list_of("session")
        shown.clear_options()
        shown.add_options(Option(_session_line(entry)) for entry in self._sessions)
        shown.highlighted = 0 if self._sessions else None
        if not self._sessions:
            self._lifts = ()
            self._list_of("lift").clear_options()

    @on(OptionList.OptionHighlighted, "#session-list")
    async def _show_lifts(self, event: OptionList.OptionHighlighted) -> None:
        if event.option_index >= len(self._sessions):
            return
        session = self._sessions[event.option_index].session
        try:
            self._lifts = await self._store.lifts(session.id, self.query_one(Input).value)
        except LiftuiError as error:
            self._tell(error)
            return
        shown = self._list_of("lift")
        shown.clear_options()
        shown.add_options(Option(_lift_line(entry)) for entry in self._lifts)

    @on(OptionList.OptionSelected, "#session-list")
    def _enter_lifts(self) -> None:
        lifts = self._list_of("lift")
        lifts.focus()
        if self._lifts and lifts.highlighted is None:
            lifts.highlighted = len(self._lifts) - 1

    @on(OptionList.OptionSelected, "#lift-list")
    async def _reopen(self, event: OptionList.OptionSelected) -> None:
        try:
            self.dismiss(await self._store.recording(self._lifts[event.option_index].id))
        except LiftuiError as error:
            self._tell(error)

    def _list_of(self, what: str) -> OptionList:
        return self.query_one(f"#{what}-list", OptionList)

    def _tell(self, error: LiftuiError) -> None:
        self.notify(one_line(str(error)), severity="error", markup=False, timeout=6)


def shorten(text: str) -> str:
    """The first line, cut where it is long."""
    first = one_line(text.partition("\n")[0])
    return first if len(first) <= 40 else f"{first[:39]}…"


def _session_line(entry: SessionEntry) -> Content:
    return Content.assemble(
        (one_line(entry.session.name), "bold"), (f"  {entry.passed} of {entry.lifts} passed", "$foreground 60%")
    )


def _lift_line(entry: LiftEntry) -> Content:
    verdict = VERDICTS[entry.status] if entry.status else "■ STOP"
    return Content.assemble(
        (f"{verdict:<8}", "bold"), shorten(entry.request), (f"  {numbers.duration(entry.e2e_s)}", "$foreground 60%")
    )
