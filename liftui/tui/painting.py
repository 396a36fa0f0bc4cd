"""Colours for code and JSON by names that every theme defines, so that one accent stays one."""

from pygments.token import Token
from textual.content import Content
from textual.highlight import HighlightTheme, TokenType, highlight

LARGEST_HIGHLIGHTED = 100_000
"""Characters; painting more than this would be felt."""


class _Calm(HighlightTheme):
    STYLES: dict[TokenType, str] = {  # noqa: RUF012 - declared so by Textual
        Token.Comment: "$foreground 60% italic",
        Token.Keyword: "$accent",
        Token.Name.Builtin: "$secondary",
        Token.Name.Function: "bold",
        Token.Name.Tag: "$accent",
        Token.Literal.String: "$success",
        Token.Literal.String.Doc: "$success italic",
        Token.Literal.Number: "$warning",
        Token.Number: "$warning",
        Token.Generic.Deleted: "$error",
        Token.Generic.Inserted: "$success",
        Token.Generic.Subheading: "$foreground 60%",
        Token.Generic.Heading: "$foreground 60%",
    }


def paint(text: str, language: str) -> Content:
    """``text`` highlighted as ``language``, without a parser that could fail on broken code."""
    if len(text) > LARGEST_HIGHLIGHTED:
        return Content(text)
    return highlight(text, language=language, theme=_Calm)
