"""Commands on the request that is being written."""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.task import Task
    from liftui.tui.screens.workbench import WorkbenchScreen


async def pick_task(workbench: WorkbenchScreen) -> None:
    """Take a request and its cases from a suite."""
    from liftui.tui.screens.picker import Choice, PickerScreen

    tasks = await asyncio.to_thread(_known_tasks)
    choices = [Choice(f"{suite} {task.id}", task.id, f"{suite} · {task.prompt}") for suite, task in tasks]
    chosen = await workbench.app.push_screen_wait(PickerScreen("Take a task", choices))
    for suite, task in tasks:
        if f"{suite} {task.id}" == chosen:
            workbench.take_task(task, suite)


async def new_request(workbench: WorkbenchScreen) -> None:
    """Begin with an empty request; the old one is a ctrl+z away."""
    workbench.picked_task, workbench.picked_suite = None, ""
    workbench.request_pane.put("")
    workbench.request_pane.focus_target.focus()


async def search_history(workbench: WorkbenchScreen) -> None:
    """Find an earlier request."""
    from liftui.tui.screens.picker import Choice, PickerScreen

    requests = await workbench.asked_keeper().requests()
    choices = [Choice(request, request.splitlines()[0], "") for request in reversed(requests)]
    chosen = await workbench.app.push_screen_wait(PickerScreen("Earlier requests", choices))
    if chosen is not None:
        workbench.request_pane.put(chosen)


async def erase_history(workbench: WorkbenchScreen) -> None:
    """Forget all earlier requests, once that is confirmed."""
    from liftui.tui.screens.ask import AskScreen

    question = "Forget all earlier requests? Kept lifts stay."
    if await workbench.app.push_screen_wait(AskScreen(question, ("Forget them", "Keep them"))) == "Forget them":
        await workbench.asked_keeper().erase_requests()
        workbench.notify("The prompt history is empty.")


async def edit_externally(workbench: WorkbenchScreen) -> None:
    """Write the request in $EDITOR; the workbench gives up the terminal meanwhile."""
    from liftui.workbench.external_editor import edit_text, interrupts_left_to_editor

    app, text = workbench.app, workbench.request_pane.text
    # A lift goes on meanwhile, and the batch keeps what it shows off the editor's screen.
    with app.batch_update(), app.suspend(), interrupts_left_to_editor():
        edited = await asyncio.to_thread(edit_text, text, os.environ, ".md")
    workbench.request_pane.put(edited)
    app.refresh(layout=True)


def _known_tasks() -> list[tuple[str, Task]]:
    """Each task with the first suite that holds it: some suites only include others."""
    from engine.suite.load import known_suites, load_suite

    suites = [load_suite(name) for name in known_suites()]
    first: dict[str, tuple[str, Task]] = {}
    for suite in suites:
        for task in suite.tasks:
            first.setdefault(task.id, (suite.name, task))
    return list(first.values())
