"""The bottom line: the keys that mean something now, as many as there is room for."""

from collections.abc import Iterable

from textual.app import ComposeResult
from textual.widget import Widget
from textual.widgets import Footer

from liftui.tui.compat import FooterKey

_ALWAYS = frozenset({"command('help_pane')", "command('palette')"})
"""The keys that lead to all others."""
_PADDING = 3
"""Columns that a key takes beside its name and description."""


class KeyLine(Footer):
    """Leaves out whole keys instead of cutting one off at the edge of the screen."""

    def __init__(self) -> None:
        super().__init__(show_command_palette=False)

    def compose(self) -> ComposeResult:
        """The keys that fit."""
        yield from fitting(super().compose(), self.size.width)

    def on_resize(self) -> None:
        """Choose anew."""
        self.call_after_refresh(self.recompose)


def fitting(keys: Iterable[Widget], width: int) -> list[FooterKey]:
    """Those of ``keys`` that fit into ``width`` columns, the first ones before others, in their order."""
    every = [key for key in keys if isinstance(key, FooterKey)]
    chosen: set[FooterKey] = set()
    for key in sorted(every, key=lambda key: key.action not in _ALWAYS):
        width -= len(key.key_display) + len(key.description) + _PADDING
        if width < 0:
            break
        chosen.add(key)
    return [key for key in every if key in chosen]
