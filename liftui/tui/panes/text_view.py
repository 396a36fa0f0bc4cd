"""Read-only text that may still be growing, with line numbers and marked lines."""

from collections.abc import Collection
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, ScrollableContainer
from textual.content import Content
from textual.geometry import Region
from textual.widgets import Static


class TextView(ScrollableContainer):
    """Scrolls with the arrows or j, k, g and G; follows its growing end only while the user is there."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "scroll_down", "Down", show=False),
        Binding("k", "scroll_up", "Up", show=False),
        Binding("g", "scroll_home", "Top", show=False),
        Binding("G", "scroll_end", "End", show=False),
    ]

    def __init__(self, *, numbered: bool = False, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, classes="-numbered" if numbered else "")
        self._numbered = numbered
        self._gutter = Static(classes="gutter", markup=False)
        self._body = Static(classes="body", markup=False)
        self.plain = ""
        """What is shown, without numbers and colours."""

    def compose(self) -> ComposeResult:
        """Line numbers beside the text, so that copying takes the text alone."""
        with Horizontal(classes="lines"):
            yield self._gutter
            yield self._body

    def begin(self) -> None:
        """Start anew, at the top; from there the view follows the end again."""
        self.scroll_home(animate=False, immediate=True)

    def show(self, content: Content | str, marked: Collection[int] = ()) -> None:
        """Show ``content``; the lines ``marked``, counted from 1, stand out."""
        content = Content(content) if isinstance(content, str) else content
        grows, at_end = content.plain.startswith(self.plain[:-1]), self.is_vertical_scroll_end
        self.plain = content.plain
        lines = content.split("\n", allow_blank=True)
        if marked:
            marked_lines = (line.stylize("on $error 30%") if at in marked else line for at, line in enumerate(lines, 1))
            content = Content("\n").join(marked_lines)
        if self._numbered:
            self._gutter.update(_numbers(len(lines) if self.plain else 0, marked))
        self._body.update(content)
        if grows and at_end:
            self.call_after_refresh(self.scroll_end, animate=False, immediate=True, x_axis=False)

    def reveal(self, line: int) -> None:
        """Scroll such that ``line``, counted from 1, can be seen."""
        self.scroll_to_region(Region(0, line - 1, 1, 1), center=True, animate=False)


def _numbers(count: int, marked: Collection[int]) -> Content:
    width = max(2, len(str(count)))
    return Content("\n").join(
        Content.styled(f"▶{number:>{width}}", "$error bold") if number in marked else Content(f" {number:>{width}}")
        for number in range(1, count + 1)
    )
