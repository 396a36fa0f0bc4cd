"""Runs of suites: order, concurrency, errors, interruption."""

import asyncio
from collections.abc import AsyncGenerator

import pytest

from engine.batch import is_hopeless, run_suite
from engine.endpoint.errors import ServerError
from engine.errors import RecordError, UnavailableError
from engine.events import Event, LiftFinished, LiftStarted
from engine.outcome import Failure
from engine.record import TaskRecord
from engine.run_events import RunEvent, RunFinished, RunStarted, TaskFinished, TaskProgressed, TaskStarted
from engine.suite.suite import Suite
from engine.task import Task
from tests.engine.outcomes import conditions, errored, failed, lifting, passed


def suite_of(*names: str) -> Suite:
    return Suite("suite", tuple(Task(name, f"Make {name}") for name in names))


def records(events: list[RunEvent]) -> list[TaskRecord]:
    return [event.record for event in events if isinstance(event, TaskFinished)]


async def test_a_run_tells_its_events_in_order() -> None:
    events: list[RunEvent] = []
    suite = suite_of("a")
    summary = await run_suite(suite, lifting(lambda _: passed()), conditions(), [events.append])
    (task,) = suite.tasks
    assert events == [
        RunStarted(suite, 1),
        TaskStarted(task, 1),
        TaskProgressed(task, 1, LiftStarted(0.0, "Make a", None)),
        TaskProgressed(task, 1, LiftFinished(0.0, passed())),
        TaskFinished(records(events)[0]),
        RunFinished(summary),
    ]
    assert (summary.total, summary.passed) == (1, 1)


async def test_each_task_is_lifted_once_a_repeat() -> None:
    events: list[RunEvent] = []
    summary = await run_suite(suite_of("a", "b"), lifting(lambda _: failed()), conditions(), [events.append], repeat=2)
    assert [(kept.task, kept.repeat) for kept in records(events)] == [("a", 1), ("b", 1), ("a", 2), ("b", 2)]
    assert events[0] == RunStarted(suite_of("a", "b"), 4)
    assert (summary.total, summary.failed) == (4, 4)


@pytest.mark.parametrize("concurrency", [1, 3])
async def test_lifts_overlap_up_to_the_concurrency_and_never_beyond(concurrency: int) -> None:
    under_way, most = 0, 0
    all_at_once = asyncio.Event()

    async def lift(task: Task) -> AsyncGenerator[Event, None]:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        if under_way == concurrency:
            all_at_once.set()
        await all_at_once.wait()  # nobody goes on before that many are under way
        await asyncio.sleep(0)
        under_way -= 1
        yield LiftFinished(0.0, passed())

    names = [f"task_{number}" for number in range(9)]
    events: list[RunEvent] = []
    await run_suite(suite_of(*names), lift, conditions(), [events.append], concurrency=concurrency)
    assert most == concurrency
    assert sorted(kept.task for kept in records(events)) == names


async def test_a_liftui_error_of_one_lift_is_recorded_and_the_run_goes_on() -> None:
    async def lift(task: Task) -> AsyncGenerator[Event, None]:
        if task.id == "a":
            raise ServerError("the server fell over: start it again")
        yield LiftFinished(0.0, passed())

    events: list[RunEvent] = []
    summary = await run_suite(suite_of("a", "b"), lift, conditions(), [events.append])
    assert [kept.status for kept in records(events)] == ["error", "passed"]
    assert records(events)[0].error == Failure("ServerError", "the server fell over: start it again")
    assert (summary.errored, summary.passed) == (1, 1)
    progress = [event.event for event in events if isinstance(event, TaskProgressed)]
    assert [type(event) for event in progress] == [LiftFinished, LiftFinished]


async def test_a_defect_of_a_lift_is_not_mistaken_for_an_error_of_the_endpoint() -> None:
    async def lift(task: Task) -> AsyncGenerator[Event, None]:
        yield LiftStarted(0.0, task.prompt, None)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await run_suite(suite_of("a"), lift, conditions(), [])


async def test_a_stream_without_its_end_is_a_defect() -> None:
    async def lift(task: Task) -> AsyncGenerator[Event, None]:
        yield LiftStarted(0.0, task.prompt, None)

    with pytest.raises(RuntimeError, match="'a' ended without LiftFinished"):
        await run_suite(suite_of("a"), lift, conditions(), [])


