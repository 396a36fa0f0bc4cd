"""The command that runs a suite."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from engine.errors import UsageError
from liftui.tui.lift_log import LoggedLift
from liftui.tui.view import LiftView

if TYPE_CHECKING:
    from liftui.tui.screens.workbench import WorkbenchScreen
    from liftui.tui.suite_flow import SuiteFlow

_FILE = "A file of your own…"
_LAST = "The last run"


async def run_suite(workbench: WorkbenchScreen) -> None:
    """Lift all tasks of a suite, or return to the run that is under way."""
    from liftui.tui.screens.suite import SuiteScreen

    running = workbench.suite_flow if workbench.is_running_suite else None
    flow = running or await _choose(workbench)
    if flow is None:
        return
    workbench.suite_flow = flow
    key = await workbench.app.push_screen_wait(SuiteScreen(flow))
    if key is not None:
        _look(workbench, flow, key)


async def _choose(workbench: WorkbenchScreen) -> SuiteFlow | None:
    """Ask which suite, and start it; the last run can be looked at again."""
    from engine.suite.load import known_suites
    from liftui.tui.screens.picker import Choice, PickerScreen

    last = workbench.suite_flow
    choices = [Choice(name, name) for name in (*known_suites(), _FILE)]
    if last is not None:
        choices.insert(0, Choice(_LAST, _LAST, last.suite.name))
    name = await workbench.app.push_screen_wait(PickerScreen("Run a suite", choices))
    if name == _LAST:
        return last
    if name == _FILE:
        name = await _ask_file(workbench)
    return await _start(workbench, name) if name else None


async def _start(workbench: WorkbenchScreen, name: str) -> SuiteFlow:
    from engine.suite.load import load_suite
    from engine.suite.suite import select
    from liftui.tui.suite_flow import SuiteFlow

    if workbench.is_lifting:
        raise UsageError("a lift is under way: stop it, or wait for its end")
    connection = await workbench.endpoint.ready()
    suite = await asyncio.to_thread(load_suite, name)
    settings = workbench.asked_settings()
    if settings.filter is not None:
        suite = select(suite, settings.filter)
    flow = SuiteFlow(suite, settings, connection, workbench.asked_keeper().runs_folder, workbench.clock)
    flow.start()
    return flow


async def _ask_file(workbench: WorkbenchScreen) -> str | None:
    from liftui.tui.screens.form import Field, FormScreen

    filled = await workbench.app.push_screen_wait(FormScreen("Run a suite", (Field("file", "File", "./tasks.toml"),)))
    return filled["file"].strip() or None if filled else None


def _look(workbench: WorkbenchScreen, flow: SuiteFlow, key: tuple[str, int]) -> None:
    """Put one lift of the run in the panes."""
    from liftui.tui.fold import fold_all

    task, events = flow.tasks[key], list(flow.events[key])
    view = fold_all(LiftView(request=task.prompt, task=task, suite=flow.suite.name), events)
    if view.is_running:
        raise UsageError("this lift is under way: look at it once it has ended")
    workbench.take_task(task, flow.suite.name)
    lift = LoggedLift(view, events)
    lift.begin(flow.connection)
    workbench.show_kept(lift)
