"""The client against a real server on the loopback interface: answers, measurements, cancellation."""

import asyncio
from contextlib import aclosing

import pytest
from pydantic import SecretStr

from engine.endpoint.chat import ChatRequest, Completion, Message, ServerIdentity, TextDelta, Waiting
from engine.endpoint.client import Endpoint
from engine.endpoint.config import EndpointConfig
from engine.endpoint.errors import LengthLimitError, ModelNotFoundError
from tests.loopback.server import DONE, MODEL, Exchange, LoopbackServer, delta, event, finish, saying

REQUEST = ChatRequest((Message("user", "hello"),), max_tokens=9)
TIMINGS = {"cache_n": 27, "prompt_n": 1, "prompt_ms": 250.0, "predicted_n": 2, "predicted_ms": 500.0}


async def collected(endpoint: Endpoint, request: ChatRequest = REQUEST) -> list[TextDelta | Waiting | Completion]:
    async with aclosing(endpoint.stream(request)) as items:
        return [item async for item in items]


async def completed(endpoint: Endpoint, request: ChatRequest = REQUEST) -> Completion:
    last = (await collected(endpoint, request))[-1]
    assert isinstance(last, Completion)
    return last


async def test_text_arrives_as_the_server_sends_it_and_the_completion_comes_last() -> None:
    read = asyncio.Event()

    async def stepwise(exchange: Exchange) -> None:
        await exchange.begin()
        await exchange.send(delta("def "))
        await read.wait()
        await exchange.send(delta("f") + delta("()"), finish("stop", timings=TIMINGS), DONE)
        await exchange.end()

    items = []
    async with (
        LoopbackServer(stepwise) as server,
        Endpoint(EndpointConfig(server.url)) as endpoint,
        aclosing(endpoint.stream(REQUEST)) as stream,
    ):
        async for item in stream:
            items.append(item)
            read.set()
    *texts, completion = items
    assert texts == [TextDelta("def "), TextDelta("f()")]
    assert isinstance(completion, Completion)
    assert (completion.text, completion.finish_reason) == ("def f()", "stop")
    assert completion.server_metrics == TIMINGS
    metrics = completion.metrics
    assert (metrics.prompt_tokens, metrics.cached_tokens, metrics.completion_tokens) == (28, 27, 2)
    assert (metrics.prefill_s, metrics.decode_s, metrics.queue_s, metrics.http_retries) == (0.25, 0.5, None, 0)
    assert metrics.ttft_s is not None
    assert 0 < metrics.ttft_s < metrics.s


async def test_keep_alives_and_chunks_without_text_are_passed_over() -> None:
    async def chatty(exchange: Exchange) -> None:
        await exchange.begin("text/event-stream; charset=utf-8")
        await exchange.send(b": keep-alive\n\n", event({"choices": [{"delta": {"role": "assistant"}}]}))
        await exchange.send(delta("x"), b": keep-alive\n\n", finish("stop"), event({"choices": [], "usage": None}))
        await exchange.send(DONE)
        await exchange.end()

    async with LoopbackServer(chatty) as server, Endpoint(EndpointConfig(server.url)) as endpoint:
        assert [item for item in await collected(endpoint) if isinstance(item, TextDelta)] == [TextDelta("x")]


@pytest.mark.parametrize(("owned_by", "connections"), [("llamacpp", 3), ("vllm", 1)])
async def test_a_connection_is_used_again_where_the_server_keeps_it(owned_by: str, connections: int) -> None:
    async with LoopbackServer(saying("x"), owned_by=owned_by) as server:
        async with Endpoint(EndpointConfig(server.url)) as endpoint:
            for _ in range(3):
                await completed(endpoint)
        assert (server.connections, len(server.requests)) == (connections, 3)


async def test_the_server_gets_the_dialects_body_and_the_credentials() -> None:
    async with LoopbackServer(saying("x"), owned_by="vllm") as server:
        config = EndpointConfig(f"{server.url}/v1", None, SecretStr("ak"), SecretStr("mk"), SecretStr("ms"))
        async with Endpoint(config) as endpoint:
            await completed(endpoint, ChatRequest((Message("assistant", "é"),), grammar='root ::= "x"'))
        exchange = server.requests[0]
    assert exchange.path == "/v1/chat/completions"
    assert exchange.json["structured_outputs"] == {"grammar": 'root ::= "x"'}
    assert exchange.json["continue_final_message"] is True
    assert exchange.json["messages"] == [{"role": "assistant", "content": "é"}]
    assert exchange.headers["authorization"] == "Bearer ak"
    assert (exchange.headers["modal-key"], exchange.headers["modal-secret"]) == ("mk", "ms")


