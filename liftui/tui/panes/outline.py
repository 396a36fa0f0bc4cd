"""The IR as an outline, in which the holes can be filled."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import on
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from liftui.display.text import one_line
from liftui.tui.painting import paint

if TYPE_CHECKING:
    from engine.ir import IR


class Outline(OptionList):
    """Headings and items; of these only a hole's answers can be chosen."""

    @dataclass
    class HoleAnswered(Message):
        """The user chose an answer to what the request left open."""

        about: str
        answer: str

    def __init__(self, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, markup=False)
        self._answers: list[tuple[str, str]] = []

    @property
    def focus_target(self) -> Outline:
        """The list itself."""
        return self

    def show(self, ir: IR | None) -> None:
        """Lay ``ir`` out; nothing where there is none."""
        self._answers = []
        self.clear_options()
        if ir is not None:
            self.add_options(_items(ir))
            self.add_options(self._holes(ir))

    def _holes(self, ir: IR) -> Iterator[Option]:
        for hole in ir.holes:
            yield _heading(f"hole: {hole.about}")
            yield Option(Content(f"  {one_line(hole.question)}"), disabled=True)
            for answer in hole.options:
                self._answers.append((hole.about, answer))
                yield Option(Content(f"  ○ {one_line(answer)}"), id=f"answer-{len(self._answers) - 1}")

    @on(OptionList.OptionSelected)
    def _answer(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        about, answer = self._answers[int((event.option_id or "").removeprefix("answer-"))]
        self.post_message(self.HoleAnswered(about, answer))


def _items(ir: IR) -> Iterator[Option]:
    yield from _section("intent", [Content(one_line(ir.intent))])
    yield from _section("signature", [paint(one_line(str(ir.signature)), "python")])
    yield from _section("effects", [Content(f"{at}  {one_line(text)}") for at, text in enumerate(ir.effects, 1)])
    yield from _section("assertions", [paint(one_line(text), "python") for text in ir.assertions])
    yield from _section("examples", [paint(one_line(text), "python") for text in ir.examples])


def _section(name: str, items: list[Content]) -> Iterator[Option]:
    if any(items):
        yield _heading(name)
        yield from (Option(Content("  ") + item, disabled=True) for item in items)


def _heading(name: str) -> Option:
    return Option(Content.styled(one_line(name), "$accent bold"), disabled=True)
