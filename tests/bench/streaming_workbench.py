"""The workbench on a backend that streams text for as long as it is looked at.

    python -m tests.bench.streaming_workbench TOKENS_PER_SECOND DATA_FOLDER

Each lift is one IR after another of a thousand tokens, more than a lift may have.
"""

import asyncio
import sys
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from time import perf_counter

from engine.events import Event, LiftStarted, StageStarted, TextStreamed
from engine.ir import IR
from engine.record import Conditions
from engine.task import Task
from liftui.settings import Settings
from liftui.tui.app import WorkbenchApp
from liftui.tui.backend import Connection, Tell

_TOKENS = ('"', "return ", "the ", "low", "est ", "of ", "all ", "value", "s ", "that ", "are ", "even", '",')
_IR_TOKENS = 1000


class StreamingLifts:
    """Streams so many tokens a second, each an event of its own."""

    def __init__(self, tokens_per_second: float) -> None:
        self._interval_s = 1 / tokens_per_second

    async def lift(self, task: Task, ir: IR | None = None) -> AsyncGenerator[Event]:
        began_s, sent = perf_counter(), 0
        yield LiftStarted(0.0, task.prompt, None)
        while True:
            if sent % _IR_TOKENS == 0:
                yield StageStarted(perf_counter() - began_s, "ir", 1 + sent // _IR_TOKENS)
                yield TextStreamed(perf_counter() - began_s, "ir", '{"effects":[')
            yield TextStreamed(perf_counter() - began_s, "ir", _TOKENS[sent % len(_TOKENS)])
            sent += 1
            await asyncio.sleep(max(0.0, began_s + sent * self._interval_s - perf_counter()))

    def execute(self, task: Task, source: str, entry_point: str) -> AsyncGenerator[Event]:
        return self.lift(task)


class StreamingBackend:
    """Ready at once."""

    def __init__(self, tokens_per_second: float) -> None:
        self._lifts = StreamingLifts(tokens_per_second)

    def load(self) -> Settings:
        return Settings()

    def missing_download_bytes(self, overrides: Mapping[str, str | None]) -> int | None:
        return None

    @asynccontextmanager
    async def connect(self, overrides: Mapping[str, str | None], tell: Tell) -> AsyncGenerator[Connection]:
        yield Connection(self._lifts, "stream", "bench", Conditions("lift", "none", None))


if __name__ == "__main__":
    WorkbenchApp(StreamingBackend(float(sys.argv[1])), Path(sys.argv[2])).run()
