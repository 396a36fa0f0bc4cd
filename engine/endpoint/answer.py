"""One streamed answer as it grows, read from bytes without any network."""

import json

from engine.endpoint.sse import SSEParser

_CLOSING_FIELDS = ("usage", "timings", "metrics")


class Answer:
    """Gathers the text, the finish reason and the closing fields of a stream of chat completion chunks.

    A chunk that is not understood is passed over, as the protocol may grow; what is not JSON is an error.
    """

    def __init__(self) -> None:
        self.finish_reason: str | None = None
        self.error: object = None
        """The payload of an error event; nothing after it counts."""
        self.done = False
        """Whether the server said that nothing more comes."""
        self.closing: dict[str, object] = {}
        """The last `usage`, `timings` and `metrics`, which servers send at the end, in one chunk or several."""
        self._parser = SSEParser()
        self._parts: list[str] = []

    @property
    def text_began(self) -> bool:
        """Whether there is any text."""
        return bool(self._parts)

    @property
    def text(self) -> str:
        """Everything so far."""
        return "".join(self._parts)

    def feed(self, chunk: bytes) -> str:
        """The text in the events that ``chunk`` completes, which may be empty.

        Raises ValueError where the bytes are no stream of JSON events.
        """
        before = len(self._parts)
        for data in self._parser.feed(chunk):
            if self.done or self.error is not None:
                break
            if data == "[DONE]":
                self.done = True
            elif data:
                self._take(_parsed(data))
        return "".join(self._parts[before:])

    def _take(self, payload: object) -> None:
        match payload:
            case {"error": error} if error:
                self.error = error
                return
            case {"object": "error"}:
                self.error = payload
                return
            case {"choices": [{"delta": {"content": str(text)}}, *_]} if text:
                if not text.isascii():
                    text.encode()  # JSON can spell lone surrogates, which nothing could print or store
                self._parts.append(text)
        match payload:
            case {"choices": [{"finish_reason": str(reason)}, *_]}:
                self.finish_reason = reason
        if isinstance(payload, dict):
            self.closing |= {name: payload[name] for name in _CLOSING_FIELDS if payload.get(name)}


def _parsed(data: str) -> object:
    try:
        payload: object = json.loads(data)
    except RecursionError as error:
        raise ValueError("an event is nested too deeply") from error
    except ValueError as error:
        raise ValueError(f"an event is not JSON: {data[:80]!r}") from error
    return payload
