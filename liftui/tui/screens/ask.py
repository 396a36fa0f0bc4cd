"""A question with a few answers."""

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from liftui.display.text import one_line
from liftui.tui.screens.modal import Dialog


class AskScreen(Dialog[str]):
    """Answers with the chosen text."""

    def __init__(self, question: str, answers: tuple[str, ...]) -> None:
        super().__init__()
        self._question = question
        self._answers = answers

    def compose(self) -> ComposeResult:
        """The question above its answers."""
        with Vertical(classes="dialog"):
            yield Static(Content(one_line(self._question)), classes="question", markup=False)
            yield OptionList(*(Option(Content(answer)) for answer in self._answers), markup=False, compact=True)

    @on(OptionList.OptionSelected)
    def _answer(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._answers[event.option_index])
