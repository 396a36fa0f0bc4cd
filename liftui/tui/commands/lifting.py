"""Commands that lift, and stop lifting."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from engine.errors import UsageError
from engine.task import Case, Task
from liftui.tui.view import LiftView, ready_for

if TYPE_CHECKING:
    from engine.ir import IR
    from liftui.tui.screens.workbench import WorkbenchScreen

OWN_TASK = Task("request", "")
"""What a request of the user's own is a task of."""


async def lift(workbench: WorkbenchScreen) -> None:
    """Turn the request into an IR, code and results."""
    request = workbench.request_pane.text
    if not request.strip():
        workbench.request_pane.focus_target.focus()
        raise UsageError("there is no request yet: say what the function should do, or take a task with ctrl+t")
    task = replace(workbench.picked_task or OWN_TASK, prompt=request)
    workbench.start_lift(
        ready_for(replace(LiftView(), suite=workbench.picked_suite), task, "ir"), lambda lifts: lifts.lift(task)
    )
    await workbench.keeping(lambda keeper: keeper.add_request(request))


async def stop(workbench: WorkbenchScreen) -> None:
    """End the request and the process; what has come stays."""
    await workbench.stop_lift()


async def regenerate_ir(workbench: WorkbenchScreen) -> None:
    """Write the IR of the shown lift's request anew."""
    view, task = _shown(workbench)
    workbench.start_lift(ready_for(view, task, "ir"), lambda lifts: lifts.lift(task))


async def regenerate_code(workbench: WorkbenchScreen) -> None:
    """Write code from the IR as it is, with the user's changes; what cannot be used is named."""
    view, task = _shown(workbench)
    ir = _read_edited(workbench) or view.ir
    if ir is not view.ir:
        workbench.ir_pane.accept()
    if ir is None:
        raise UsageError("there is no IR to write code from yet: lift a request, or edit the IR")
    task = replace(task, entry_point=None) if task.entry_point not in (None, ir.signature.name) else task
    workbench.start_lift(ready_for(view, task, "code"), lambda lifts: lifts.lift(task, ir))


async def rerun(workbench: WorkbenchScreen) -> None:
    """Execute the shown code again."""
    view, task = _shown(workbench)
    _execute(workbench, view, task)


async def add_case(workbench: WorkbenchScreen) -> None:
    """Add a case to the shown lift and execute its code again."""
    from liftui.tui.screens.form import Field, FormScreen

    view, task = _shown(workbench)
    if task.test is not None:
        raise UsageError("this task is judged by a test of its own: lift a request without one to add cases")
    fields = (
        Field("call", "Call, with f for the function", "f(5, 0, 10)"),
        Field("returns", "It returns", "5"),
        Field("raises", "or it raises", "ValueError"),
    )
    filled = await workbench.app.push_screen_wait(FormScreen("Add a case", fields))
    if filled is None:
        return
    task = replace(task, cases=(*task.cases, _read_case(filled)))
    workbench.picked_task = task
    _execute(workbench, view, task)


def is_lifting(workbench: WorkbenchScreen) -> bool:
    """Say whether there is anything to stop."""
    return workbench.is_lifting


def _execute(workbench: WorkbenchScreen, view: LiftView, task: Task) -> None:
    name = view.entry_point or task.entry_point
    if not view.compiled or name is None:
        raise UsageError("there is no code that could be run yet: lift a request first")
    workbench.start_lift(ready_for(view, task, "run"), lambda lifts: lifts.execute(task, view.code_text, name))


def _shown(workbench: WorkbenchScreen) -> tuple[LiftView, Task]:
    """The shown lift and its task, with the cases that the user added meanwhile."""
    shown = workbench.lifts.shown
    if shown is None or shown.view.task is None:
        raise UsageError("nothing was lifted yet: type a request and press ctrl+j")
    return shown.view, shown.view.task


def _read_edited(workbench: WorkbenchScreen) -> IR | None:
    from engine.evidence import sift
    from engine.ir import IR

    text = workbench.ir_pane.edited_text
    if text is None:
        return None
    try:
        ir, warnings = sift(IR.read(text))
    except ValueError as error:
        workbench.ir_pane.refuse(str(error))
        raise UsageError(f"the IR cannot be used as it is: {error}") from error
    for warning in warnings:
        workbench.tell_error(warning)
    return ir


def _read_case(filled: Mapping[str, str]) -> Case:
    """The case by the rules of suites. Raises UsageError."""
    from pydantic import ValidationError

    from engine.suite.entries import fault, read_task

    entry = {name: text for name, text in filled.items() if text.strip()}
    try:
        [case] = read_task({"id": "request", "prompt": "-", "cases": [entry]}).cases
    except ValidationError as error:
        raise UsageError(f"that is no case: {fault(error)}") from error
    return case
