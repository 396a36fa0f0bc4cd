"""What all panes have in common: a frame with a name, a letter to jump to it, and one widget that takes the focus."""

from typing import ClassVar

from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget


class Pane(Vertical):
    """A framed part of the workbench; its ``HELP`` is what F1 shows."""

    NAME: ClassVar[str]
    JUMP_KEY: ClassVar[str]
    ALLOW_MAXIMIZE = True

    def on_mount(self) -> None:
        """Write the pane's name on its frame."""
        self.border_title = self.NAME

    @property
    def focus_target(self) -> Widget:
        """The widget that takes the focus for the pane."""
        raise NotImplementedError

    def note(self, text: str) -> None:
        """Write ``text`` on the frame's lower edge."""
        if text != str(self.border_subtitle or ""):
            self.border_subtitle = Content(text)
