"""Read-only text that may still be growing, with line numbers and marked lines."""

from collections.abc import Collection
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.selection import Selection
from textual.strip import Strip
from textual.visual import Visual


class TextView(ScrollView, can_focus=True):
    """Scrolls with the arrows or j, k, g and G; follows its growing end only while the user is there.

    Draws its lines by itself: a change of text redraws this view alone, and lays out no other.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "scroll_down", "Down", show=False),
        Binding("k", "scroll_up", "Up", show=False),
        Binding("g", "scroll_home", "Top", show=False),
        Binding("G", "scroll_end", "End", show=False),
    ]

    def __init__(self, *, numbered: bool = False, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        """With ``numbered``, lines have numbers and are not wrapped."""
        super().__init__(id=id)
        self._numbered = numbered
        self._content = Content()
        self._marked: Collection[int] = ()
        self._lines: list[Content] = []

    @property
    def plain(self) -> str:
        """What is shown, without numbers and colours."""
        return self._content.plain

    @property
    def marked(self) -> Collection[int]:
        """The lines that stand out, counted from 1."""
        return self._marked

    def begin(self) -> None:
        """Start anew, at the top; from there the view follows the end again."""
        self.scroll_home(animate=False, immediate=True)

    def show(self, content: Content | str, marked: Collection[int] = ()) -> None:
        """Show ``content``; the lines ``marked``, counted from 1, stand out."""
        content = Content(content) if isinstance(content, str) else content
        follows = self.is_vertical_scroll_end and content.plain.startswith(self.plain[:-1])
        self._content, self._marked = content, marked
        self._lay_out()
        if follows:
            self.scroll_end(animate=False, immediate=True, x_axis=False)

    def reveal(self, line: int) -> None:
        """Scroll such that ``line``, counted from 1, can be seen."""
        self.scroll_to(y=max(0, line - 1 - self.size.height // 2), animate=False, immediate=True)

    def render_line(self, y: int) -> Strip:
        """Draw one line: its number, which stays in sight, and the part of its text that is."""
        scroll_x, scroll_y = self.scroll_offset
        at, width = scroll_y + y, self.size.width
        if at >= len(self._lines):
            return Strip.blank(width, self.rich_style)
        gutter = self._draw(self._gutter(at + 1)) if self._numbered else Strip([])
        line = self._draw(self._selected(self._lines[at], at))
        text = line.crop_extend(scroll_x, scroll_x + width - gutter.cell_length, self.rich_style)
        return Strip.join([gutter, text.apply_offsets(scroll_x, at)])

    def on_resize(self) -> None:
        """Wrap anew."""
        self._lay_out()

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """The text that the mouse selected."""
        return selection.extract("\n".join(line.plain for line in self._lines)), "\n"

    def selection_updated(self, selection: Selection | None) -> None:
        """Show what is selected."""
        self.refresh()

    def _lay_out(self) -> None:
        lines = self._content.split("\n", allow_blank=True) if self.plain else []
        if not self._numbered and self.size.width:
            lines = [part for line in lines for part in (line.wrap(self.size.width) or [line])]
        self._lines = [self._mark(line) if at in self._marked else line for at, line in enumerate(lines, 1)]
        widest = max((line.cell_length for line in lines), default=0) + len(self._gutter(1)) if self._numbered else 0
        # A change of this lays out the whole screen, so that it does not change while all lines can be seen.
        self.virtual_size = Size(widest, max(len(lines), self.size.height))
        self.refresh()

    def _gutter(self, number: int) -> Content:
        width = max(2, len(str(len(self._lines))))
        if number in self._marked:
            return Content.styled(f"▶{number:>{width}} ", "$error bold")
        return Content.styled(f" {number:>{width}} ", "$foreground 60%")

    def _mark(self, line: Content) -> Content:
        return line.stylize("on $error 30%")

    def _selected(self, line: Content, at: int) -> Content:
        span = self.text_selection.get_span(at) if self.text_selection else None
        if span is None:
            return line
        start, end = span
        return line.stylize("reverse", start, None if end == -1 else end)

    def _draw(self, line: Content) -> Strip:
        [strip] = Visual.to_strips(
            self, line, max(line.cell_length, 1), 1, self.visual_style, apply_selection=False
        ) or [Strip([])]
        return strip
