"""How each kind of server is asked, and how it reports what an answer took: pure functions of their inputs."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, Protocol, TypeGuard

from engine.endpoint.chat import ChatRequest

Kind = Literal["llamacpp", "vllm", "openai"]
Body = dict[str, object]
Fields = Mapping[str, object]

_NO_MEASURE = 1e18
"""Nothing that a server measures of one request comes near."""


@dataclass(frozen=True, slots=True)
class Usage:
    """What a server reported about one answer; None is what it did not."""

    prompt_tokens: int | None = None
    cached_tokens: int | None = None
    completion_tokens: int | None = None
    queue_s: float | None = None
    prefill_s: float | None = None
    decode_s: float | None = None
    server_metrics: dict[str, float] | None = None
    """Every number of the server's own measurements, under its names."""


class Dialect(Protocol):
    """A kind of server."""

    @property
    def keeps_connections(self) -> bool:
        """Whether a connection can carry another request after a streamed answer."""
        ...

    def body(self, request: ChatRequest, model: str) -> Body:
        """The JSON body of a streaming chat completion."""
        ...

    def usage(self, closing: Fields) -> Usage:
        """Read the fields (`usage`, `timings`, `metrics`) with which the server closed its answer."""
        ...


class OpenAI:
    """Any other server: it knows neither grammars nor continued messages, so the caller must check the text."""

    keeps_connections = True

    def body(self, request: ChatRequest, model: str) -> Body:
        """The standard body, with a last chunk of usage."""
        return _body(request, model) | {"stream_options": {"include_usage": True}}

    def usage(self, closing: Fields) -> Usage:
        """Read the standard `usage`."""
        usage = _fields(closing, "usage")
        return Usage(
            prompt_tokens=_count(usage, "prompt_tokens"),
            cached_tokens=_count(_fields(usage, "prompt_tokens_details"), "cached_tokens"),
            completion_tokens=_count(usage, "completion_tokens"),
        )


class VLLM:
    """vLLM; cached tokens need its `--enable-prompt-tokens-details`, times its `--enable-per-request-metrics`."""

    keeps_connections = True

    def body(self, request: ChatRequest, model: str) -> Body:
        """The grammar goes into `structured_outputs`; a message is continued only on request."""
        body = OpenAI().body(request, model)
        if request.grammar is not None:
            body["structured_outputs"] = {"grammar": request.grammar}
        if request.continues:
            body |= {"continue_final_message": True, "add_generation_prompt": False}
        return body

    def usage(self, closing: Fields) -> Usage:
        """Read `usage` and the optional `metrics`; vLLM reports no time of prefill."""
        counts, metrics = OpenAI().usage(closing), _fields(closing, "metrics")
        return Usage(
            counts.prompt_tokens,
            counts.cached_tokens,
            counts.completion_tokens,
            queue_s=_seconds(metrics, "queue_time_ms"),
            decode_s=_seconds(metrics, "generation_time_ms"),
            server_metrics=_numbers(metrics),
        )


class LlamaCpp:
    """llama.cpp's server; it continues a trailing assistant message unasked.

    It closes a connection after a streamed answer without saying so, and a request sent into the closing fails.
    """

    keeps_connections = False

    def body(self, request: ChatRequest, model: str) -> Body:
        """The grammar is a field of its own; the prompt's cache is kept for the next step."""
        body = _body(request, model) | {"cache_prompt": True}
        if request.grammar is not None:
            body["grammar"] = request.grammar
        return body

    def usage(self, closing: Fields) -> Usage:
        """Read `timings`: `prompt_n` counts only the prompt tokens that `cache_n` leaves to compute."""
        timings = _fields(closing, "timings")
        cached, computed = _count(timings, "cache_n"), _count(timings, "prompt_n")
        return Usage(
            prompt_tokens=None if cached is None or computed is None else cached + computed,
            cached_tokens=cached,
            completion_tokens=_count(timings, "predicted_n"),
            prefill_s=_seconds(timings, "prompt_ms"),
            decode_s=_seconds(timings, "predicted_ms"),
            server_metrics=_numbers(timings),
        )


def dialect_of(kind: Kind) -> Dialect:
    """The dialect that this kind of server speaks."""
    match kind:
        case "llamacpp":
            return LlamaCpp()
        case "vllm":
            return VLLM()
        case "openai":
            return OpenAI()


def _body(request: ChatRequest, model: str) -> Body:
    body: Body = {
        "model": model,
        "messages": [{"role": message.role, "content": message.content} for message in request.messages],
        "max_tokens": request.max_tokens,
        "temperature": request.temperature,
        "stream": True,
    }
    if request.seed is not None:
        body["seed"] = request.seed
    if request.stop:
        body["stop"] = list(request.stop)
    return body


def _fields(fields: Fields, name: str) -> Fields:
    value = fields.get(name)
    return value if isinstance(value, dict) else {}


def _count(fields: Fields, name: str) -> int | None:
    value = fields.get(name)
    return value if _is_measure(value) and isinstance(value, int) and value >= 0 else None


def _seconds(fields: Fields, name: str) -> float | None:
    milliseconds = _numbers(fields) or {}
    return milliseconds[name] / 1000 if name in milliseconds else None


def _numbers(fields: Fields) -> dict[str, float] | None:
    numbers = {name: float(value) for name, value in fields.items() if _is_measure(value)}
    return numbers or None


def _is_measure(value: object) -> TypeGuard[int | float]:
    """Whether it is a number that can be a measurement; JSON has NaN, Infinity and integers past any float."""
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < _NO_MEASURE
