"""The workbench as a Textual app: themes, keys, and the order in which things are loaded."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Mapping
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import App

from engine.errors import LiftuiError
from liftui.tui import themes
from liftui.tui.backend import Backend
from liftui.tui.endpoint_flow import EndpointFlow
from liftui.tui.engine_backend import EngineBackend
from liftui.tui.lift_flow import Clock
from liftui.tui.screens.workbench import WorkbenchScreen

if TYPE_CHECKING:
    from liftui.settings import Settings
    from liftui.tui.keeper import Keeper


class WorkbenchApp(App[None], inherit_bindings=False):
    """Paints first; then loads the engine, the settings and what was kept, and connects to the endpoint."""

    CSS_PATH = "app.tcss"
    TITLE = "liftui"
    COMMANDS: ClassVar[set[Any]] = set()
    HORIZONTAL_BREAKPOINTS: list[tuple[int, str]] | None = [(0, "-tiny"), (60, "-narrow"), (100, "-wide")]  # noqa: RUF012 - declared so by Textual
    VERTICAL_BREAKPOINTS: list[tuple[int, str]] | None = [(0, "-flat"), (15, "-short"), (30, "-tall")]  # noqa: RUF012 - declared so by Textual
    ENABLE_COMMAND_PALETTE = False  # its key is a command of the workbench like any other

    def __init__(
        self,
        backend: Backend,
        data_folder: Path | None = None,
        clock: Clock = monotonic,
        theme: str = themes.DARK.name,
    ) -> None:
        """``data_folder`` is where things are kept, else the user's folder for that."""
        no_color = bool(os.environ.get("NO_COLOR"))
        super().__init__(ansi_color=True if no_color else None)
        for own in (themes.DARK, themes.LIGHT):
            self.register_theme(own)
        self.theme = themes.colorless(theme) if no_color else theme
        self._backend = backend
        self._clock = clock
        self._data_folder = data_folder
        self.endpoint = EndpointFlow(backend)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """What themes other than our own lack."""
        return {"frame": "ansi_bright_black"}

    def get_default_screen(self) -> WorkbenchScreen:
        """The one main screen."""
        self.workbench = WorkbenchScreen(self.endpoint, self._clock)
        return self.workbench

    def on_ready(self) -> None:
        """After the first paint, load the rest."""
        self.run_worker(self._start(), group="start")

    async def on_unmount(self) -> None:
        """End what is running."""
        await self.workbench.sitting.flow.stop()
        if self.workbench.suite_flow is not None:
            await self.workbench.suite_flow.cancel()
        await self.endpoint.close()

    async def _start(self) -> None:
        try:
            settings = await asyncio.to_thread(self._backend.load)
        except LiftuiError as error:
            self.endpoint.fail(str(error))
            self.workbench.tell_error(str(error))
            return
        self.workbench.settings = settings
        self.workbench.bind_keys(settings.keys)
        await self._restore(settings)
        await self.endpoint.open({})

    async def _restore(self, settings: Settings) -> None:
        """Bring back the draft and the sessions; what cannot be read is told and left as it is."""
        keeper = await asyncio.to_thread(self._open_keeper, settings)
        workbench = self.workbench
        workbench.keeper = keeper
        try:
            if (message := await keeper.store.open()) is not None:
                workbench.tell_error(message)
            draft = await keeper.read_draft()
        except LiftuiError as error:
            workbench.tell_error(str(error))
            return
        if draft and not workbench.request_pane.text:
            workbench.request_pane.put(draft)

    def _open_keeper(self, settings: Settings) -> Keeper:
        from liftui.tui.keeper import Keeper
        from liftui.workbench.places import Places

        places = Places(self._data_folder) if self._data_folder else Places.of_user()
        return Keeper(places, settings.history_size)


def run_workbench(typed: Mapping[str, str]) -> int:
    """Open the workbench with what stood on the command line, until the user leaves; returns the exit code."""
    app = WorkbenchApp(EngineBackend(typed), theme=themes.chosen_theme(os.environ))
    app.run()
    return app.return_code or 0
