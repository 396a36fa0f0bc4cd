"""What is said between parent and child: a `Job` goes in, `Frame`s come out, a `Report` sums them up.

Each frame is a line: the job's nonce, then JSON. The nonce keeps stray writes from counting as results; code that
hunts for it in the interpreter's frames can still forge one. That gains it nothing over returning the forged
value, as expected values are never there, except where a test runs beside the code (`engine.sandbox.rewrite`).
"""

import json
import math
import secrets
from dataclasses import asdict, dataclass, field
from typing import Annotated

from pydantic import BaseModel, ConfigDict, NonNegativeFloat, NonNegativeInt, StringConstraints, ValidationError

from engine.sandbox.interface import Limits

MAX_FRAME_BYTES = 16 * 1024 * 1024
"""Longer than any frame that `engine.sandbox.child` sends."""
MAX_FILE_BYTES = 16 * 1024 * 1024
"""Where the kernel stops a file, captured output included, from growing."""


@dataclass(frozen=True, slots=True)
class Module:
    """Source that a job executes; ``name`` stands for it in line numbers."""

    name: str
    source: str


@dataclass(frozen=True, slots=True)
class Call:
    """An expression to evaluate, with encoded values bound to names."""

    source: str
    bindings: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Job:
    """Modules executed in one namespace, and calls evaluated in it, where ``f`` is the entry point."""

    modules: tuple[Module, ...]
    entry_point: str | None
    calls: tuple[Call, ...]
    nonce: str = field(default_factory=lambda: secrets.token_hex(16))

    def to_json(self, limits: Limits) -> bytes:
        """The job as the child reads it."""
        bounds = {
            "cpu_s": math.ceil(limits.cpu_s),
            "memory_bytes": limits.memory_bytes,
            "file_bytes": MAX_FILE_BYTES,
        }
        return json.dumps(asdict(self) | {"limits": bounds}).encode()


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


ShortText = Annotated[str, StringConstraints(max_length=1000)]


class Raised(_Strict):
    """An exception: the names of its class and bases, and the last line it passed in each module."""

    names: tuple[ShortText, ...]
    message: ShortText
    lines: dict[str, int | None]

    def __str__(self) -> str:
        name = self.names[0] if self.names else "exception"
        return f"{name}: {self.message}" if self.message else name


class Frame(_Strict):
    """What one step gave: an encoded value, an exception, or why its value could not be encoded."""

    value: list[object] | None = None
    raised: Raised | None = None
    refused: ShortText | None = None
    wall_s: NonNegativeFloat
    cpu_s: NonNegativeFloat
    peak_memory_bytes: NonNegativeInt

    @classmethod
    def parse(cls, line: bytes, nonce: str) -> "Frame":
        """Read one line of the result pipe; raises ValueError where it is no frame of this job."""
        if not line.startswith(nonce.encode()):
            raise ValueError("it does not begin with the job's nonce")
        try:
            return cls.model_validate(json.loads(line[len(nonce) :]))
        except (ValidationError, RecursionError) as error:
            raise ValueError("it is not a frame") from error


@dataclass(frozen=True, slots=True)
class Report:
    """How a job went: frame 0 tells of the modules, frame n of the nth call."""

    frames: tuple[Frame, ...]
    ending: str | None
    """Why there are fewer frames than steps, else None."""
    stdout: str
    stderr: str
    s: float
