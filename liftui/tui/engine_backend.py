"""The backend of a real workbench: settings, endpoint and sandbox of the engine, imported when first needed."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from importlib import import_module
from typing import TYPE_CHECKING

from liftui.tui.backend import Connection, Tell

if TYPE_CHECKING:
    from liftui.settings import Settings


class EngineBackend:
    """Reads the settings that ``typed`` command-line values overrule."""

    def __init__(self, typed: Mapping[str, str]) -> None:
        self._typed = dict(typed)

    def load(self) -> Settings:
        """Import the engine and read the settings. Raises SettingsError."""
        for module in ("liftui.tui.connect", "liftui.tui.fold"):
            import_module(module)
        return self._settings({})

    def missing_download_bytes(self, overrides: Mapping[str, str | None]) -> int | None:
        """How much would be downloaded before the endpoint can start; None where nothing is."""
        from liftui.tui.connect import missing_download_bytes

        return missing_download_bytes(self._settings(overrides))

    def connect(self, overrides: Mapping[str, str | None], tell: Tell) -> AbstractAsyncContextManager[Connection]:
        """Make the endpoint ready that the settings and ``overrides`` name. Raises LiftuiError."""
        from liftui.tui.connect import connect

        return connect(self._settings(overrides), tell)

    def _settings(self, overrides: Mapping[str, str | None]) -> Settings:
        from liftui.settings import load_settings

        return load_settings(self._typed | dict(overrides), os.environ)
