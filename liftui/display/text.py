"""Text of others on the user's terminal: model output, server messages, suite files."""


def one_line(text: str) -> str:
    """``text`` on one line, every control and invisible character written as its escape."""
    return "".join(character if character.isprintable() else _escape(character) for character in text)


def many_lines(text: str) -> str:
    """``text`` with its newlines and tabs, every other control and invisible character written as its escape."""
    return "".join(
        character if character.isprintable() or character in "\n\t" else _escape(character) for character in text
    )


def _escape(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")
