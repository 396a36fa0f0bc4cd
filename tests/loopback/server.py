"""A real HTTP/1.1 server on 127.0.0.1 whose chat answers are scripts; each does to its connection what it likes.

    async def hello(exchange: Exchange) -> None:
        await exchange.begin()
        await exchange.send(delta("hello"), finish("stop"), DONE)
        await exchange.end()

    async with LoopbackServer(hello) as server: ...  # server.url

Successive chat requests get successive scripts, the last one again and again. Scripts wait for events, not for time.
"""

import asyncio
import json
import socket
import struct
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Self

MODEL = "recorded"


@dataclass(slots=True)
class Exchange:
    """One request and the connection to answer it on."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    @property
    def json(self) -> Any:  # noqa: ANN401
        """The body."""
        return json.loads(self.body)

    async def begin(self, content_type: str = "text/event-stream", status: int = 200) -> None:
        """Send the head of a chunked answer."""
        head = f"HTTP/1.1 {status} Status\r\nContent-Type: {content_type}\r\nTransfer-Encoding: chunked\r\n\r\n"
        self.writer.write(head.encode())
        await self.writer.drain()

    async def send(self, *parts: bytes) -> None:
        """Send one chunk."""
        data = b"".join(parts)
        self.writer.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        await self.writer.drain()

    async def end(self) -> None:
        """Complete a chunked answer."""
        self.writer.write(b"0\r\n\r\n")
        await self.writer.drain()

    async def answer(self, status: int, body: bytes, **headers: str) -> None:
        """Send a whole answer; header names are written with underscores."""
        lines = [f"HTTP/1.1 {status} Status", f"Content-Length: {len(body)}"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        self.writer.write("\r\n".join([*lines, "", ""]).encode() + body)
        await self.writer.drain()

    async def hung_up(self) -> None:
        """Return once the client has closed the connection."""
        with suppress(ConnectionError):
            while await self.reader.read(1024):
                pass

    def hang_up(self) -> None:
        """Close in order (FIN), at any point of an answer."""
        self.writer.close()

    def reset(self) -> None:
        """Close abruptly (RST)."""
        connection: socket.socket = self.writer.get_extra_info("socket")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.writer.transport.abort()


Script = Callable[[Exchange], Awaitable[None]]


class LoopbackServer:
    """Serves `/v1/models` and `/version` of its own, chat completions by its scripts."""

    def __init__(self, *scripts: Script, owned_by: str = "llamacpp") -> None:
        self.requests: list[Exchange] = []
        """Every chat request so far."""
        self.connections = 0
        self._scripts = scripts
        self._owned_by = owned_by
        self._server: asyncio.Server | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def url(self) -> str:
        """Where it listens."""
        assert self._server is not None
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0, limit=1 << 24)
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        task = asyncio.create_task(self._serve(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer the requests of one connection until either side closes it."""
        try:
            while not writer.is_closing() and (exchange := await _received(reader, writer)):
                await self._answer(exchange)
                if exchange.headers.get("connection") == "close":
                    break
        except ConnectionError:
            pass  # the client went away
        finally:
            writer.close()
            with suppress(ConnectionError):
                await writer.wait_closed()

    async def _answer(self, exchange: Exchange) -> None:
        if exchange.path == "/v1/models":
            models = {"object": "list", "data": [{"id": MODEL, "owned_by": self._owned_by}]}
            await exchange.answer(200, json.dumps(models).encode(), Content_Type="application/json")
        elif exchange.path == "/version":
            await exchange.answer(200, b'{"version": "0.33.0"}', Content_Type="application/json")
        else:
            script = self._scripts[min(len(self.requests), len(self._scripts) - 1)]
            self.requests.append(exchange)
            await script(exchange)


async def _received(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> Exchange | None:
    """The next request; None at the end of the connection, or where it is not HTTP but, say, TLS."""
    try:
        if not (first := await reader.readexactly(1)).isalpha():
            writer.write(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
            return None
        head = first + await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return None
    request_line, *lines = head.decode("latin-1").strip().split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    method, path, _ = request_line.split(" ")
    return Exchange(method, path, headers, body, reader, writer)


def event(payload: object) -> bytes:
    """One server-sent event."""
    return f"data: {json.dumps(payload)}\n\n".encode()


def delta(text: str) -> bytes:
    """An event with text."""
    return event({"choices": [{"index": 0, "delta": {"content": text}, "finish_reason": None}]})


def finish(reason: str, **closing: object) -> bytes:
    """The event with the finish reason, and closing fields such as ``timings``."""
    return event({"choices": [{"index": 0, "delta": {}, "finish_reason": reason}], **closing})


DONE = b"data: [DONE]\n\n"


def saying(*texts: str, reason: str = "stop", **closing: object) -> Script:
    """A script that answers in order, an event for each text."""

    async def script(exchange: Exchange) -> None:
        await exchange.begin()
        for text in texts:
            await exchange.send(delta(text))
        await exchange.send(finish(reason, **closing), DONE)
        await exchange.end()

    return script


def refusing(status: int, body: bytes = b"", **headers: str) -> Script:
    """A script that answers with a status."""

    async def script(exchange: Exchange) -> None:
        await exchange.answer(status, body, **headers)

    return script
