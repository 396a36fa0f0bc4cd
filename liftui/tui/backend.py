"""What the workbench asks of the engine; the engine itself is loaded behind it, after the first paint."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from engine.events import Event
    from engine.ir import IR
    from engine.record import Conditions
    from engine.task import Task
    from liftui.settings import Settings

EndpointPhase = Literal["starting", "downloading", "warming", "ready", "unreachable", "missing"]


@dataclass(frozen=True, slots=True)
class EndpointView:
    """Where the endpoint stands, for the title bar."""

    phase: EndpointPhase = "starting"
    detail: str = ""
    """A sentence, or ``42%``."""
    model: str = ""
    kind: str = ""


Tell = Callable[[EndpointView], None]


class Lifts(Protocol):
    """Lifts tasks, such as `engine.lift.Lifter`; every stream ends with LiftFinished."""

    def lift(self, task: Task, ir: IR | None = None) -> AsyncGenerator[Event]:
        """Lift ``task``; with ``ir``, only the code is asked for."""
        ...

    def execute(self, task: Task, source: str, entry_point: str) -> AsyncGenerator[Event]:
        """Only execute ``source``."""
        ...


@dataclass(frozen=True, slots=True)
class Connection:
    """An endpoint that is ready, with a sandbox."""

    lifts: Lifts
    model: str
    kind: str
    """``embedded``, or the dialect of a server elsewhere."""
    conditions: Conditions
    warning: str = ""
    """What the user must not overlook, such as that there is no sandbox."""


class Backend(Protocol):
    """Loads the engine and connects to endpoints."""

    def load(self) -> Settings:
        """Import the engine and read the settings; blocks for some 0.5 s, so call it in a thread.

        Raises SettingsError.
        """
        ...

    def missing_download_bytes(self, overrides: Mapping[str, str | None]) -> int | None:
        """How much would be downloaded before the endpoint can start; None where nothing is."""
        ...

    def connect(self, overrides: Mapping[str, str | None], tell: Tell) -> AbstractAsyncContextManager[Connection]:
        """Make the endpoint ready that the settings and ``overrides`` name. Raises LiftuiError."""
        ...
