"""Turns the test function of a published benchmark into cases, so that what it expects stays out of the sandbox.

``assert abs(candidate(3) - 0.5) < 1e-6`` becomes the call ``f(3)`` and the check ``abs(result - 0.5) < 1e-6``: the
benchmark's own comparison, evaluated on the decoded result. A test with anything but such asserts (a loop, two
calls compared) cannot be taken apart and has to run beside the code.
"""

import ast
import builtins

from engine.task import Case

_BUILTINS = frozenset(dir(builtins))


def cases_of_test(test: str, entry_point: str) -> tuple[Case, ...] | None:
    """The cases that mean the same as ``check(candidate)``, or None where the test cannot be taken apart.

    Raises ValueError where the test is not Python or defines no function ``check``.
    """
    module = _parsed(test)
    function = _check_function(module)
    if not all(_defines(statement) or _does_nothing(statement) for statement in module.body):
        return None
    known = _BUILTINS - _names_bound(module)
    asserts = [statement for statement in function.body if not _does_nothing(statement)]
    cases = [_case(statement, {"candidate", entry_point}, known) for statement in asserts]
    whole = tuple(case for case in cases if case)
    return whole if whole and len(whole) == len(cases) else None


def _parsed(test: str) -> ast.Module:
    try:
        return ast.parse(test)
    except SyntaxError as error:
        raise ValueError(f"the test is not Python: {error}") from error


def _check_function(module: ast.Module) -> ast.FunctionDef:
    for statement in module.body:
        if isinstance(statement, ast.FunctionDef) and statement.name == "check":
            return statement
    raise ValueError("the test defines no function 'check'")


def _defines(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Import | ast.ImportFrom | ast.Assign | ast.FunctionDef)


def _does_nothing(statement: ast.stmt) -> bool:
    match statement:
        case ast.Pass() | ast.Expr(value=ast.Constant() | ast.Name()):
            return True
        case ast.Import(names=[ast.alias(name="math", asname=None)]):
            return True  # checks have it anyway
        case ast.Assert(test=ast.Constant(value=value)):
            return bool(value)
    return False


def _case(statement: ast.stmt, candidates: set[str], known: frozenset[str]) -> Case | None:
    if not isinstance(statement, ast.Assert) or not _uses_only(statement.test, known | candidates | {"math"}):
        return None
    extraction = _Extraction(candidates)
    check = extraction.visit(statement.test)
    match extraction.calls:
        case [call] if _uses_only(call, known | {"f"}):
            return Case(call=ast.unparse(call), check=ast.unparse(check))
    return None


def _uses_only(node: ast.AST, allowed: frozenset[str]) -> bool:
    return _names(node, ast.Load) <= allowed | _names(node, ast.Store)


def _names(node: ast.AST, context: type[ast.expr_context]) -> set[str]:
    names = (part for part in ast.walk(node) if isinstance(part, ast.Name))
    return {name.id for name in names if isinstance(name.ctx, context)}


def _names_bound(module: ast.Module) -> set[str]:
    functions = {part.name for part in ast.walk(module) if isinstance(part, ast.FunctionDef)}
    imports = {part.asname or part.name for part in ast.walk(module) if isinstance(part, ast.alias)}
    return functions | imports | _names(module, ast.Store)


class _Extraction(ast.NodeTransformer):
    """Replaces calls of the candidate by ``result`` and keeps them."""

    def __init__(self, candidates: set[str]) -> None:
        self._candidates = candidates
        self.calls: list[ast.Call] = []

    def visit_Call(self, node: ast.Call) -> ast.AST:
        if isinstance(node.func, ast.Name) and node.func.id in self._candidates:
            self.calls.append(ast.Call(ast.Name("f", ast.Load()), node.args, node.keywords))
            return ast.Name("result", ast.Load())
        return self.generic_visit(node)
