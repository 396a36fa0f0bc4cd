"""The two questions a lift asks the model, as pure functions of the conversation: the IR, then the code."""

from dataclasses import dataclass
from typing import ClassVar, Protocol

from engine.conversation import FENCE, Conversation, code_opening
from engine.endpoint.chat import ChatRequest
from engine.grammar.ir import ir_grammar
from engine.outcome import Stage


@dataclass(frozen=True, slots=True)
class Sampling:
    """How the model is asked."""

    temperature: float = 0.0
    retry_temperature: float = 0.4
    """Of a step's one retry; higher, since greedy decoding would repeat its mistake."""
    seed: int | None = None
    ir_max_tokens: int = 768
    code_max_tokens: int = 1024

    @property
    def temperatures(self) -> tuple[float, float]:
        """Of the first try and of the retry."""
        return self.temperature, max(self.temperature, self.retry_temperature)


class Step(Protocol):
    """One question: how it is put, and how the conversation goes on when its answer is refused."""

    @property
    def stage(self) -> Stage:
        """The stage that this step is."""
        ...

    @property
    def prefill(self) -> str:
        """What stands before the generated text."""
        ...

    def request(self, conversation: Conversation, sampling: Sampling, temperature: float) -> ChatRequest:
        """The request that continues ``conversation``."""
        ...

    def refused(self, conversation: Conversation, text: str, reason: str) -> Conversation:
        """The conversation in which the answer ``text`` was refused."""
        ...


@dataclass(frozen=True, slots=True)
class IRStep:
    """From the request to the IR, decoded under the IR's grammar."""

    entry_point: str | None
    stage: ClassVar[Stage] = "ir"
    prefill: ClassVar[str] = ""

    def request(self, conversation: Conversation, sampling: Sampling, temperature: float) -> ChatRequest:
        """Ask for the IR; a prescribed function name is part of the grammar."""
        return ChatRequest(
            conversation.messages,
            grammar=ir_grammar(self.entry_point),
            max_tokens=sampling.ir_max_tokens,
            temperature=temperature,
            seed=sampling.seed,
        )

    def refused(self, conversation: Conversation, text: str, reason: str) -> Conversation:
        """The conversation in which the IR was refused."""
        return conversation.with_ir_refused(text, reason)


@dataclass(frozen=True, slots=True)
class CodeStep:
    """From the IR to the function's body, up to the closing fence; its `def` line is prefilled."""

    header: str
    stage: ClassVar[Stage] = "code"

    @property
    def prefill(self) -> str:
        """The `def` line."""
        return f"{self.header}\n"

    def request(self, conversation: Conversation, sampling: Sampling, temperature: float) -> ChatRequest:
        """Ask for the body."""
        return ChatRequest(
            conversation.with_code(self.header).messages,
            max_tokens=sampling.code_max_tokens,
            temperature=temperature,
            seed=sampling.seed,
            stop=(FENCE,),
        )

    def refused(self, conversation: Conversation, text: str, reason: str) -> Conversation:
        """The conversation in which the code was refused."""
        return conversation.with_code_refused(code_opening(self.header) + text + FENCE, reason)
