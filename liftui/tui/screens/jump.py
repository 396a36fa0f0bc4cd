"""Jump mode: a letter on each pane, over the screen as it is."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.events import Key
from textual.widgets import Label

from liftui.tui.panes.pane import Pane
from liftui.tui.screens.modal import Dialog


class JumpScreen(Dialog[str]):
    """Answers with the letter of the chosen pane; any other key leaves."""

    def __init__(self, panes: Sequence[Pane]) -> None:
        super().__init__()
        self._panes = panes

    def compose(self) -> ComposeResult:
        """The letters where the panes are; a pane behind a tab has its letter in the first row."""
        hidden = 0
        for pane in self._panes:
            label = Label(f" {pane.JUMP_KEY} ", classes="jump-letter", markup=False)
            if pane.region:
                label.styles.offset = (pane.region.x + len(pane.NAME) + 5, pane.region.y)
            else:
                label.update(f" {pane.JUMP_KEY} {pane.NAME} ")
                label.styles.offset = (2 + 14 * hidden, 1)
                hidden += 1
            yield label

    def on_key(self, event: Key) -> None:
        """Take the letter."""
        event.stop()
        letters = {pane.JUMP_KEY for pane in self._panes}
        self.dismiss(event.key if event.key in letters else None)
