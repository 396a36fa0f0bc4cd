"""What is told of kept sessions and lifts."""

from dataclasses import dataclass
from datetime import datetime
from typing import Self
from uuid import uuid4

from engine.outcome import Status


@dataclass(frozen=True, slots=True)
class Session:
    """Lifts that belong together: those of one sitting, unless they are moved or named otherwise."""

    id: str
    name: str
    began: str
    """ISO 8601 with its zone."""

    @classmethod
    def begin(cls, now: datetime) -> Self:
        """A new session, named by the minute it begins."""
        return cls(uuid4().hex, f"{now:%Y-%m-%d %H:%M}", now.isoformat(timespec="seconds"))


@dataclass(frozen=True, slots=True)
class SessionEntry:
    """A session in the list of all."""

    session: Session
    lifts: int
    passed: int
    last_request: str


@dataclass(frozen=True, slots=True)
class LiftEntry:
    """A lift in the list of its session."""

    id: int
    session_id: str
    recorded: str
    """When it began, ISO 8601 with its zone."""
    request: str
    status: Status | None
    """None where it was stopped."""
    e2e_s: float
    model: str
