"""Which display fits the place liftui runs in."""

from collections.abc import Mapping
from typing import Literal

DisplayName = Literal["rich", "plain", "log", "none"]
DisplayChoice = Literal["auto", "rich", "plain", "log", "none"]


def choose_display(requested: DisplayChoice, is_terminal: bool, environment: Mapping[str, str]) -> DisplayName:
    """Name the display: the requested one, else ``rich`` on a person's terminal and ``plain`` elsewhere.

    ``is_terminal`` says whether stderr, where progress is shown, is a terminal. A CI service and a dumb
    terminal cannot redraw lines. ``NO_COLOR`` takes the colours away (rich sees to that), not the layout.
    """
    if requested != "auto":
        return requested
    redraws = is_terminal and environment.get("TERM") != "dumb"
    return "rich" if redraws and not _is_ci(environment) else "plain"


def _is_ci(environment: Mapping[str, str]) -> bool:
    return environment.get("CI", "").lower() not in {"", "0", "false"}
