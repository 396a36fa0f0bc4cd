"""What the client is asked (`ChatRequest`) and what it answers, independent of any server's dialect."""

from dataclasses import dataclass
from typing import Literal

from engine.metering import StageMetrics

Role = Literal["system", "user", "assistant"]


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of a chat."""

    role: Role
    content: str


@dataclass(frozen=True, slots=True)
class ChatRequest:
    """One constrained completion; a trailing assistant message is continued, not answered."""

    messages: tuple[Message, ...]
    grammar: str | None = None
    """EBNF (GBNF syntax) that the generated text obeys."""
    max_tokens: int = 1024
    temperature: float = 0.0
    seed: int | None = None
    stop: tuple[str, ...] = ()

    @property
    def continues(self) -> bool:
        """Whether the server is to continue the last message."""
        return bool(self.messages) and self.messages[-1].role == "assistant"


@dataclass(frozen=True, slots=True)
class Waiting:
    """The client waits ``delay_s`` seconds before it asks again."""

    reason: Literal["warming up", "queued", "retrying"]
    detail: str
    retry: int
    delay_s: float


@dataclass(frozen=True, slots=True)
class TextDelta:
    """Text that arrived; several tokens may share one delta."""

    text: str


@dataclass(frozen=True, slots=True)
class Completion:
    """The whole answer, always the stream's last item."""

    text: str
    finish_reason: str
    metrics: StageMetrics
    server_metrics: dict[str, float] | None = None
    """The server's own measurements of this request under its own names, where it gives them."""


@dataclass(frozen=True, slots=True)
class ServerIdentity:
    """What answers at an endpoint."""

    kind: Literal["llamacpp", "vllm", "openai"]
    """The dialect it speaks; ``openai`` is any other OpenAI-compatible server."""
    model: str
    version: str | None = None
