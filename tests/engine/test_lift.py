"""The pipeline on scripted answers; what the real model makes of it is tested in tests/end_to_end."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from typing import TypeVar

import pytest

from engine.endpoint.chat import ChatRequest, Completion, TextDelta, Waiting
from engine.endpoint.errors import ConnectError, EndpointError, LengthLimitError, StreamInterruptedError
from engine.errors import SandboxError
from engine.events import (
    AttemptFailed,
    CaseChecked,
    CodeAssembled,
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
from engine.ir import IR
from engine.lift import Lifter
from engine.metering import StageMetrics
from engine.outcome import Outcome
from engine.sandbox.interface import CaseResult, Execution, Limits
from engine.task import Case, Task

IR_TEXT = '{"intent":"Add","signature":"add(a: int, b: int) -> int","effects":["return a + b"]}'
BODY = "    return a + b\n"
TASK = Task("add", "Add two integers", cases=(Case("f(1, 2)", returns="3"),))

T = TypeVar("T", bound=Event)
Answer = str | EndpointError | Sequence[TextDelta | Waiting | EndpointError]


class ScriptedEndpoint:
    """Gives its answers in turn and remembers what it was asked."""

    def __init__(self, *answers: Answer) -> None:
        self.answers = list(answers)
        self.requests: list[ChatRequest] = []
        self.closed = 0

    async def stream(self, request: ChatRequest) -> AsyncGenerator[TextDelta | Waiting | Completion]:
        self.requests.append(request)
        answer = self.answers.pop(0)
        items = (
            [TextDelta(answer)] if isinstance(answer, str) else [answer] if isinstance(answer, Exception) else answer
        )
        text = ""
        try:
            for item in items:
                if isinstance(item, Exception):
                    raise item
                text += item.text if isinstance(item, TextDelta) else ""
                yield item
            yield Completion(text, "stop", StageMetrics(s=0.1, ttft_s=0.05, completion_tokens=len(text)))
        finally:
            self.closed += 1


class JudgeByText:
    """Stands in for a sandbox: passes the source that adds."""

    name = "text"

    def __init__(self) -> None:
        self.executed: list[str] = []

    async def execute(self, source: str, entry_point: str, task: Task, limits: Limits) -> Execution:
        self.executed.append(f"{entry_point}: {source}")
        status = "passed" if "a + b" in source else "failed"
        return Execution((CaseResult("f(1, 2)", status, "3", "3"),))

    async def close(self) -> None:
        pass


async def lift(endpoint: ScriptedEndpoint, task: Task = TASK) -> tuple[list[Event], Outcome]:
    async with aclosing(Lifter(endpoint, JudgeByText()).lift(task)) as stream:
        events = [event async for event in stream]
    last = events[-1]
    assert isinstance(last, LiftFinished)
    return events, last.outcome


def of_type(events: list[Event], kind: type[T]) -> list[T]:
    return [event for event in events if isinstance(event, kind)]


async def test_a_lift_tells_its_story_in_order() -> None:
    events, outcome = await lift(ScriptedEndpoint(IR_TEXT, BODY))
    story = [type(event) for event in events]
    assert story[:5] == [LiftStarted, StageStarted, TextStreamed, StageFinished, IRParsed]
    assert story[5:9] == [StageStarted, TextStreamed, StageFinished, CodeAssembled]
    assert story[9:12] == [StageStarted, StageFinished, CaseChecked]
    assert [event.at_s for event in events] == sorted(event.at_s for event in events)
    assert outcome.status == "passed"
    assert len(outcome.attempts) == 1
    assert set(outcome.stages) == {"ir", "code", "run"}
    assert outcome.chosen is not None
    assert outcome.chosen.code == "def add(a: int, b: int) -> int:\n    return a + b\n"


async def test_the_code_continues_the_conversation_of_the_ir() -> None:
    endpoint = ScriptedEndpoint(IR_TEXT, BODY)
    events, _ = await lift(endpoint)
    first, second = endpoint.requests
    assert second.messages[: len(first.messages)] == first.messages
    assert second.messages[len(first.messages)].content == IR_TEXT
    assert second.continues
    assert second.stop == ("```",)
    assert first.grammar is not None
    assert of_type(events, StageStarted)[1].prefill == "def add(a: int, b: int) -> int:\n"


async def test_an_ir_that_does_not_parse_is_asked_for_once_more_with_the_reason() -> None:
    twice = IR_TEXT.replace("b: int", "a: int")
    endpoint = ScriptedEndpoint(twice, IR_TEXT, BODY)
    events, outcome = await lift(endpoint)
    assert outcome.status == "passed"
    assert [attempt.number for attempt in outcome.attempts] == [1, 2]
    assert outcome.attempts[0].ir == twice
    [failed] = of_type(events, AttemptFailed)
    assert failed.retrying
    assert "the parameter 'a' of 'add' is there twice" in failed.reason
    assert failed.reason in endpoint.requests[1].messages[-1].content
    assert endpoint.requests[1].temperature > endpoint.requests[0].temperature == 0


async def test_code_that_does_not_compile_is_written_once_more_on_the_same_ir() -> None:
    endpoint = ScriptedEndpoint(IR_TEXT, "    return (a + b\n", BODY)
    events, outcome = await lift(endpoint)
    assert outcome.status == "passed"
    first, second = outcome.attempts
    assert not first.compiled
    assert first.code is not None
    assert second.ir == first.ir
    assert set(second.stages) == {"code", "run"}
    assert "was never closed" in endpoint.requests[2].messages[-2].content
    assert endpoint.requests[2].continues
    assert [assembled.error is None for assembled in of_type(events, CodeAssembled)] == [False, True]


async def test_a_lift_whose_code_never_compiles_has_failed_and_runs_nothing() -> None:
    sandbox = JudgeByText()
    lifter = Lifter(ScriptedEndpoint(IR_TEXT, "    (", "    ["), sandbox)
    async with aclosing(lifter.lift(TASK)) as stream:
        events = [event async for event in stream]
    finished = events[-1]
    assert isinstance(finished, LiftFinished)
    assert finished.outcome.status == "failed"
    assert sandbox.executed == []
    assert [failed.retrying for failed in of_type(events, AttemptFailed)] == [True, False]


async def test_an_answer_cut_at_its_limit_is_refused_with_its_text_kept() -> None:
    cut = LengthLimitError(
        "cut at 1,024 tokens", partial="    return a +", metrics=StageMetrics(s=1.0, completion_tokens=9)
    )
    _, outcome = await lift(ScriptedEndpoint(IR_TEXT, cut, BODY))
    assert outcome.status == "passed"
    assert outcome.attempts[0].error == "cut at 1,024 tokens"
    assert outcome.attempts[0].code == "def add(a: int, b: int) -> int:\n    return a +"
    assert outcome.attempts[0].stages["code"].completion_tokens == 9


async def test_a_stream_cut_midway_is_asked_for_again() -> None:
    broken = [TextDelta("    ret"), StreamInterruptedError("the connection was lost")]
    events, outcome = await lift(ScriptedEndpoint(IR_TEXT, broken, BODY))
    assert outcome.status == "passed"
    assert len(outcome.attempts) == 1
    [waiting] = of_type(events, EndpointWaiting)
    assert "the connection was lost" in waiting.detail
    assert [started.stage for started in of_type(events, StageStarted)] == ["ir", "code", "code", "run"]


async def test_streams_that_are_always_cut_end_the_lift_as_an_error() -> None:
    events, outcome = await lift(ScriptedEndpoint(*[StreamInterruptedError("lost")] * 3))
    assert outcome.status == "error"
    assert outcome.failure is not None
    assert (outcome.failure.kind, outcome.failure.message) == ("StreamInterruptedError", "lost")
    assert len(of_type(events, EndpointWaiting)) == 2


async def test_an_endpoint_that_fails_after_the_ir_leaves_the_ir_in_the_outcome() -> None:
    _, outcome = await lift(ScriptedEndpoint(IR_TEXT, ConnectError("nobody home")))
    assert outcome.status == "error"
    assert outcome.chosen is not None
    assert outcome.chosen.ir == IR_TEXT
    assert not outcome.chosen.compiled


async def test_waiting_and_warnings_are_passed_on() -> None:
    doubtful = IR_TEXT[:-1] + ',"assertions":["result == c"]}'
    waiting = [Waiting("warming up", "503", 1, 2.5), TextDelta(doubtful)]
    events, outcome = await lift(ScriptedEndpoint(waiting, BODY))
    [waited], [warned] = of_type(events, EndpointWaiting), of_type(events, Warned)
    assert (waited.reason, waited.retry, waited.delay_s) == ("warming up", 1, 2.5)
    assert warned.message == "the assertion 'result == c' names the unknown 'c' and was dropped"
    assert outcome.status == "passed"
    assert of_type(events, IRParsed)[0].ir.assertions == ()


async def test_code_can_be_written_from_a_given_ir_alone() -> None:
    endpoint = ScriptedEndpoint(BODY.replace("a + b", "a + b + c"))
    edited = IR.read(IR_TEXT.replace("b: int", "b: int, c: int = 0"))
    async with aclosing(Lifter(endpoint, JudgeByText()).lift(TASK, edited)) as stream:
        events = [event async for event in stream]
    assert [type(event) for event in events[:3]] == [LiftStarted, IRParsed, StageStarted]
    finished = events[-1]
    assert isinstance(finished, LiftFinished)
    assert finished.outcome.status == "passed"
    assert finished.outcome.chosen is not None
    assert finished.outcome.chosen.ir == edited.text
    assert "c: int = 0" in (finished.outcome.chosen.code or "")
    [request] = endpoint.requests
    assert edited.text in [message.content for message in request.messages]


async def test_existing_code_can_be_executed_alone() -> None:
    async with aclosing(Lifter(ScriptedEndpoint(), JudgeByText()).execute(TASK, "a + b", "add")) as stream:
        events = [event async for event in stream]
    assert [type(e) for e in events[:4]] == [LiftStarted, StageStarted, StageFinished, CaseChecked]
    finished = events[-1]
    assert isinstance(finished, LiftFinished)
    assert finished.outcome.status == "passed"


async def test_a_stream_that_is_never_read_leaves_nothing_behind() -> None:
    await Lifter(ScriptedEndpoint(), JudgeByText()).lift(TASK).aclose()


class RefusingSandbox(JudgeByText):
    async def execute(self, source: str, entry_point: str, task: Task, limits: Limits) -> Execution:
        raise SandboxError("no sandbox here")


async def test_a_sandbox_that_refuses_is_an_error_not_a_failure() -> None:
    async with aclosing(Lifter(ScriptedEndpoint(IR_TEXT, BODY), RefusingSandbox()).lift(TASK)) as stream:
        *_, finished = [event async for event in stream]
    assert isinstance(finished, LiftFinished)
    assert finished.outcome.status == "error"
    assert finished.outcome.chosen is not None
    assert finished.outcome.chosen.compiled


class EndlessEndpoint(ScriptedEndpoint):
    async def stream(self, request: ChatRequest) -> AsyncGenerator[TextDelta | Waiting | Completion]:
        try:
            while True:
                yield TextDelta("{")
                await asyncio.sleep(0)
        finally:
            self.closed += 1


@pytest.mark.parametrize("way", ["closing the stream", "cancelling the consumer"])
async def test_stopping_a_lift_ends_its_request_before_returning(way: str) -> None:
    endpoint, streaming = EndlessEndpoint(), asyncio.Event()

    async def consume() -> None:
        async with aclosing(Lifter(endpoint, JudgeByText()).lift(TASK)) as stream:
            async for event in stream:
                if isinstance(event, TextStreamed):
                    streaming.set()
                    if way == "closing the stream":
                        return

    consumer = asyncio.create_task(consume())
    await streaming.wait()
    if way == "cancelling the consumer":
        consumer.cancel()
    await asyncio.wait([consumer])
    assert endpoint.closed == 1


async def test_a_defect_is_raised_not_recorded() -> None:
    endpoint = ScriptedEndpoint(IR_TEXT, [])
    endpoint.answers[1] = [TextDelta("x"), ZeroDivisionError()]  # type: ignore[list-item]
    with pytest.raises(ZeroDivisionError):
        await lift(endpoint)
