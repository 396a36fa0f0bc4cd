"""What stands on the screen, as text and as cells: the one place that reads Textual's compositor."""

from collections.abc import Iterator

from rich.segment import Segment
from textual.app import App


def screen_lines(app: App[None]) -> list[str]:
    """Each row of the terminal, dialogs included."""
    return ["".join(segment.text for segment in row).rstrip() for row in _rows(app)]


def screen_segments(app: App[None]) -> Iterator[Segment]:
    """Each run of characters of one style."""
    for row in _rows(app):
        yield from (segment for segment in row if segment.text.strip())


def _rows(app: App[None]) -> list[list[Segment]]:
    filters = [line_filter for line_filter in app._filters if line_filter.enabled]
    rows = []
    for strip in app.screen._compositor.render_strips():
        for line_filter in filters:
            strip = strip.apply_filter(line_filter, app.screen.background_colors[0])
        rows.append(list(strip))
    return rows