@pytest.mark.parametrize(
    ("owned_by", "expected"),
    [
        ("llamacpp", ServerIdentity("llamacpp", MODEL)),
        ("vllm", ServerIdentity("vllm", MODEL, "0.33.0")),
        ("someone", ServerIdentity("openai", MODEL)),
    ],
)
async def test_the_endpoint_is_known_by_its_models(owned_by: str, expected: ServerIdentity) -> None:
    async with LoopbackServer(owned_by=owned_by) as server, Endpoint(EndpointConfig(server.url)) as endpoint:
        assert await endpoint.identify() == expected


async def test_a_model_that_is_not_served_is_told_with_those_that_are() -> None:
    async with LoopbackServer() as server, Endpoint(EndpointConfig(server.url, model="other")) as endpoint:
        with pytest.raises(ModelNotFoundError, match="'other'; set model to one that it has: recorded"):
            await endpoint.identify()


async def test_the_token_limit_is_an_error_that_names_it_and_keeps_text_and_metrics() -> None:
    timings = TIMINGS | {"predicted_n": 9}
    server = LoopbackServer(saying("half", " a", reason="length", timings=timings))
    async with server, Endpoint(EndpointConfig(server.url)) as endpoint:
        with pytest.raises(LengthLimitError, match="limit of 9 tokens") as caught:
            await collected(endpoint)
    assert (caught.value.partial, caught.value.metrics.completion_tokens) == ("half a", 9)


async def test_a_full_context_is_told_from_the_token_limit() -> None:
    server = LoopbackServer(saying("half", reason="length", timings=TIMINGS))
    async with server, Endpoint(EndpointConfig(server.url)) as endpoint:
        with pytest.raises(LengthLimitError, match="context was full after 2 tokens"):
            await collected(endpoint)


async def test_closing_the_stream_closes_the_connection() -> None:
    freed = asyncio.Event()

    async def endless(exchange: Exchange) -> None:
        await exchange.begin()
        await exchange.send(delta("1"))
        await exchange.hung_up()
        freed.set()

    async with LoopbackServer(endless, owned_by="vllm") as server, Endpoint(EndpointConfig(server.url)) as endpoint:
        async with aclosing(endpoint.stream(REQUEST)) as items:
            assert await anext(items) == TextDelta("1")
        await freed.wait()


@pytest.mark.parametrize("after_text", [False, True])
async def test_cancelling_the_consumer_closes_the_connection(after_text: bool) -> None:
    reached, freed = asyncio.Event(), asyncio.Event()

    async def endless(exchange: Exchange) -> None:
        if after_text:
            await exchange.begin()
            await exchange.send(delta("1"))
        reached.set()
        await exchange.hung_up()
        freed.set()

    async with LoopbackServer(endless) as server, Endpoint(EndpointConfig(server.url)) as endpoint:
        consumer = asyncio.create_task(collected(endpoint))
        await reached.wait()
        consumer.cancel()
        with pytest.raises(asyncio.CancelledError):
            await consumer
        await freed.wait()


async def test_requests_beyond_the_slots_queue_and_say_so() -> None:
    first_begun, go_on = asyncio.Event(), asyncio.Event()

    async def held(exchange: Exchange) -> None:
        first_begun.set()
        await go_on.wait()
        await saying("1")(exchange)

    server = LoopbackServer(held, saying("2"))
    async with server, Endpoint(EndpointConfig(server.url, slots=1)) as endpoint:
        first = asyncio.create_task(completed(endpoint))
        await first_begun.wait()
        async with aclosing(endpoint.stream(REQUEST)) as items:
            assert await anext(items) == Waiting("queued", "all slots are taken (1)", 0, 0.0)
            assert len(server.requests) == 1
            go_on.set()
            *_, second = [item async for item in items]
        assert (await first).metrics.queue_s is None
    assert isinstance(second, Completion)
    assert second.metrics.queue_s is not None
