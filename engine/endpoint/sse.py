"""Server-sent events out of bytes, within bounds (WHATWG HTML §9.2.6; `id` and `retry` have no use here).

httpx-sse is not used: it replaces invalid UTF-8 unseen and gathers a line of any length.
"""

MAX_LINE_BYTES = 1 << 20
"""A line of a chat stream holds a delta, in some 300 bytes; at the end llama.cpp's timings, in 700."""
MAX_STREAM_BYTES = 1 << 26
"""64 MiB: an answer of 200,000 tokens at 300 bytes."""


class SSEParser:
    """Turns chunks of bytes, cut anywhere, into the data of events."""

    def __init__(self, max_line_bytes: int = MAX_LINE_BYTES, max_stream_bytes: int = MAX_STREAM_BYTES) -> None:
        self._max_line_bytes = max_line_bytes
        self._bytes_left = max_stream_bytes
        self._rest = b""
        self._after_cr = False
        self._data: list[str] = []

    def feed(self, chunk: bytes) -> list[str]:
        """The data of each event that ``chunk`` completes.

        Raises ValueError where a line or the stream is too long, or is not UTF-8.
        """
        events = []
        for line in self._lines(chunk):
            if line:
                field, _, value = line.decode("utf-8").partition(":")
                if field == "data":
                    self._data.append(value.removeprefix(" "))
            elif self._data:
                events.append("\n".join(self._data))
                self._data.clear()
        return events

    def _lines(self, chunk: bytes) -> list[bytes]:
        """The lines that ``chunk`` completes; a line ends in CR, LF or CR LF."""
        self._bytes_left -= len(chunk)
        if self._bytes_left < 0:
            raise ValueError("the answer is too long")
        if self._after_cr and chunk.startswith(b"\n"):
            chunk = chunk[1:]
            self._after_cr = False
        if chunk:
            self._after_cr = chunk.endswith(b"\r")
        lines = (self._rest + chunk).splitlines(keepends=True)
        self._rest = lines.pop() if lines and not lines[-1].endswith((b"\n", b"\r")) else b""
        lines = [line.rstrip(b"\r\n") for line in lines]
        if len(self._rest) > self._max_line_bytes or any(len(line) > self._max_line_bytes for line in lines):
            raise ValueError(f"a line is longer than {self._max_line_bytes} bytes")
        return lines
