"""The top line: what is being lifted, and by what."""

from collections.abc import Iterable

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from liftui.display.text import one_line
from liftui.tui.backend import EndpointPhase, EndpointView

_SIGNS: dict[EndpointPhase, tuple[str, str]] = {
    "starting": ("○", "$foreground 60%"),
    "downloading": ("↓", "$warning"),
    "warming": ("◐", "$warning"),
    "ready": ("●", "$success"),
    "unreachable": ("✗", "$error"),
    "missing": ("✗", "$error"),
}


class TitleBar(Horizontal):
    """Task to the left, endpoint to the right."""

    _text: str | None = None

    def compose(self) -> ComposeResult:
        """The two ends."""
        yield Static(id="title", markup=False)
        yield Static(id="endpoint", markup=False)

    def show_lift(self, parts: Iterable[str]) -> None:
        """Name the lift by those ``parts`` that it has."""
        text = " · ".join(one_line(part) for part in parts if part)
        if text == self._text:
            return
        self._text = text
        self.query_one("#title", Static).update(Content.assemble(("liftui", "$accent bold"), "   ", text))

    def show_endpoint(self, view: EndpointView) -> None:
        """Say how the endpoint stands."""
        sign, style = _SIGNS[view.phase]
        state = f"downloading {view.detail}" if view.phase == "downloading" else view.phase
        parts = [one_line(part) for part in (view.model, view.kind, state) if part]
        warning = (f"{view.detail} ", "$error bold") if view.phase == "ready" and view.detail else ""
        self.query_one("#endpoint", Static).update(Content.assemble(warning, " · ".join(parts), " ", (sign, style)))
