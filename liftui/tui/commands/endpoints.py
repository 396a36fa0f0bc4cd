"""The command that switches endpoint and model."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from liftui.tui.screens.workbench import WorkbenchScreen

_EMBEDDED = "The embedded model"
_DOWNLOAD = "Download the embedded model"
_OTHER = "Another endpoint…"


async def switch_endpoint(workbench: WorkbenchScreen) -> None:
    """Use the embedded model, downloaded where it is missing, or any OpenAI-compatible server."""
    from liftui.tui.screens.ask import AskScreen

    endpoint = workbench.endpoint
    embedded = _DOWNLOAD if endpoint.view.phase == "missing" else _EMBEDDED
    choice = await workbench.app.push_screen_wait(AskScreen(_situation(workbench), (embedded, _OTHER)))
    if choice == embedded:
        await workbench.stop_lift()
        await endpoint.open({"endpoint": None, "model": None}, may_download=True)
    elif choice == _OTHER:
        await _enter_endpoint(workbench)


async def _enter_endpoint(workbench: WorkbenchScreen) -> None:
    from liftui.tui.screens.form import Field, FormScreen

    fields = (
        Field("endpoint", "URL of an OpenAI-compatible server", "https://host:8000/v1"),
        Field("model", "Model (empty: the only one it has)", ""),
    )
    filled = await workbench.app.push_screen_wait(FormScreen("Another endpoint", fields))
    if filled is not None and filled["endpoint"].strip():
        await workbench.stop_lift()
        overrides = {name: text.strip() for name, text in filled.items() if text.strip()}
        await workbench.endpoint.open(overrides)


def _situation(workbench: WorkbenchScreen) -> str:
    view = workbench.endpoint.view
    if view.phase in ("unreachable", "missing"):
        return view.detail
    return f"Lift with what? Now: {view.model or 'the embedded model'}, {view.phase}"
