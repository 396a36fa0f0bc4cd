"""IR and code as texts for files: readable, and safe to print on a terminal."""

import json

from liftui.display.text import many_lines


def readable_ir(ir: str) -> str:
    """The IR's JSON over several lines; unfinished JSON stays as it is, control codes written out."""
    try:
        value = json.loads(ir)
    except (ValueError, RecursionError):
        return many_lines(ir)
    return "".join(map(_json_safe, json.dumps(value, indent=2, ensure_ascii=False)))


def safe_code(code: str) -> str:
    """The source with control and invisible characters as Python's own escapes, which mean the same in a string."""
    return many_lines(code)


def _json_safe(character: str) -> str:
    """The character itself where it can be printed, else JSON's escape of it."""
    return character if character.isprintable() or character == "\n" else json.dumps(character)[1:-1]
