"""Grammar rules for Python names that are not keywords."""

import keyword
import string
from functools import cache

_FIRST = string.ascii_letters + "_"
_LATER = _FIRST + string.digits


@cache
def name_rules(rule: str = "name") -> str:
    """EBNF of ``rule``: every ASCII identifier but the keywords of Python.

    A grammar cannot subtract one language from another, so the keywords' prefix tree is spelled out: at each
    prefix the name goes on along the tree, leaves it for good, or ends where the prefix is no keyword.
    """
    prefixes = sorted({word[:length] for word in keyword.kwlist for length in range(len(word) + 1)})
    numbers = {prefix: number for number, prefix in enumerate(prefixes)}
    lines = [f"{rule}-rest ::= [a-zA-Z0-9_]*"]
    for prefix, number in numbers.items():
        branches = [f'"{letter}" {rule}-{numbers[prefix + letter]}' for letter in _LATER if prefix + letter in numbers]
        others = [letter for letter in (_LATER if prefix else _FIRST) if prefix + letter not in numbers]
        branches.append(f"[{''.join(others)}] {rule}-rest")
        optional = prefix and not keyword.iskeyword(prefix)
        body = " | ".join(branches)
        lines.append(f"{rule}-{number} ::= ({body})?" if optional else f"{rule}-{number} ::= {body}")
    return "\n".join([f"{rule} ::= {rule}-0", *lines])
