"""What the panes show of one lift; `liftui.tui.fold` makes it from the engine's events.

Nothing heavy is imported here: the panes are painted before the engine is.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from engine.ir import IR
    from engine.metering import StageMetrics
    from engine.outcome import Outcome, Stage
    from engine.sandbox.interface import CaseResult, Execution
    from engine.task import Task

Phase = Literal["idle", "starting", "ir", "code", "run", "passed", "failed", "error", "stopped"]
RUNNING: frozenset[Phase] = frozenset({"starting", "ir", "code", "run"})


@dataclass(frozen=True, slots=True)
class StageView:
    """One stage of one attempt; times are seconds since the lift began."""

    stage: Stage
    attempt: int
    began_s: float
    first_text_s: float | None = None
    ended_s: float | None = None
    deltas: int = 0
    """Pieces of text so far: close to tokens, which only the server can count."""
    waiting: str = ""
    """Why the server makes us wait, while it does."""
    metrics: StageMetrics | None = None


@dataclass(frozen=True, slots=True)
class LiftView:
    """One lift, under way or over."""

    phase: Phase = "idle"
    request: str = ""
    task: Task | None = None
    """With the cases that judge it; None before anything was lifted."""
    suite: str = ""
    """The suite that the task was taken from, else empty."""
    name: str = ""
    """What the user calls this lift, else empty."""
    stages: tuple[StageView, ...] = ()
    ir_text: str = ""
    """As streamed so far: compact JSON, perhaps unfinished."""
    ir_streams: int = 0
    """How many times the IR was begun anew."""
    ir: IR | None = None
    ir_error: str = ""
    warnings: tuple[str, ...] = ()
    code_text: str = ""
    """As streamed so far, after its prefilled header; the assembled module once that stands."""
    code_streams: int = 0
    compiled: bool | None = None
    """None until the compiler has seen the code."""
    compile_error: str = ""
    compile_line: int | None = None
    results: tuple[CaseResult, ...] = ()
    evidence: tuple[CaseResult, ...] = ()
    """The IR's own assertions and examples, checked: the model's word, weaker than cases."""
    execution: Execution | None = None
    outcome: Outcome | None = None
    cost_usd: float | None = None
    """None where it is unknown, or the lift is not over."""
    ended_s: float | None = None

    @property
    def is_running(self) -> bool:
        """Whether events are still to come."""
        return self.phase in RUNNING

    @property
    def waiting(self) -> str:
        """Why the server makes us wait, while it does."""
        return self.stages[-1].waiting if self.stages else ""

    @property
    def entry_point(self) -> str | None:
        """The function's name, where there is an IR."""
        return self.ir.signature.name if self.ir else None

    @property
    def error(self) -> str:
        """Why there is no result, in a sentence; empty where there is one or nothing went wrong yet."""
        if self.outcome is None:
            return self.ir_error or self.compile_error
        if self.outcome.failure is not None:
            return self.outcome.failure.message
        chosen = self.outcome.chosen
        return (chosen.error if chosen else None) or (self.execution.error if self.execution else None) or ""

    @property
    def failed_line(self) -> int | None:
        """The line of the code, counted from 1, that the compiler or the first case that failed points to."""
        return self.compile_line or next((result.line for result in self.results if not result.passed), None)

    def latest(self, stage: Stage) -> StageView | None:
        """The stage's last time around, if it was reached."""
        return next((view for view in reversed(self.stages) if view.stage == stage), None)

    def elapsed_s(self, now_s: float) -> float:
        """Seconds that the lift has taken by ``now_s`` seconds after its beginning."""
        return now_s if self.ended_s is None else self.ended_s


def stopped(view: LiftView, now_s: float) -> LiftView:
    """The view of a lift that the user stopped: whatever had come stays."""
    ended_s = (now_s if stage.ended_s is None else stage.ended_s for stage in view.stages)
    stages = tuple(replace(stage, ended_s=s, waiting="") for stage, s in zip(view.stages, ended_s, strict=True))
    return replace(view, phase="stopped", stages=stages, ended_s=now_s)


def ready_for(view: LiftView, task: Task, stage: Stage) -> LiftView:
    """A fresh view for lifting ``task`` that keeps of ``view`` what comes before ``stage``."""
    fresh = LiftView(phase="starting", request=task.prompt, task=task, suite=view.suite)
    if stage == "ir":
        return fresh
    kept = replace(fresh, ir=view.ir, ir_text=view.ir_text, ir_streams=view.ir_streams, warnings=view.warnings)
    if stage == "code":
        return kept
    return replace(kept, code_text=view.code_text, code_streams=view.code_streams, compiled=view.compiled)
