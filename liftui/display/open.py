"""Makes the display that fits, on the streams it belongs on."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import TextIO

from liftui.display.choose import DisplayChoice, choose_display
from liftui.display.log import LogDisplay
from liftui.display.none import NoDisplay
from liftui.display.plain import PlainDisplay, write_report
from liftui.display.protocol import Display
from liftui.display.table import Report


def open_display(
    requested: DisplayChoice, stdout: TextIO, stderr: TextIO, as_json: bool, environment: Mapping[str, str]
) -> Display:
    """Make the display: narration goes to stderr, the report to stdout unless that carries records."""
    # Records scrolling over a terminal would tear a live display apart.
    is_terminal = stderr.isatty() and not (as_json and stdout.isatty())
    report = stderr if as_json else stdout
    match choose_display(requested, is_terminal, environment):
        case "rich":
            return _open_rich(stderr, report)
        case "plain":
            return PlainDisplay(stderr, report)
        case "log":
            return LogDisplay(stderr)
        case "none":
            return NoDisplay()


def _open_rich(narration: TextIO, report: TextIO) -> Display:
    from rich.console import Console

    from liftui.display.rich_display import RichDisplay
    from liftui.display.rich_report import print_report

    console = Console(file=report)
    write: Callable[[Report], None] = partial(write_report, file=report)
    if console.is_terminal:
        write = partial(print_report, console=console)
    return RichDisplay(Console(file=narration), write)
