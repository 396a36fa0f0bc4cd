"""A backend that plays events instead of lifting, and stops where a test wants to look."""

import asyncio
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from engine.errors import LiftuiError
from engine.events import (
    CaseChecked,
    CodeAssembled,
    CodeExecuted,
    Event,
    IRParsed,
    LiftFinished,
    LiftStarted,
    StageFinished,
    StageStarted,
    TextStreamed,
)
from engine.ir import IR
from engine.metering import StageMetrics
from engine.outcome import Attempt, Failure, Outcome
from engine.pricing import read_prices
from engine.record import Conditions
from engine.sandbox.interface import CaseResult, Execution
from engine.task import Case, Task
from liftui.settings import Settings
from liftui.tui.backend import Connection, Tell

IR_TEXT = (
    '{"intent":"Clamp a value to a range","signature":"clamp(value: float, low: float, high: float) -> float",'
    '"effects":["return low if value < low","return high if value > high","return value"]}'
)
HEADER = "def clamp(value: float, low: float, high: float) -> float:\n"
BODY = "    if value < low:\n        return low\n    if value > high:\n        return high\n    return value\n"
TASK = Task(
    "clamp",
    "Clamp a value between a minimum and a maximum",
    cases=(Case("f(5, 0, 10)", returns="5"), Case("f(-1, 0, 10)", returns="0"), Case("f(11, 0, 10)", returns="10")),
)

PASSED = tuple(CaseResult(case.call, "passed", case.returns or "", case.returns, wall_s=0.0002) for case in TASK.cases)
FAILED = (
    *PASSED[:2],
    CaseResult("f(11, 0, 10)", "failed", "10", "11", wall_s=0.0002),
    CaseResult("f(None, 0, 1)", "failed", "raises TypeError", None, error="ValueError: no", line=2, wall_s=0.0003),
)

_IR_METRICS = StageMetrics(
    2.6, ttft_s=0.3, prompt_tokens=291, cached_tokens=250, completion_tokens=52, prefill_s=0.28, decode_s=2.2
)
_CODE_METRICS = StageMetrics(
    1.2, ttft_s=0.2, prompt_tokens=380, cached_tokens=350, completion_tokens=28, prefill_s=0.18, decode_s=0.9
)


@dataclass(frozen=True)
class Hold:
    """The stream waits here until the test lets it go on."""


Script = Sequence[Event | Hold]


def ir_events(text: str = IR_TEXT, attempt: int = 1) -> list[Event]:
    """The IR's stage: 40 pieces of text in 2.6 s."""
    size = max(1, len(text) // 40)
    pieces = [text[at : at + size] for at in range(0, len(text), size)]
    texts: list[Event] = [TextStreamed(0.3 + 2.2 * at / len(pieces), "ir", piece) for at, piece in enumerate(pieces)]
    return [
        StageStarted(0.0, "ir", attempt),
        *texts,
        StageFinished(2.6, "ir", attempt, _IR_METRICS),
        IRParsed(2.6, attempt, text, IR.read(text)),
    ]


def code_events(
    header: str = HEADER, body: str = BODY, error: str | None = None, line: int | None = None
) -> list[Event]:
    """The code's stage, a piece of text for each line, in 1.2 s."""
    pieces = body.splitlines(keepends=True)
    texts: list[Event] = [TextStreamed(2.8 + 0.2 * at, "code", piece) for at, piece in enumerate(pieces)]
    return [
        StageStarted(2.6, "code", 1, header),
        *texts,
        StageFinished(3.8, "code", 1, _CODE_METRICS),
        CodeAssembled(3.8, 1, header + body, error, line),
    ]


def run_events(results: Sequence[CaseResult], stdout: str = "", code: str | None = None) -> list[Event]:
    """The run's stage and the lift's end."""
    execution = Execution(tuple(results), stdout=stdout, s=0.1)
    attempt = Attempt(1, code=code, compiled=True, execution=execution)
    return [
        StageStarted(3.8, "run", 1),
        StageFinished(3.9, "run", 1, StageMetrics(0.1)),
        *(CaseChecked(3.9, result) for result in results),
        CodeExecuted(3.9, 1, execution),
        LiftFinished(3.9, Outcome.of((attempt,), 3.9, None)),
    ]


def error_events(message: str) -> list[Event]:
    """An end by an infrastructure error."""
    return [LiftFinished(1.0, Outcome("error", (), 1.0, Failure("ConnectError", message)))]


PASSING: Script = (*ir_events(), *code_events(), *run_events(PASSED))
FAILING: Script = (*ir_events(), *code_events(), *run_events(FAILED, stdout="clamping\n"))


@dataclass
class ScriptedLifts:
    """Plays the next script for each lift; notes what it was asked."""

    scripts: list[Script]
    asked: list[tuple[Literal["lift", "execute"], Task, IR | str | None]] = field(default_factory=list)
    closed: int = 0
    go_on: asyncio.Event = field(default_factory=asyncio.Event)

    def lift(self, task: Task, ir: IR | None = None) -> AsyncGenerator[Event]:
        self.asked.append(("lift", task, ir))
        return self._play(task)

    def execute(self, task: Task, source: str, entry_point: str) -> AsyncGenerator[Event]:
        self.asked.append(("execute", task, source))
        return self._play(task)

    async def _play(self, task: Task) -> AsyncGenerator[Event]:
        script = self.scripts.pop(0)
        try:
            yield LiftStarted(0.0, task.prompt, task.entry_point)
            for item in script:
                if isinstance(item, Hold):
                    await self.go_on.wait()
                else:
                    yield item
        finally:
            self.closed += 1


@dataclass
class ScriptedBackend:
    """Connects at once, or fails as told."""

    lifts: ScriptedLifts
    settings: Settings = field(default_factory=Settings)
    error: LiftuiError | None = None
    missing_bytes: int | None = None
    connected: list[dict[str, str | None]] = field(default_factory=list)

    def load(self) -> Settings:
        import liftui.tui.fold  # noqa: F401 - as the real one does

        return self.settings

    def missing_download_bytes(self, overrides: Mapping[str, str | None]) -> int | None:
        return self.missing_bytes

    @asynccontextmanager
    async def connect(self, overrides: Mapping[str, str | None], tell: Tell) -> AsyncGenerator[Connection]:
        self.connected.append(dict(overrides))
        if self.error is not None:
            raise self.error
        conditions = Conditions("lift", "scripted", read_prices()["local"])
        yield Connection(self.lifts, overrides.get("model") or "qwen2.5-coder-1.5b", "embedded", conditions)


def scripted(*scripts: Script) -> ScriptedBackend:
    """A backend whose lifts go by these scripts, one after the other."""
    return ScriptedBackend(ScriptedLifts(list(scripts)), Settings(cache_folder=Path("cache")))