async def test_a_run_stops_where_the_first_lift_shows_that_nothing_can_be_lifted() -> None:
    events: list[RunEvent] = []
    unreachable = errored("ConnectError")
    summary = await run_suite(suite_of("a", "b", "c"), lifting(lambda _: unreachable), conditions(), [events.append])
    assert (summary.total, summary.completed) == (1, 0)
    assert events[-1] == RunFinished(summary, stopped=unreachable.failure)


async def test_a_run_goes_on_through_an_outage_after_a_verdict() -> None:
    summary = await run_suite(
        suite_of("a", "b", "c"),
        lifting(lambda task: errored("ConnectError") if task.id == "b" else failed()),
        conditions(),
        [],
    )
    assert (summary.total, summary.failed, summary.errored) == (3, 2, 1)


def kinds_of(error: type[UnavailableError]) -> set[str]:
    return {error.__name__}.union(*map(kinds_of, error.__subclasses__()))


def test_every_kind_of_unavailability_is_known_to_be_hopeless_or_not() -> None:
    hopeless = {kind for kind in kinds_of(UnavailableError) if is_hopeless(Failure(kind, "…"), completed=0)}
    assert kinds_of(UnavailableError) - hopeless == {
        "UnavailableError",
        "EndpointError",
        "FirstTokenTimeoutError",
        "LengthLimitError",
        "RequestRefusedError",
        "ServerError",
        "SilenceTimeoutError",
        "StreamInterruptedError",
    }
    assert not is_hopeless(None, completed=0)
    assert not any(is_hopeless(Failure(kind, "…"), completed=1) for kind in hopeless)


async def test_cancelling_a_run_closes_its_lifts_and_keeps_what_finished() -> None:
    events: list[RunEvent] = []
    hanging, closed = asyncio.Event(), []

    async def lift(task: Task) -> AsyncGenerator[Event, None]:
        try:
            if task.id != "a":
                hanging.set()
                await asyncio.Event().wait()
            yield LiftFinished(0.0, passed())
        finally:
            closed.append(task.id)

    running = asyncio.create_task(
        run_suite(suite_of("a", "b", "c"), lift, conditions(), [events.append], concurrency=2)
    )
    await hanging.wait()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert sorted(closed) == ["a", "b", "c"]
    assert [kept.task for kept in records(events)] == ["a"]
    match events[-1]:
        case RunFinished(summary, interrupted, stopped):
            assert (summary.total, summary.passed, interrupted, stopped) == (1, 1, True, None)
        case other:
            pytest.fail(f"the last event is {other}")


async def test_a_lift_that_has_finished_is_recorded_even_if_closing_it_is_cancelled() -> None:
    events: list[RunEvent] = []
    closing = asyncio.Event()

    async def lift(task: Task) -> AsyncGenerator[Event, None]:
        try:
            yield LiftFinished(0.0, passed())
        finally:
            closing.set()
            await asyncio.Event().wait()

    running = asyncio.create_task(run_suite(suite_of("a"), lift, conditions(), [events.append]))
    await closing.wait()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert [kept.task for kept in records(events)] == ["a"]


async def test_what_an_observer_raises_ends_the_run_and_every_lift_under_way() -> None:
    closed: list[str] = []

    async def lift(task: Task) -> AsyncGenerator[Event, None]:
        try:
            if task.id == "b":
                await asyncio.Event().wait()
            yield LiftStarted(0.0, task.prompt, None)
        finally:
            closed.append(task.id)

    def full_disk(event: RunEvent) -> None:
        if isinstance(event, TaskProgressed):
            raise RecordError("the disk is full: make room")

    with pytest.raises(RecordError, match="the disk is full"):
        await run_suite(suite_of("b", "a", "c"), lift, conditions(), [full_disk], concurrency=2)
    assert sorted(closed) == ["a", "b"]


async def test_a_record_carries_the_memory_that_the_task_took_and_never_less_than_nothing() -> None:
    held: list[bytes] = []

    async def lift(task: Task) -> AsyncGenerator[Event, None]:
        if task.id == "grows":
            held.append(b"x" * 64_000_000)
        else:
            held.clear()
        yield LiftFinished(0.0, passed())

    events: list[RunEvent] = []
    await run_suite(suite_of("grows", "shrinks"), lift, conditions(), [events.append])
    grown, shrunk = (kept.client_memory_bytes for kept in records(events))
    assert grown is not None
    assert grown > 32_000_000
    assert shrunk == 0
