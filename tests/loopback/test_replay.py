"""The recorded lift that benchmarks replay."""

from contextlib import aclosing

from engine.endpoint.chat import ChatRequest, Completion, Message
from engine.endpoint.client import Endpoint
from engine.endpoint.config import EndpointConfig
from engine.ir import IR
from tests.loopback import replay
from tests.loopback.server import LoopbackServer


async def answered(endpoint: Endpoint, *messages: Message) -> Completion:
    async with aclosing(endpoint.stream(ChatRequest(messages))) as items:
        *_, completion = [item async for item in items]
    assert isinstance(completion, Completion)
    return completion


async def test_a_conversation_gets_the_ir_and_then_its_code() -> None:
    server = LoopbackServer(replay.replaying(tokens_per_second=10_000))
    async with server, Endpoint(EndpointConfig(server.url)) as endpoint:
        ir = await answered(endpoint, Message("user", "Count the vowels"))
        header = IR.read(ir.text).signature.header
        code = await answered(endpoint, Message("user", "Now the code."), Message("assistant", f"{header}\n"))
    compile(f"{header}\n{code.text}", "code", "exec")
    assert ir.metrics.completion_tokens == len(replay.tokens(replay.IR))
    assert ir.metrics.decode_s is not None
