"""Recordings for tests of what is kept and shown of them, and any value of the types in them."""

import datetime
import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from engine.events import (
    CaseChecked,
    CodeAssembled,
    CodeExecuted,
    Event,
    IRParsed,
    LiftFinished,
    LiftStarted,
    StageFinished,
    StageStarted,
    TextStreamed,
    Warned,
)
from engine.ir import IR
from engine.metering import StageMetrics
from engine.outcome import Attempt, Outcome
from engine.recording import Recording, RecordingHeader
from engine.sandbox.interface import CaseResult, Execution
from engine.task import Case, Task

IR_TEXT = '{"intent":"Double a number","signature":"double(n: int) -> int","effects":["Multiply n by two"]}'
SOURCE = "def double(n: int) -> int:\n    return n * 2\n"
TASK = Task("double", "Double a number", cases=(Case("f(1)", returns="2"), Case("f(2)", returns="5")))
IR_METRICS = StageMetrics(3.0, ttft_s=0.5, prompt_tokens=400, cached_tokens=380, completion_tokens=60)
CODE_METRICS = StageMetrics(1.0, ttft_s=0.25, prompt_tokens=500, cached_tokens=470, completion_tokens=10)
RUN_METRICS = StageMetrics(0.25)
EXECUTION = Execution((CaseResult("f(1)", "passed", "2", "2", wall_s=0.0001), CaseResult("f(2)", "failed", "5", "4")))
STAGES = {"ir": IR_METRICS, "code": CODE_METRICS, "run": RUN_METRICS}
OUTCOME = Outcome("failed", (Attempt(1, IR_TEXT, SOURCE, STAGES, True, EXECUTION),), 4.25)
HEADER = RecordingHeader("2026-11-23T09:30:00+00:00", TASK, "small", "embedded", None, {"liftui": "0.1.0"})

EVENTS: tuple[Event, ...] = (
    LiftStarted(0.0, TASK.prompt, None),
    StageStarted(0.0, "ir", 1),
    TextStreamed(0.5, "ir", IR_TEXT[:20]),
    TextStreamed(0.6, "ir", IR_TEXT[20:]),
    StageFinished(3.0, "ir", 1, IR_METRICS),
    Warned(3.0, "ir", "an assertion was dropped"),
    IRParsed(3.0, 1, IR_TEXT, IR.read(IR_TEXT)),
    StageStarted(3.0, "code", 1, "def double(n: int) -> int:\n"),
    TextStreamed(3.5, "code", "    return n * 2"),
    StageFinished(4.0, "code", 1, CODE_METRICS),
    CodeAssembled(4.0, 1, SOURCE, None),
    StageStarted(4.0, "run", 1),
    StageFinished(4.25, "run", 1, RUN_METRICS),
    *(CaseChecked(4.25, result) for result in EXECUTION.results),
    CodeExecuted(4.25, 1, EXECUTION),
    LiftFinished(4.25, OUTCOME),
)
RECORDING = Recording(HEADER, EVENTS)


def asking(request: str) -> Recording:
    """A lift of ``request`` that was stopped at once."""
    return Recording(HEADER, (LiftStarted(0.0, request, None),))


def any_text() -> st.SearchStrategy[str]:
    """Any text that JSON can carry: lone surrogates too, but not the two halves of a pair side by side."""
    return st.text(st.characters()).filter(lambda text: text == _as_utf16(text))


def any_of(hint: Any) -> st.SearchStrategy[Any]:  # noqa: ANN401 - any type the events are made of
    """Any value of the type ``hint``, whatever fields its dataclasses have."""
    arguments = get_args(hint)
    match get_origin(hint) or hint:
        case builtins if builtins in _PLAIN:
            return _PLAIN[builtins]
        case data if is_dataclass(data):
            hints = get_type_hints(data)
            return st.builds(data, **{field.name: any_of(hints[field.name]) for field in fields(data)})
        case origin if origin is Literal:
            return st.sampled_from(arguments)
        case origin if origin in (Union, types.UnionType):
            return st.one_of(map(any_of, arguments))
        case origin if origin is tuple:
            return st.lists(any_of(arguments[0]), max_size=3).map(tuple)
        case origin if origin in (Mapping, dict):
            return st.dictionaries(any_of(arguments[0]), any_of(arguments[1]), max_size=3)
    raise TypeError(f"no values of {hint} are known")


def _as_utf16(text: str) -> str:
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")


_SIGNATURES = st.sampled_from(
    ["f() -> None", "f(a: dict[str, int | None], b: str = 'x\\n') -> float", "é(x: int) -> str"]
)
_PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    str: any_text(),
    int: st.integers(),
    float: st.floats(allow_nan=False, allow_infinity=False),
    bool: st.booleans(),
    types.NoneType: st.none(),
    datetime.date: st.dates(),
    IR: st.builds(
        lambda signature, intent, effects: IR(signature=signature, intent=intent, effects=effects),
        _SIGNATURES,
        any_text(),
        st.lists(any_text(), max_size=3).map(tuple),
    ),
}
