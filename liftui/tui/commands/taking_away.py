"""Commands that name, export and copy lifts."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from engine.errors import UsageError
from liftui.tui.lift_log import LoggedLift
from liftui.tui.view import LiftView, stopped

if TYPE_CHECKING:
    from engine.recording import Recording
    from liftui.tui.screens.workbench import WorkbenchScreen
    from liftui.workbench.export import ExportKind

_KINDS: dict[str, ExportKind] = {"The code": "code", "The IR": "ir", "Everything, as a web page": "page"}
_SCREEN = "This screen, as a picture (SVG)"


async def name_session(workbench: WorkbenchScreen) -> None:
    """Give this sitting's session a name to find it by."""
    from liftui.tui.screens.form import Field, FormScreen

    keeper = workbench.asked_keeper()
    fields = (Field("name", "Name of this session", "", keeper.session.name),)
    filled = await workbench.app.push_screen_wait(FormScreen("Name the session", fields))
    if filled is not None and filled["name"].strip():
        await keeper.rename_session(filled["name"].strip())
        workbench.show_title()


async def sessions(workbench: WorkbenchScreen) -> None:
    """Find a kept lift and show it again."""
    from liftui.tui.fold import fold_all
    from liftui.tui.screens.sessions import SessionsScreen

    recording = await workbench.app.push_screen_wait(SessionsScreen(workbench.asked_keeper().store))
    if recording is None:
        return
    task, events = recording.header.task, list(recording.events)
    view = fold_all(LiftView(request=task.prompt, task=task), events)
    if view.is_running:
        view = stopped(view, events[-1].at_s if events else 0.0)
    workbench.request_pane.put(task.prompt)
    workbench.picked_task = task
    workbench.show_kept(LoggedLift(view, events, recording.header))


async def export(workbench: WorkbenchScreen) -> None:
    """Write the shown lift, or a part of it, to a file."""
    from liftui.tui.screens.ask import AskScreen

    choice = await workbench.app.push_screen_wait(AskScreen("Export", (*_KINDS, _SCREEN)))
    if choice == _SCREEN:
        await _save_screen(workbench)
    elif choice is not None:
        await save_as(workbench, _KINDS[choice])


async def save_as(workbench: WorkbenchScreen, kind: ExportKind) -> None:
    """Ask for a file's name and write that part of the shown lift to it."""
    from liftui.workbench.export import export_lift, suggest_name

    recording = _recording(workbench)
    file = await _ask_file(workbench, suggest_name(recording, kind))
    if file is not None:
        await asyncio.to_thread(export_lift, recording, kind, file)
        workbench.notify(f"Saved as {file}", markup=False)


async def _save_screen(workbench: WorkbenchScreen) -> None:
    from liftui.workbench.kept_file import keep_file

    picture = workbench.app.export_screenshot(title="liftui")
    file = await _ask_file(workbench, "liftui.svg")
    if file is not None:
        await asyncio.to_thread(keep_file, file, picture, "the picture")
        workbench.notify(f"Saved as {file}", markup=False)


async def _ask_file(workbench: WorkbenchScreen, suggestion: str) -> Path | None:
    from liftui.tui.screens.ask import AskScreen
    from liftui.tui.screens.form import Field, FormScreen

    fields = (Field("file", "File", "", suggestion),)
    filled = await workbench.app.push_screen_wait(FormScreen("Save as", fields))
    if filled is None or not filled["file"].strip():
        return None
    file = await asyncio.to_thread(Path(filled["file"].strip()).expanduser)
    if await asyncio.to_thread(file.exists):
        answer = await workbench.app.push_screen_wait(AskScreen(f"{file} exists.", ("Replace it", "Keep it")))
        return file if answer == "Replace it" else None
    return file


def _recording(workbench: WorkbenchScreen) -> Recording:
    shown = workbench.lifts.shown
    recording = shown.recording if shown else None
    if recording is None:
        raise UsageError("there is nothing to export yet: lift a request first")
    return recording
