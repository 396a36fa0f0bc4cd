"""Everything that can go wrong on the wire, over real sockets."""

import asyncio
import logging
import traceback
from contextlib import aclosing

import pytest
from pydantic import SecretStr

from engine.endpoint.chat import ChatRequest, Completion, Message, TextDelta, Waiting
from engine.endpoint.client import Endpoint
from engine.endpoint.config import EndpointConfig, Timeouts
from engine.endpoint.errors import (
    AuthenticationError,
    ConnectError,
    ConnectTimeoutError,
    EndpointError,
    FirstTokenTimeoutError,
    ModelNotFoundError,
    ProtocolError,
    RequestRefusedError,
    ServerError,
    SilenceTimeoutError,
    StreamInterruptedError,
    TLSError,
    WarmingUpError,
)
from engine.endpoint.retry import RetryPolicy
from tests.loopback.server import DONE, Exchange, LoopbackServer, Script, delta, event, finish, refusing, saying

REQUEST = ChatRequest((Message("user", "hello"),))
SECRET = "sk-very-secret"
AT_ONCE = RetryPolicy(attempts=2, base_s=0.0)
PATIENT = Timeouts()
IMPATIENT = Timeouts(connect_s=0.2, first_token_s=0.2, silence_s=0.2)
HTML = b"<html><body>Sign in</body></html>"
FINISHED = finish("stop") + DONE


def config(url: str, timeouts: Timeouts = PATIENT) -> EndpointConfig:
    return EndpointConfig(url, api_key=SecretStr(SECRET), timeouts=timeouts, retries=AT_ONCE)


async def collected(endpoint: Endpoint) -> list[TextDelta | Waiting | Completion]:
    async with aclosing(endpoint.stream(REQUEST)) as items:
        return [item async for item in items]


async def failed(*scripts: Script, timeouts: Timeouts = PATIENT) -> EndpointError:
    async with LoopbackServer(*scripts) as server, Endpoint(config(server.url, timeouts)) as endpoint:
        with pytest.raises(EndpointError) as caught:
            await collected(endpoint)
    return caught.value


def sending(*chunks: bytes, content_type: str = "text/event-stream") -> Script:
    """A script that sends these chunks as they are and ends the answer in order."""

    async def script(exchange: Exchange) -> None:
        await exchange.begin(content_type)
        for chunk in chunks:
            await exchange.send(chunk)
        await exchange.end()

    return script


async def reset(exchange: Exchange) -> None:
    exchange.reset()


async def close(exchange: Exchange) -> None:
    exchange.hang_up()


async def close_amid_the_role(exchange: Exchange) -> None:
    await exchange.begin()
    await exchange.send(event({"choices": [{"delta": {"role": "assistant"}}]}))
    exchange.hang_up()


async def stall(exchange: Exchange) -> None:
    await exchange.hung_up()


async def stall_after_text(exchange: Exchange) -> None:
    await exchange.begin()
    await exchange.send(delta("par"))
    await exchange.hung_up()


async def keep_alive_for_ever(exchange: Exchange) -> None:
    await exchange.begin()
    while True:
        await exchange.send(b": keep-alive\n\n")
        await asyncio.sleep(0)


async def text_then_keep_alive_for_ever(exchange: Exchange) -> None:
    await exchange.begin()
    await exchange.send(delta("par"))
    while True:
        await exchange.send(b": keep-alive\n\n")
        await asyncio.sleep(0)


@pytest.mark.parametrize(
    ("fault", "reason", "detail"),
    [
        (refusing(503, b"", Retry_After="Thu, 01 Jan 2026 12:00:00 GMT"), "warming up", "not ready (HTTP 503)"),
        (refusing(503, b'{"error": {"message": "Loading model", "code": 503}}'), "warming up", "Loading model"),
        (refusing(429, b"", Retry_After="0"), "retrying", "overloaded (HTTP 429)"),
        (refusing(408), "retrying", "HTTP 408"),
        (refusing(500, HTML), "retrying", "failed (HTTP 500); look"),
        (reset, "retrying", "closed the connection"),
        (close, "retrying", "closed the connection"),
        (close_amid_the_role, "retrying", "closed the connection"),
        (sending(), "retrying", "without a finish reason"),
        (sending(event({"error": {"message": "FSM", "code": 500}})), "retrying", "error event: FSM"),
    ],
)
async def test_a_passing_fault_before_any_text_is_retried(fault: Script, reason: str, detail: str) -> None:
    async with LoopbackServer(fault, saying("text")) as server, Endpoint(config(server.url)) as endpoint:
        waiting, text, completion = await collected(endpoint)
    assert isinstance(waiting, Waiting)
    assert (waiting.reason, waiting.retry, waiting.delay_s) == (reason, 1, 0.0)
    assert detail in waiting.detail
    assert text == TextDelta("text")
    assert isinstance(completion, Completion)
    assert completion.metrics.http_retries == 1


