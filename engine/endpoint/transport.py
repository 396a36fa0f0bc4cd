"""HTTP to one endpoint: its limits of time and size, and every failure as an EndpointError."""

import asyncio
import time
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import httpx

from engine.endpoint import faults
from engine.endpoint.answer import Answer
from engine.endpoint.config import EndpointConfig
from engine.endpoint.dialects import Body
from engine.errors import SettingsError

_MAX_BODY_BYTES = 1 << 20
"""Of an answer that is not streamed: an error's text, a list of models."""
_DRAIN_S = 0.1
"""How long the answer's end may lag behind its last event; without it the connection cannot be used again."""


class Transport:
    """The connections to one endpoint. Redirects are not followed: they would carry the credentials away."""

    def __init__(self, config: EndpointConfig) -> None:
        self._config = config
        self._timeouts = config.timeouts
        try:
            root = httpx.URL(config.root)
        except httpx.InvalidURL as error:
            raise SettingsError(f"the endpoint {config.url!r} is no URL ({error}); correct it") from error
        self._http = httpx.AsyncClient(
            headers=config.headers | {"Accept-Encoding": "identity"},
            timeout=httpx.Timeout(None, connect=config.timeouts.connect_s),
            limits=httpx.Limits(max_connections=None),
            # Loading the certificates takes 40 ms, which plain HTTP need not spend.
            verify=root.scheme == "https",
            # A proxy of the environment must not be asked for this machine itself.
            trust_env=not config.is_loopback,
        )

    async def close(self) -> None:
        """Close every connection."""
        await self._http.aclose()

    async def get(self, path: str) -> bytes:
        """The body of a successful answer. Raises EndpointError."""
        request = self._http.build_request("GET", self._config.root + path)
        with self._translated(Answer()):
            async with asyncio.timeout(self._timeouts.first_token_s), self._sent(request) as response:
                body = await _body(response)
        if response.status_code != 200:
            raise faults.of_status(self._config, response.status_code, response.headers, body)
        return body

    async def stream(self, body: Body, answer: Answer, keep_connection: bool) -> AsyncGenerator[str]:
        """Post a chat completion, fill ``answer``, and yield its text as it arrives.

        Closing the generator closes the connection. Raises EndpointError, also where no finish reason came; what
        is lost after the finish reason are measurements only, and is let go.
        """
        headers = {"Accept": "text/event-stream"} | ({} if keep_connection else {"Connection": "close"})
        url = f"{self._config.root}/v1/chat/completions"
        request = self._http.build_request("POST", url, json=body, headers=headers)
        due = time.monotonic() + self._timeouts.first_token_s
        with self._translated(answer):
            async with self._sent(request) as response:
                await self._expect_events(response)
                chunks = response.aiter_raw()
                while chunk := await self._next(chunks, answer, due):
                    if text := self._feed(answer, chunk):
                        yield text
                        due = time.monotonic() + self._timeouts.first_token_s
                    if answer.error is not None:
                        raise faults.of_event(self._config, answer.error, answer.text)
        if answer.finish_reason is None:
            raise faults.ended_early(self._config, "the stream ended without a finish reason", answer.text)

    @asynccontextmanager
    async def _sent(self, request: httpx.Request) -> AsyncIterator[httpx.Response]:
        """The answer to ``request``, its headers read and its body not; closed in the end."""
        async with asyncio.timeout(self._timeouts.first_token_s):
            response = await self._http.send(request, stream=True)
        try:
            yield response
        finally:
            await response.aclose()

    async def _expect_events(self, response: httpx.Response) -> None:
        """Raise EndpointError where the answer is no event stream."""
        if response.status_code != 200:
            async with asyncio.timeout(self._timeouts.silence_s):
                body = await _body(response)
            raise faults.of_status(self._config, response.status_code, response.headers, body)
        content_type = response.headers.get("content-type", "nothing")
        if content_type.partition(";")[0].strip().lower() != "text/event-stream":
            raise faults.off_protocol(self._config, f"it answered with {content_type}", "")

    async def _next(self, chunks: AsyncIterator[bytes], answer: Answer, due: float) -> bytes:
        """The next bytes, or none where the answer is over; ``due`` is when text must have come."""
        wait_s = _DRAIN_S if answer.done else due - time.monotonic()
        if answer.text_began:
            wait_s = min(wait_s, self._timeouts.silence_s)
        try:
            async with asyncio.timeout(wait_s):
                return await anext(chunks, b"")
        except (TimeoutError, httpx.TransportError):
            if answer.finish_reason is None and not answer.done:
                raise
            return b""

    def _feed(self, answer: Answer, chunk: bytes) -> str:
        try:
            return answer.feed(chunk)
        except ValueError as error:
            # Without the cause, which may quote a secret that the server sent back.
            raise faults.off_protocol(self._config, str(error), answer.text) from None

    @contextmanager
    def _translated(self, answer: Answer) -> Iterator[None]:
        """Turn what goes wrong on the wire into EndpointErrors."""
        try:
            yield
        except TimeoutError as error:
            raise faults.of_timeout(self._config, answer.text) from error
        except httpx.TransportError as error:
            raise faults.of_transport(self._config, error, answer.text) from error


async def _body(response: httpx.Response) -> bytes:
    """The beginning of a body that is not streamed."""
    body = b""
    async for chunk in response.aiter_raw():
        body += chunk
        if len(body) > _MAX_BODY_BYTES:
            break
    return body[:_MAX_BODY_BYTES]
