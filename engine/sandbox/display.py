"""Values and captured text as a terminal can safely show them."""

MAX_SOURCE = 2000
"""Characters of a value's source."""


def source_of(value: object) -> str:
    """The Python source of a decoded value, cut in the middle where it is long."""
    try:
        text = repr(value)
    except ValueError:  # an integer beyond the interpreter's limit on digits
        return "<a value with too many digits to show>"
    if len(text) <= MAX_SOURCE:
        return text
    half = MAX_SOURCE // 2
    return f"{text[:half]} … {text[-half:]}"


def printable(text: str) -> str:
    r"""The text with every character that could steer a terminal shown as an escape, such as ``\x1b``."""
    return "".join(map(_shown, text))


def _shown(character: str) -> str:
    if character.isprintable() or character in "\n\t":
        return character
    return character.encode("unicode_escape", "surrogatepass").decode("ascii")
