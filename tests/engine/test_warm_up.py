"""Warming up leaves the server with what every lift begins with."""

from pathlib import Path

import pytest

from engine.conversation import Conversation
from engine.endpoint.chat import Completion
from engine.endpoint.client import Endpoint
from engine.local.server import EmbeddedServer
from engine.steps import IRStep, Sampling
from engine.task import Task
from engine.warm_up import warm_up


@pytest.mark.weights
async def test_the_first_lift_computes_its_own_request_only(weights: Path) -> None:
    opening = Conversation.opening(Task("square", "Square a number"))
    request = IRStep(entry_point=None).request(opening, Sampling(), temperature=0.0)
    async with EmbeddedServer.start(weights, "embedded") as server, Endpoint(server.endpoint) as endpoint:
        await warm_up(endpoint)
        answer = [item async for item in endpoint.stream(request)]
    completion = answer[-1]
    assert isinstance(completion, Completion)
    metrics = completion.metrics
    assert metrics.prompt_tokens is not None
    assert metrics.cached_tokens is not None
    assert metrics.prompt_tokens - metrics.cached_tokens <= 60
