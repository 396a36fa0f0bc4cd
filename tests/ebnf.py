"""A recogniser of the EBNF that llama.cpp and XGrammar share, to test grammars without a server.

It computes, for a rule and a start position, every position at which the rule can end (memoised recursive descent
over sets), which is exact for grammars without left recursion.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache

_TOKEN = re.compile(r'\s*("(?:\\.|[^"\\])*"|\[\^?(?:\\.|[^\]\\])+\]|::=|[()|*+?]|[A-Za-z0-9-]+)', re.DOTALL)
_RULE = re.compile(r"^([A-Za-z0-9-]+) ::= ", re.MULTILINE)

Ends = frozenset[int]
Matcher = Callable[[str, int], Ends]


class Recogniser:
    """Tells whether a text belongs to a grammar."""

    def __init__(self, grammar: str) -> None:
        """Read ``grammar``; raises KeyError where a rule is used that it does not define."""
        parts = _RULE.split(grammar)
        self._rules = {name: _parse(body, self._call) for name, body in zip(parts[1::2], parts[2::2], strict=True)}
        self._memory: dict[tuple[str, int], Ends] = {}

    def accepts(self, text: str, rule: str = "root") -> bool:
        """Whether the whole of ``text`` is a ``rule``."""
        self._memory.clear()
        return len(text) in self._call(rule)(text, 0)

    def _call(self, name: str) -> Matcher:
        def match(text: str, start: int) -> Ends:
            key = (name, start)
            if key not in self._memory:
                self._memory[key] = self._rules[name](text, start)
            return self._memory[key]

        return match


def _parse(body: str, call: Callable[[str], Matcher]) -> Matcher:
    tokens = [token for token in _TOKEN.findall(body) if token]
    matcher, rest = _alternatives(tokens, 0, call)
    assert rest == len(tokens), f"unread: {tokens[rest:]}"
    return matcher


def _alternatives(tokens: list[str], at: int, call: Callable[[str], Matcher]) -> tuple[Matcher, int]:
    options = []
    while True:
        option, at = _sequence(tokens, at, call)
        options.append(option)
        if at >= len(tokens) or tokens[at] != "|":
            return lambda text, start: frozenset().union(*(o(text, start) for o in options)), at
        at += 1


def _sequence(tokens: list[str], at: int, call: Callable[[str], Matcher]) -> tuple[Matcher, int]:
    items = []
    while at < len(tokens) and tokens[at] not in ("|", ")"):
        item, at = _item(tokens, at, call)
        items.append(item)

    def match(text: str, start: int) -> Ends:
        ends = frozenset({start})
        for item in items:
            ends = frozenset().union(*(item(text, end) for end in ends))
        return ends

    return match, at


def _item(tokens: list[str], at: int, call: Callable[[str], Matcher]) -> tuple[Matcher, int]:
    token = tokens[at]
    if token == "(":
        item, at = _alternatives(tokens, at + 1, call)
    elif token[0] == '"':
        item = _literal(token[1:-1].encode().decode("unicode_escape"))
    elif token[0] == "[":
        item = _character(token)
    else:
        item = call(token)
    at += 1
    while at < len(tokens) and tokens[at] in "*+?":
        item = _repeated(item, tokens[at])
        at += 1
    return item, at


def _literal(word: str) -> Matcher:
    return lambda text, start: frozenset({start + len(word)} if text.startswith(word, start) else ())


@cache
def _character(token: str) -> Matcher:
    pattern = re.compile(token, re.DOTALL)
    return lambda text, start: frozenset({start + 1} if pattern.match(text, start) else ())


def _repeated(item: Matcher, sign: str) -> Matcher:
    def match(text: str, start: int) -> Ends:
        if sign == "?":
            return item(text, start) | {start}
        reached = set(item(text, start))
        frontier = set(reached)
        while frontier:
            frontier = set(_all_ends(item, text, frontier)) - reached
            reached |= frontier
        return frozenset(reached | {start} if sign == "*" else reached)

    return match


def _all_ends(item: Matcher, text: str, starts: set[int]) -> Iterator[int]:
    for start in starts:
        yield from item(text, start)
