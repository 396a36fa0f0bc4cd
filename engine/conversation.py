"""The chat of one lift: both steps are turns of one conversation, so the prefix cache serves the second.

system, examples, request, **assistant: the IR**, "Now the code for: request", **assistant: the code**. The IR goes back
byte for byte as it was decoded, and the code's `def` line is prefilled, not generated.
"""

import tomllib
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any, Self

from engine.endpoint.chat import Message
from engine.ir import IR
from engine.task import Task

FENCE = "```"


@cache
def _prompts() -> dict[str, Any]:
    return tomllib.loads((files("prompts") / "conversation.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Conversation:
    """An immutable chat; each method returns the longer one."""

    messages: tuple[Message, ...]

    @classmethod
    def opening(cls, task: Task) -> Self:
        """System prompt, examples and the task's request: what the IR is decoded after."""
        prompts = _prompts()
        examples = [message for example in prompts["example"] for message in _turns(example)]
        return cls((Message("system", prompts["system"].strip()), *examples, Message("user", request_text(task))))

    def with_ir(self, text: str, task: Task) -> Self:
        """The IR as decoded, and the request for its code."""
        return self._extended(Message("assistant", text), _code_request(request_text(task)))

    def with_code(self, header: str) -> Self:
        """A reply that begins with ``header``, for the server to continue."""
        return self._extended(Message("assistant", code_opening(header)))

    def with_ir_refused(self, text: str, reason: str) -> Self:
        """An IR that could not be used, and why."""
        return self._refused(text, _prompts()["ir_refused"], reason)

    def with_code_refused(self, text: str, reason: str) -> Self:
        """Code that could not be used, and why; ``text`` is the whole reply with its header."""
        return self._refused(text, _prompts()["code_refused"], reason)

    def _refused(self, text: str, template: str, reason: str) -> Self:
        return self._extended(Message("assistant", text), Message("user", template.format(reason=reason)))

    def _extended(self, *messages: Message) -> Self:
        return replace(self, messages=self.messages + messages)


def _turns(example: dict[str, str]) -> tuple[Message, ...]:
    """A whole lift, as it is shown to the model."""
    header = IR.read(example["ir"]).signature.header
    return (
        Message("user", example["request"]),
        Message("assistant", example["ir"]),
        _code_request(example["request"]),
        Message("assistant", code_opening(header) + example["code"].lstrip("\n") + FENCE),
    )


def _code_request(request: str) -> Message:
    """The request once more: what stands right before the code binds a small model more than what the IR left of it."""
    return Message("user", _prompts()["code_request"].format(request=request))


def code_opening(header: str) -> str:
    """The first lines of a code reply: the fence and the `def` line."""
    return f"{FENCE}python\n{header}\n"


def request_text(task: Task) -> str:
    """The request as the model sees it: the prompt, and the examples that it may know."""
    if not task.examples:
        return task.prompt
    return "\n".join([task.prompt, "Examples:", *task.examples])
