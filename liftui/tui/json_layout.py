"""Lays out JSON while it streams: compact text in, readable text out, each character looked at once."""

_INDENT = "  "


class JsonLayout:
    """A transducer over JSON text, finished or not; what is not JSON passes through as it comes.

    The output for a text is the same however it is cut into pieces, so that the layout of a prefix is a prefix
    of the layout.
    """

    def __init__(self) -> None:
        self._depth = 0
        self._in_string = False
        self._escaped = False
        self._just_opened = False

    def feed(self, text: str) -> str:
        """Return what ``text`` adds to the layout."""
        return "".join(map(self._lay_out, text))

    def _lay_out(self, character: str) -> str:
        if self._in_string:
            return self._continue_string(character)
        if character.isspace():
            return ""
        if character in "}]":
            return self._close(character)
        before = self._line_break() if self._just_opened else ""
        self._just_opened = False
        return before + self._open_or_pass(character)

    def _continue_string(self, character: str) -> str:
        self._in_string = self._escaped or character != '"'
        self._escaped = not self._escaped and character == "\\"
        return character

    def _close(self, character: str) -> str:
        was_empty, self._just_opened = self._just_opened, False
        self._depth = max(0, self._depth - 1)
        return character if was_empty else self._line_break() + character

    def _open_or_pass(self, character: str) -> str:
        match character:
            case "{" | "[":
                self._depth += 1
                self._just_opened = True
            case '"':
                self._in_string = True
            case ",":
                return character + self._line_break()
            case ":":
                return character + " "
        return character

    def _line_break(self) -> str:
        return "\n" + _INDENT * self._depth
