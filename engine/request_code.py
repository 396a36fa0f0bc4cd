"""The Python that a request itself contains: helpers and imports which the code may rely on."""

import ast
import re
from collections.abc import Iterable, Iterator

_FENCED = re.compile(r"```(?:python|py)?[ \t]*\n(.*?)```", re.DOTALL)

_Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Assign | ast.AnnAssign
_Import = ast.Import | ast.ImportFrom


def helper_definitions(request: str, names: frozenset[str]) -> list[str]:
    """Sources of the request's imports and definitions that ``names`` need, in the request's order.

    The request is read as Python where the whole of it is (HumanEval's are), else its fenced blocks are.
    """
    statements = [statement for block in _blocks(request) for statement in block.body]
    needed = _needed([s for s in statements if isinstance(s, _Definition | _Import)], names)
    return [ast.unparse(statement) for statement in needed]


def _blocks(request: str) -> Iterator[ast.Module]:
    whole = _parse(request)
    if whole is not None:
        yield whole
        return
    yield from filter(None, map(_parse, _FENCED.findall(request)))


def _parse(text: str) -> ast.Module | None:
    try:
        return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _needed(statements: list[_Definition | _Import], names: frozenset[str]) -> list[_Definition | _Import]:
    """The statements that bind a wanted name, and those that these use in turn."""
    wanted = set(names)
    needed: set[int] = set()
    while found := [number for number, s in enumerate(statements) if number not in needed and wanted & set(_bound(s))]:
        needed.update(found)
        for number in found:
            wanted |= {node.id for node in ast.walk(statements[number]) if isinstance(node, ast.Name)}
    return [statements[number] for number in sorted(needed)]


def _bound(statement: _Definition | _Import) -> Iterable[str]:
    match statement:
        case ast.Import(names=aliases) | ast.ImportFrom(names=aliases):
            return [(alias.asname or alias.name).split(".")[0] for alias in aliases]
        case ast.Assign(targets=targets):
            return [target.id for target in targets if isinstance(target, ast.Name)]
        case ast.AnnAssign(target=ast.Name(id=name)):
            return [name]
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            return [name]
    return []
