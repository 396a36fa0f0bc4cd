"""A model hub on the loopback interface that can break off, ignore ranges, serve nonsense or hold still."""

import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self


class HubServer:
    """Serves ``content`` at every path; the attributes may be changed while it runs."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.asked: list[int] = []
        """Where each request wanted the file to begin."""
        self.breaks: list[int] = []
        """For each coming request, after how many bytes its connection breaks off."""
        self.honours_ranges = True
        self.status = 200
        self.hold_after: int | None = None
        """Bytes after which an answer stands still until `release` is set."""
        self.release = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True

    @property
    def url(self) -> str:
        """The hub's base URL."""
        return f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release.set()
        self._server.shutdown()
        self._server.server_close()

    def _handler(hub) -> type[BaseHTTPRequestHandler]:  # noqa: N805
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                match = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", ""))
                asked = int(match[1]) if match else 0
                hub.asked.append(asked)
                start = asked if hub.honours_ranges else 0
                body = hub.content[start:]
                self.send_response(206 if start and hub.status == 200 else hub.status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self._send(body[: hub.breaks.pop(0)] if hub.breaks else body)

            def _send(self, body: bytes) -> None:
                pause = len(body) if hub.hold_after is None else hub.hold_after
                try:
                    self.wfile.write(body[:pause])
                    if body[pause:]:
                        hub.release.wait()
                    self.wfile.write(body[pause:])
                except ConnectionError:
                    pass  # the client was killed, as some tests mean it to be

            def log_message(self, *args: object) -> None: ...

        return Handler
