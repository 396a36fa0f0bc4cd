"""Lift and endpoint as the workbench drives them, without Textual."""

import asyncio
from collections.abc import AsyncGenerator, Callable

import pytest

from engine.errors import ModelError, UnavailableError
from engine.events import Event, LiftFinished, LiftStarted
from liftui.tui.backend import Lifts
from liftui.tui.endpoint_flow import EndpointFlow
from liftui.tui.lift_flow import LiftFlow
from liftui.tui.lift_log import LoggedLift
from liftui.tui.sitting import Sitting
from liftui.tui.view import LiftView
from tests.liftui.tui.scripted import PASSING, TASK, Hold, ir_events, scripted


async def until(condition: Callable[[], object]) -> None:
    async with asyncio.timeout(10):
        while not condition():  # noqa: ASYNC110 - what it waits for has no event
            await asyncio.sleep(0)


def lift(lifts: Lifts) -> AsyncGenerator[Event]:
    return lifts.lift(TASK)


async def test_a_lift_waits_for_the_endpoint_and_hands_its_events_out_once() -> None:
    endpoint = EndpointFlow(scripted(PASSING))
    flow = LiftFlow(endpoint.ready)
    flow.start(lift)
    await asyncio.sleep(0)
    assert flow.drain() == []

    await endpoint.open({})
    events: list[Event] = []
    while flow.is_running:
        await asyncio.sleep(0)
        events += flow.drain()

    assert events == [LiftStarted(0.0, TASK.prompt, None), *PASSING]
    await endpoint.close()


async def test_stopping_ends_the_lift_before_it_returns_and_keeps_its_events() -> None:
    backend = scripted((*ir_events()[:3], Hold()))
    endpoint = EndpointFlow(backend)
    await endpoint.open({})
    flow = LiftFlow(endpoint.ready)
    flow.start(lift)
    await until(lambda: len(flow._pending) == 4)
    await flow.stop()

    assert backend.lifts.closed == 1
    assert len(flow.drain()) == 4
    assert not flow.is_running
    await endpoint.close()


async def test_the_events_of_a_lift_that_was_replaced_are_dropped() -> None:
    backend = scripted((*ir_events()[:3], Hold()), PASSING)
    endpoint = EndpointFlow(backend)
    await endpoint.open({})
    flow = LiftFlow(endpoint.ready)
    flow.start(lift)
    await until(lambda: backend.lifts.asked)
    flow.start(lift)
    await until(lambda: len(flow._pending) == len(PASSING) + 1)

    assert flow.drain()[1:] == list(PASSING)
    assert backend.lifts.closed == 2
    await endpoint.close()


async def test_a_sitting_tells_of_each_lift_that_is_over_however_it_ended() -> None:
    endpoint = EndpointFlow(scripted((*ir_events()[:3], Hold()), PASSING))
    await endpoint.open({})
    over: list[LoggedLift] = []
    sitting = Sitting(endpoint, lambda: 7.0, over.append)
    sitting.start(LiftView(phase="starting", task=TASK), lift)
    await until(lambda: len(sitting.flow._pending) == 4)
    sitting.start(LiftView(phase="starting", task=TASK), lift)
    await until(lambda: sitting.take_events() and not sitting.is_lifting)

    assert [lift.view.phase for lift in over] == ["stopped", "passed"]
    assert over == [sitting.lifts.before_shown, sitting.lifts.latest]
    assert [len(lift.events) for lift in over] == [4, len(PASSING) + 1]
    assert sitting.lifts.cost_usd == 0, "the embedded model is free"
    await endpoint.close()


@pytest.mark.parametrize("error", [ModelError("no room: free some"), OSError(28, "No space left on device")])
async def test_what_keeps_the_endpoint_from_starting_becomes_the_lifts_end(error: Exception) -> None:
    backend = scripted()
    backend.error = error  # type: ignore[assignment]
    endpoint = EndpointFlow(backend)
    await endpoint.open({})
    flow = LiftFlow(endpoint.ready)
    flow.start(lift)
    await until(lambda: flow._pending)

    [event] = flow.drain()
    assert isinstance(event, LiftFinished)
    assert event.outcome.failure is not None
    assert str(getattr(error, "strerror", None) or error) in event.outcome.failure.message
    assert endpoint.view.phase == "unreachable"


async def test_an_endpoint_that_failed_is_tried_anew_by_the_next_lift() -> None:
    backend = scripted()
    backend.error = UnavailableError("nothing answers: start it")
    endpoint = EndpointFlow(backend)
    await endpoint.open({"model": "mine"})
    with pytest.raises(UnavailableError, match="nothing answers"):
        await endpoint.ready()

    backend.error = None
    assert (await endpoint.ready()).model == "mine"
    await endpoint.close()


async def test_a_large_download_waits_for_consent() -> None:
    backend = scripted()
    backend.missing_bytes = 10**9
    endpoint = EndpointFlow(backend)
    await endpoint.open({})
    with pytest.raises(UnavailableError, match=r"1\.0 GB"):
        await endpoint.ready()
    assert backend.connected == []

    await endpoint.open({}, may_download=True)
    assert (await endpoint.ready()).kind == "embedded"
    await endpoint.close()


async def test_switching_closes_the_endpoint_before() -> None:
    endpoint = EndpointFlow(scripted())
    await endpoint.open({})
    await endpoint.ready()
    await endpoint.open({"model": "other"})

    assert (await endpoint.ready()).model == "other"
    await endpoint.close()
    assert endpoint.connection is None