@pytest.mark.parametrize(
    ("fault", "kind", "message"),
    [
        (refusing(500), ServerError, "(tried 3 times)"),
        (refusing(429, b"", Retry_After="31"), ServerError, "HTTP 429"),
        (reset, ConnectError, "(tried 3 times)"),
        (refusing(401, SECRET.encode()), AuthenticationError, "check api_key (set), modal_key (not set)"),
        (refusing(403), AuthenticationError, "HTTP 403"),
        (refusing(404, b'{"error": {"message": "The model `m` does not exist."}}'), ModelNotFoundError, "`m`"),
        (refusing(404, b'{"detail": "/v1/models"}'), RequestRefusedError, "no such API"),
        (refusing(404, b'{"detail": "Not Found"}'), RequestRefusedError, "no such API (HTTP 404: Not Found)"),
        (refusing(400, b'{"error": {"message": "bad\\n\\u001b[31mgrammar"}}'), RequestRefusedError, "bad [31mgrammar"),
        (refusing(400, b"x" * 5000), RequestRefusedError, f"(HTTP 400: {'x' * 200});"),
        (refusing(302, b"", Location="https://login.host/in?token=t"), ProtocolError, "to https://login.host/in,"),
        (refusing(307, b"", Location="/elsewhere"), ProtocolError, "redirects to another path"),
        (refusing(302, b"", Location="http://h:x/"), ProtocolError, "does not speak the protocol"),
        (refusing(304), ProtocolError, "HTTP 304"),
        (sending(HTML, content_type="text/html; charset=utf-8"), ProtocolError, "answered with text/html"),
        (sending(b"data: <html>\n\n"), ProtocolError, "an event is not JSON"),
        (sending(b"data: " + b"x" * (10 << 20)), ProtocolError, "a line is longer than 1048576 bytes"),
        (
            sending(event({"error": {"message": "Invalid grammar", "code": 400}})),
            RequestRefusedError,
            "Invalid grammar",
        ),
        (sending(event({"object": "error", "message": "engine died"})), ServerError, "engine died"),
    ],
)
async def test_a_lasting_fault_is_one_clear_error(fault: Script, kind: type[EndpointError], message: str) -> None:
    error = await failed(fault)
    assert type(error) is kind
    assert message in str(error)
    assert "127.0.0.1" in str(error)
    assert error.partial == ""


@pytest.mark.parametrize(
    ("chunks", "kind", "message"),
    [
        ([event({"error": {"message": "FSM", "code": 500}})], ServerError, "error event: FSM"),
        ([b'data: {"choices": [{"del\n\n'], ProtocolError, "not JSON"),
        ([b'data: {"choices": [{"del'], StreamInterruptedError, "cut its answer off after 3 characters"),
        ([DONE], StreamInterruptedError, "without a finish reason"),
        ([b"data: \xff\xfe\n\n"], ProtocolError, "can't decode byte 0xff"),
    ],
)
async def test_a_fault_after_text_is_not_retried_and_keeps_the_text(
    chunks: list[bytes], kind: type[EndpointError], message: str
) -> None:
    error = await failed(sending(delta("par"), *chunks), saying("not asked for"))
    assert type(error) is kind
    assert message in str(error)
    assert (error.partial, error.http_retries) == ("par", 0)


@pytest.mark.parametrize("abruptly", [False, True])
async def test_a_connection_lost_amid_the_text_keeps_the_text(abruptly: bool) -> None:
    text_seen = asyncio.Event()

    async def cut(exchange: Exchange) -> None:
        await exchange.begin()
        await exchange.send(delta("par"))
        await text_seen.wait()
        (exchange.reset if abruptly else exchange.hang_up)()

    async with (
        LoopbackServer(cut) as server,
        Endpoint(config(server.url)) as endpoint,
        aclosing(endpoint.stream(REQUEST)) as items,
    ):
        assert await anext(items) == TextDelta("par")
        text_seen.set()
        with pytest.raises(StreamInterruptedError) as caught:
            await anext(items)
    assert (caught.value.partial, caught.value.worth_retrying) == ("par", True)


