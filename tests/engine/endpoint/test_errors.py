"""The exception tree."""

import re

from engine.endpoint import errors
from engine.endpoint.errors import EndpointError


def drawn() -> list[tuple[int, str, bool]]:
    """Depth, name and whether it is worth retrying, of each line of the docstring's picture."""
    lines = re.findall(r"^([│ ]*)[├└]── (\w+)(.*)$", errors.__doc__ or "", re.MULTILINE)
    return [(len(indent) // 4 + 1, name, "worth retrying" in rest) for indent, name, rest in lines]


def defined(parent: type[EndpointError], depth: int = 1) -> list[tuple[int, str, bool]]:
    found = []
    for child in parent.__subclasses__():
        found += [(depth, child.__name__, child.worth_retrying), *defined(child, depth + 1)]
    return found


def test_the_picture_shows_the_tree_as_it_is() -> None:
    assert sorted(drawn()) == sorted(defined(EndpointError))
