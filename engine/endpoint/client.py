"""The client of OpenAI-compatible servers: one request, its retries, and its text as it arrives."""

import asyncio
import json
import random
import time
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import dataclass, replace
from typing import Self

from engine.endpoint.answer import Answer
from engine.endpoint.chat import ChatRequest, Completion, ServerIdentity, TextDelta, Waiting
from engine.endpoint.config import EndpointConfig
from engine.endpoint.dialects import Usage, dialect_of
from engine.endpoint.errors import EndpointError, LengthLimitError
from engine.endpoint.identity import identity_of
from engine.endpoint.retry import Retries
from engine.endpoint.transport import Transport
from engine.metering import StageMetrics


@dataclass(frozen=True, slots=True)
class _Call:
    """One request on its way through its tries; times are of the monotonic clock."""

    request: ChatRequest
    retries: Retries
    began: float
    queued_s: float | None
    """Spent waiting for a slot of ours, where there was none free."""


class Endpoint:
    """One server, for any number of requests at once; an async context manager. Raises SettingsError."""

    def __init__(self, config: EndpointConfig, draw: Callable[[], float] = random.random) -> None:
        self._config = config
        self._draw = draw
        self._transport = Transport(config)
        self._slots = asyncio.Semaphore(config.slots)
        self._identity: ServerIdentity | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._transport.close()

    async def identify(self) -> ServerIdentity:
        """Ask what answers there, waiting for a cold endpoint; asked once, then remembered.

        Raises EndpointError, among it ModelNotFoundError where the model is not served.
        """
        retries = self._retries()
        while True:
            try:
                return await self._identified()
            except EndpointError as error:
                waiting = retries.after(error)
                if waiting is None:
                    raise
            await asyncio.sleep(waiting.delay_s)

    async def stream(self, request: ChatRequest) -> AsyncGenerator[TextDelta | Waiting | Completion]:
        """Stream the answer; its last item is the Completion.

        Cancelling the consumer, or closing this generator (`contextlib.aclosing`), closes the connection, which
        frees the server, before it returns. Raises EndpointError; an error after the first text is not retried
        and keeps the text in ``partial``.
        """
        began, retries = time.monotonic(), self._retries()
        queued = self._slots.locked()
        if queued:
            yield Waiting("queued", f"all slots are taken ({self._config.slots})", 0, 0.0)
        async with self._slots:
            call = _Call(request, retries, began, time.monotonic() - began if queued else None)
            while True:
                try:
                    async with aclosing(self._try(call)) as items:
                        async for item in items:
                            yield item
                    return
                except EndpointError as error:
                    waiting = retries.after(error)
                    if waiting is None:
                        raise
                yield waiting
                await asyncio.sleep(waiting.delay_s)

    def _retries(self) -> Retries:
        return Retries(self._config.retries, self._draw, time.monotonic)

    async def _identified(self) -> ServerIdentity:
        if self._identity is None:
            identity = identity_of(self._config, await self._transport.get("/v1/models"))
            if identity.kind == "vllm":
                identity = replace(identity, version=await self._version())
            self._identity = identity
        return self._identity

    async def _version(self) -> str | None:
        """The server's version; a proxy may hide it, and only displays want it."""
        try:
            match json.loads(await self._transport.get("/version")):
                case {"version": str(version)}:
                    return version
        except (EndpointError, ValueError, RecursionError):
            return None
        return None

    async def _try(self, call: _Call) -> AsyncGenerator[TextDelta | Completion]:
        """Send the request once."""
        identity = await self._identified()
        dialect, answer = dialect_of(identity.kind), Answer()
        body = dialect.body(call.request, identity.model)
        sent, ttft_s = time.monotonic(), None
        async with aclosing(self._transport.stream(body, answer, dialect.keeps_connections)) as texts:
            async for text in texts:
                if ttft_s is None:
                    ttft_s = time.monotonic() - sent
                yield TextDelta(text)
        yield _completion(call, answer, dialect.usage(answer.closing), ttft_s)


def _completion(call: _Call, answer: Answer, usage: Usage, ttft_s: float | None) -> Completion:
    """The answer with its measurements. Raises LengthLimitError where its limit cut it off."""
    waits = [wait_s for wait_s in (call.queued_s, usage.queue_s) if wait_s is not None]
    metrics = StageMetrics(
        s=time.monotonic() - call.began,
        ttft_s=ttft_s,
        prompt_tokens=usage.prompt_tokens,
        cached_tokens=usage.cached_tokens,
        completion_tokens=usage.completion_tokens,
        queue_s=sum(waits) if waits else None,
        prefill_s=usage.prefill_s,
        decode_s=usage.decode_s,
        http_retries=call.retries.count,
    )
    if answer.finish_reason == "length":
        raise LengthLimitError(_limit_reached(call.request, usage), partial=answer.text, metrics=metrics)
    return Completion(answer.text, answer.finish_reason or "", metrics, usage.server_metrics)


def _limit_reached(request: ChatRequest, usage: Usage) -> str:
    limit, generated = request.max_tokens, usage.completion_tokens
    if generated is not None and generated < limit:
        return f"the model's context was full after {generated} tokens of the answer; shorten the request"
    return f"the answer reached its limit of {limit} tokens; raise max_tokens or ask for less"
