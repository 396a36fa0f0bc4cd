"""The pipeline: request → IR → code → execution, as a stream of events."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from time import perf_counter
from typing import Any, Protocol, TypeVar

from engine.assemble import Assembly, assemble
from engine.conversation import Conversation
from engine.endpoint.chat import ChatRequest, Completion, TextDelta, Waiting
from engine.endpoint.errors import LengthLimitError, StreamInterruptedError
from engine.errors import LiftuiError
from engine.events import (
    AttemptFailed,
    CaseChecked,
    CodeAssembled,
    CodeExecuted,
    EndpointWaiting,
    Event,
    IRParsed,
    LiftFinished,
    LiftStarted,
    StageFinished,
    StageStarted,
    TextStreamed,
    Warned,
)
from engine.evidence import sift
from engine.ir import IR
from engine.metering import StageMetrics, resident_bytes
from engine.outcome import Attempt, Failure, Outcome, Stage
from engine.sandbox.interface import Limits, Sandbox
from engine.steps import CodeStep, IRStep, Sampling, Step
from engine.task import Task

MODE = "ir"
"""How this pipeline lifts, as records name it."""

_INTERRUPTIONS = 2
"""How many streams of one step may be cut off midway before the lift is given up."""

Product = TypeVar("Product")


class Endpoint(Protocol):
    """What a lift needs of a server."""

    def stream(self, request: ChatRequest) -> AsyncGenerator[TextDelta | Waiting | Completion]:
        """Stream the answer; its last item is the Completion. Raises EndpointError."""
        ...


@dataclass(frozen=True, slots=True)
class Lifter:
    """Lifts tasks against one endpoint and one sandbox."""

    endpoint: Endpoint
    sandbox: Sandbox
    sampling: Sampling = field(default=Sampling())
    limits: Limits = field(default=Limits())

    def lift(self, task: Task, ir: IR | None = None) -> AsyncGenerator[Event]:
        """Stream the events of one lift; with ``ir``, the model is asked for the code alone.

        A LiftuiError becomes the outcome's failure, never an exception. Closing the stream, or cancelling its
        consumer, ends the request on the server and the process in the sandbox before it returns.
        """
        lift = _Lift(self, task)
        return lift.stream(lambda: lift.pipeline(ir))

    def execute(self, task: Task, source: str, entry_point: str) -> AsyncGenerator[Event]:
        """Stream the events of a lift that only executes ``source``, as code that was lifted before."""
        lift = _Lift(self, task)
        return lift.stream(lambda: lift.execution(source, entry_point))


@dataclass(slots=True)
class _Lift:
    """A lift under way: its attempts, of which the last is being worked on."""

    lifter: Lifter
    task: Task
    began: float = field(default_factory=perf_counter)
    attempts: list[Attempt] = field(default_factory=list)
    events: asyncio.Queue[Event | None] = field(default_factory=asyncio.Queue)

    async def stream(self, work: Callable[[], Awaitable[None]]) -> AsyncGenerator[Event]:
        """Do ``work`` in a task of its own, and hand out what it emits."""
        working = asyncio.create_task(self._run(work))
        working.add_done_callback(lambda _: self.events.put_nowait(None))
        try:
            while (event := await self.events.get()) is not None:
                yield event
            await working
        finally:
            working.cancel()
            await asyncio.wait([working])

    async def _run(self, work: Callable[[], Awaitable[None]]) -> None:
        self._emit(LiftStarted(self._now(), self.task.prompt, self.task.entry_point))
        failure = None
        try:
            await work()
        except LiftuiError as error:
            failure = Failure(error.kind, str(error))
        e2e_s = self._now()
        self._emit(LiftFinished(e2e_s, Outcome.of(tuple(self.attempts), e2e_s, failure)))

    async def pipeline(self, ir: IR | None) -> None:
        """Write the IR, where none is given, then the code, and execute it."""
        opening = Conversation.opening(self.task)
        if ir is not None:
            self._begin("ir")
            self._update(ir=ir.text)
            self._emit(IRParsed(self._now(), self._attempt.number, ir.text, ir))
        else:
            ir = await self._write(IRStep(self.task.entry_point), opening, self._accept_ir)
        if ir is None or self._attempt.ir is None:
            return
        step = CodeStep(ir.signature.header)
        conversation = opening.with_ir(self._attempt.ir, self.task)
        assembly = await self._write(step, conversation, lambda body: self._accept_code(step.header, body))
        if assembly is not None:
            await self._execute(assembly.source, ir.signature.name)

    async def execution(self, source: str, entry_point: str) -> None:
        """Execute code that was lifted before."""
        self._begin("run")
        self._update(code=source, compiled=True)
        await self._execute(source, entry_point)

    async def _write(self, step: Step, conversation: Conversation, accept: Callable[[str], Product]) -> Product | None:
        """Ask until the answer is accepted, at most twice; ``accept`` raises ValueError to refuse one."""
        sampling = self.lifter.sampling
        for retrying, temperature in zip((True, False), sampling.temperatures, strict=True):
            self._begin(step.stage)
            text, reason = await self._generate(step, step.request(conversation, sampling, temperature))
            if reason is None:
                try:
                    return accept(text)
                except ValueError as error:
                    reason = str(error)
            self._update(error=reason)
            self._emit(AttemptFailed(self._now(), self._attempt.number, step.stage, reason, retrying))
            conversation = step.refused(conversation, text, reason)
        return None

    async def _generate(self, step: Step, request: ChatRequest) -> tuple[str, str | None]:
        """The answer's text, and why it cannot be used where it was cut at the token limit.

        A stream that breaks off midway is asked for again; the server's prefix cache makes that cheap.
        """
        started_s, memory = self._now(), resident_bytes()
        reason = None
        for interruption in range(1, _INTERRUPTIONS + 2):
            self._emit(StageStarted(self._now(), step.stage, self._attempt.number, step.prefill))
            try:
                completion = await self._stream(step.stage, request)
                text, metrics = completion.text, completion.metrics
                break
            except LengthLimitError as error:
                text, metrics, reason = error.partial, error.metrics, str(error)
                break
            except StreamInterruptedError as error:
                if interruption > _INTERRUPTIONS:
                    raise
                self._emit(EndpointWaiting(self._now(), step.stage, "retrying", str(error), interruption, 0.0))
        s, growth = self._now() - started_s, resident_bytes() - memory
        self._finish(step.stage, replace(metrics, s=s, client_memory_bytes=max(0, growth)))
        self._update(**{step.stage: f"{step.prefill}{text}"})
        return text, reason

    async def _stream(self, stage: Stage, request: ChatRequest) -> Completion:
        async with aclosing(self.lifter.endpoint.stream(request)) as answer:
            async for item in answer:
                match item:
                    case TextDelta(text):
                        self._emit(TextStreamed(self._now(), stage, text))
                    case Waiting(reason, detail, retry, delay_s):
                        self._emit(EndpointWaiting(self._now(), stage, reason, detail, retry, delay_s))
                    case Completion():
                        return item
        raise StreamInterruptedError("the answer ended without its completion")

    def _accept_ir(self, text: str) -> IR:
        ir, warnings = sift(IR.read(text))
        for warning in warnings:
            self._emit(Warned(self._now(), "ir", warning))
        self._emit(IRParsed(self._now(), self._attempt.number, text, ir))
        return ir

    def _accept_code(self, header: str, body: str) -> Assembly:
        assembly = assemble(header, body, self.task.prompt)
        self._update(code=assembly.source, compiled=assembly.compiled)
        number = self._attempt.number
        self._emit(CodeAssembled(self._now(), number, assembly.source, assembly.error, assembly.line))
        if assembly.error is not None:
            raise ValueError(assembly.error)
        return assembly

    async def _execute(self, source: str, entry_point: str) -> None:
        started_s, memory, number = self._now(), resident_bytes(), self._attempt.number
        self._emit(StageStarted(started_s, "run", number))
        execution = await self.lifter.sandbox.execute(source, entry_point, self.task, self.lifter.limits)
        growth = max(0, resident_bytes() - memory)
        self._finish("run", StageMetrics(self._now() - started_s, client_memory_bytes=growth))
        self._update(execution=execution)
        for result in execution.results:
            self._emit(CaseChecked(self._now(), result))
        self._emit(CodeExecuted(self._now(), number, execution))

    @property
    def _attempt(self) -> Attempt:
        return self.attempts[-1]

    def _begin(self, stage: Stage) -> None:
        """Open a new attempt where the current one has been through ``stage``; code is retried on the same IR."""
        if not self.attempts or stage in self._attempt.stages:
            ir = self._attempt.ir if self.attempts and stage != "ir" else None
            self.attempts.append(Attempt(number=len(self.attempts) + 1, ir=ir))

    def _finish(self, stage: Stage, metrics: StageMetrics) -> None:
        self._update(stages={**self._attempt.stages, stage: metrics})
        self._emit(StageFinished(self._now(), stage, self._attempt.number, metrics))

    def _emit(self, event: Event) -> None:
        self.events.put_nowait(event)

    def _update(self, **changes: Any) -> None:  # noqa: ANN401 - the fields of Attempt
        self.attempts[-1] = replace(self._attempt, **changes)

    def _now(self) -> float:
        return perf_counter() - self.began