async def test_an_answer_that_says_it_is_done_without_a_finish_reason_is_cut_off() -> None:
    async def done_and_open(exchange: Exchange) -> None:
        await exchange.begin()
        await exchange.send(delta("par"), DONE)
        await exchange.hung_up()

    error = await failed(done_and_open)
    assert type(error) is StreamInterruptedError
    assert error.partial == "par"


async def test_what_is_lost_after_the_finish_reason_does_not_spoil_the_answer() -> None:
    async def cut(exchange: Exchange) -> None:
        await exchange.begin()
        await exchange.send(delta("whole"), finish("stop"))
        exchange.hang_up()

    async with LoopbackServer(cut) as server, Endpoint(config(server.url)) as endpoint:
        *_, completion = await collected(endpoint)
    assert isinstance(completion, Completion)
    assert (completion.text, completion.metrics.completion_tokens) == ("whole", None)


@pytest.mark.parametrize("fault", [stall, keep_alive_for_ever])
async def test_no_text_in_time_is_told_even_if_keep_alives_come(fault: Script) -> None:
    error = await failed(fault, timeouts=IMPATIENT)
    assert type(error) is FirstTokenTimeoutError
    assert "gave no answer within 0.2 s" in str(error)


@pytest.mark.parametrize("fault", [stall_after_text, text_then_keep_alive_for_ever])
async def test_a_stall_amid_the_text_is_told(fault: Script) -> None:
    error = await failed(fault, timeouts=IMPATIENT)
    assert type(error) is SilenceTimeoutError
    assert error.partial == "par"


async def test_a_cold_endpoint_is_asked_until_its_budget_is_spent() -> None:
    cold = RetryPolicy(attempts=0, base_s=0.0, warm_up_s=0.0)
    server = LoopbackServer(refusing(503))
    async with server, Endpoint(EndpointConfig(server.url, retries=cold)) as endpoint:
        with pytest.raises(WarmingUpError, match="wait until its model is loaded"):
            await collected(endpoint)


async def test_nobody_listening_is_told_with_the_systems_word() -> None:
    async with LoopbackServer() as server:
        url = server.url
    async with Endpoint(config(url)) as endpoint:
        with pytest.raises(ConnectError, match=r"nothing answers at .*Connection refused"):
            await endpoint.identify()


async def test_an_unknown_host_is_told() -> None:
    async with Endpoint(config("http://nowhere.invalid")) as endpoint:
        with pytest.raises(ConnectError, match=r"nothing answers at http://nowhere\.invalid"):
            await endpoint.identify()


async def test_tls_with_a_server_that_speaks_none_is_not_retried() -> None:
    async with LoopbackServer() as server, Endpoint(config(server.url.replace("http:", "https:"))) as endpoint:
        with pytest.raises(TLSError, match="check http or https") as caught:
            await endpoint.identify()
    assert caught.value.http_retries == 0


async def test_a_server_that_does_not_take_part_in_tls_is_a_connect_timeout() -> None:
    hung_up = asyncio.Event()

    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()
        await writer.wait_closed()
        hung_up.set()

    async with await asyncio.start_server(silent, "127.0.0.1", 0) as server:
        url = f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        async with Endpoint(config(url, Timeouts(connect_s=0.2))) as endpoint:
            with pytest.raises(ConnectTimeoutError, match=r"did not answer within 0.2 s"):
                await endpoint.identify()
        await hung_up.wait()


async def test_a_server_that_speaks_no_http_is_a_protocol_error() -> None:
    async def gibberish(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"SSH-2.0-OpenSSH_9.6\r\n\r\n")
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(gibberish, "127.0.0.1", 0) as server:
        url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        async with Endpoint(config(url)) as endpoint:
            with pytest.raises(ProtocolError, match="does not speak the protocol"):
                await endpoint.identify()


@pytest.mark.parametrize(
    "fault",
    [
        refusing(400, f'{{"error": {{"message": "wrong key {SECRET}"}}}}'.encode()),
        refusing(500, f"wrong key {SECRET}".encode()),
        refusing(302, b"", Location=f"http://host/{SECRET}"),
        sending(f"data: {SECRET}\n\n".encode()),
        sending(event({"error": {"message": SECRET, "code": 400}})),
    ],
)
async def test_a_secret_that_the_server_sends_back_is_masked(fault: Script) -> None:
    error = await failed(fault)
    assert "***" in str(error)
    assert SECRET not in "".join([repr(error), *traceback.format_exception(error)])


async def test_secrets_are_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    await failed(refusing(400))
    assert "httpcore" in {record.name.partition(".")[0] for record in caplog.records}
    assert SECRET not in caplog.text
