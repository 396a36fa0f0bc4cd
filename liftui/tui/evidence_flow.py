"""Checks the IR's own assertions and examples against the code; knows nothing of Textual."""

from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import replace

from engine.events import CaseChecked
from engine.evidence_cases import EvidenceCase, evidence_cases
from engine.sandbox.interface import CaseResult
from engine.task import Task
from liftui.tui.backend import Lifts
from liftui.tui.view import LiftView


async def check_evidence(view: LiftView, lifts: Lifts) -> tuple[CaseResult, ...]:
    """The verdicts on what the IR of ``view`` says of itself; none where it says nothing or nothing can run."""
    if view.ir is None or view.task is None or not view.compiled:
        return ()
    pieces = evidence_cases(view.ir, [case.call for case in view.task.cases])
    if not pieces:
        return ()
    task = Task("evidence", view.request, cases=tuple(piece.case for piece in pieces))
    async with aclosing(lifts.execute(task, view.code_text, view.ir.signature.name)) as events:
        results = [event.result async for event in events if isinstance(event, CaseChecked)]
    return tuple(_labelled(pieces, results))


def _labelled(pieces: Sequence[EvidenceCase], results: Sequence[CaseResult]) -> list[CaseResult]:
    return [replace(result, call=piece.label) for piece, result in zip(pieces, results, strict=False)]
