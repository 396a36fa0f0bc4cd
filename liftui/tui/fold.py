"""Folds the engine's events into what the panes show; pure, and nothing of Textual in it."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from engine.events import (
    AttemptFailed,
    CaseChecked,
    CodeAssembled,
    CodeExecuted,
    EndpointWaiting,
    Event,
    IRParsed,
    LiftFinished,
    LiftStarted,
    StageFinished,
    StageStarted,
    TextStreamed,
    Warned,
)
from liftui.tui.view import LiftView, StageView


def fold(view: LiftView, event: Event) -> LiftView:
    """Return the view after ``event``; a lift that starts keeps the IR or code that the view holds already."""
    match event:
        case LiftStarted():
            return replace(view, phase="starting", request=event.request)
        case StageStarted():
            return _begin(view, event)
        case EndpointWaiting():
            return _with_stage(view, waiting=f"{event.reason}: {event.detail}" if event.detail else event.reason)
        case TextStreamed():
            return _stream(view, event)
        case StageFinished():
            return _with_stage(view, ended_s=event.at_s, metrics=event.metrics, waiting="")
        case Warned():
            return replace(view, warnings=(*view.warnings, event.message))
        case IRParsed():
            return _with_ir(view, event)
        case CodeAssembled():
            return _with_code(view, event)
        case CaseChecked():
            return replace(view, results=(*view.results, event.result))
        case CodeExecuted():
            return replace(view, execution=event.execution)
        case AttemptFailed(stage="ir"):
            return replace(view, ir_error=event.reason)
        case LiftFinished():
            return _finish(view, event)
        case _:
            return view


def fold_all(view: LiftView, events: Iterable[Event]) -> LiftView:
    """Return the view after all ``events``, in their order."""
    for event in events:
        view = fold(view, event)
    return view


def _begin(view: LiftView, event: StageStarted) -> LiftView:
    stages = (*view.stages, StageView(event.stage, event.attempt, event.at_s))
    view = replace(view, phase=event.stage, stages=stages)
    if event.stage == "ir":
        return replace(view, ir_text="", ir_streams=view.ir_streams + 1, ir=None, ir_error="", warnings=())
    if event.stage == "code":
        view = replace(view, code_text=event.prefill, code_streams=view.code_streams + 1)
        return replace(view, compiled=None, compile_error="", compile_line=None)
    return replace(view, compiled=True, results=(), execution=None)


def _stream(view: LiftView, event: TextStreamed) -> LiftView:
    stage = view.stages[-1]
    first_s = event.at_s if stage.first_text_s is None else stage.first_text_s
    view = _with_stage(view, first_text_s=first_s, deltas=stage.deltas + 1, waiting="")
    if event.stage == "ir":
        return replace(view, ir_text=view.ir_text + event.text)
    return replace(view, code_text=view.code_text + event.text)


def _with_ir(view: LiftView, event: IRParsed) -> LiftView:
    streams = view.ir_streams if event.text == view.ir_text else view.ir_streams + 1
    return replace(view, ir=event.ir, ir_text=event.text, ir_streams=streams, ir_error="")


def _with_code(view: LiftView, event: CodeAssembled) -> LiftView:
    view = replace(view, code_text=event.source, code_streams=view.code_streams + 1)
    return replace(view, compiled=event.error is None, compile_error=event.error or "", compile_line=event.line)


def _finish(view: LiftView, event: LiftFinished) -> LiftView:
    """The end; code that was executed as it was given is in no event but this."""
    outcome = event.outcome
    given = outcome.chosen.code if outcome.chosen else None
    stages = tuple(replace(stage, ended_s=stage.ended_s or event.at_s, waiting="") for stage in view.stages)
    view = replace(view, phase=outcome.status, outcome=outcome, ended_s=event.at_s, stages=stages)
    if view.code_text or not given:
        return view
    return replace(view, code_text=given, code_streams=view.code_streams + 1, compiled=True)


def _with_stage(view: LiftView, **changes: Any) -> LiftView:  # noqa: ANN401 - the fields of StageView
    last = replace(view.stages[-1], **changes)
    return replace(view, stages=(*view.stages[:-1], last))
