"""Sifts the IR's own evidence: assertions and examples that cannot be evaluated are dropped, with a reason."""

import ast
import builtins
from collections.abc import Iterator

from engine.ir import IR

_BUILTINS = frozenset(dir(builtins))


def sift(ir: IR) -> tuple[IR, tuple[str, ...]]:
    """The IR without unusable assertions and examples, and one sentence for each that was dropped."""
    parameters = {parameter.name for parameter in ir.signature.parameters}
    assertions = {text: _fault(text, parameters | {"result"}) for text in ir.assertions}
    examples = {text: _fault(text, {ir.signature.name}) for text in ir.examples}
    kept = ir.model_copy(update={"assertions": _sound(assertions), "examples": _sound(examples)})
    return kept, (*_warnings("assertion", assertions), *_warnings("example", examples))


def _fault(text: str, known: set[str]) -> str | None:
    """Why ``text`` cannot be evaluated where only ``known`` names and builtins exist, or None."""
    try:
        tree = ast.parse(text, mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return "is not a Python expression"
    names = [node for node in ast.walk(tree) if isinstance(node, ast.Name)]
    bound = {node.id for node in names if isinstance(node.ctx, ast.Store)}
    bound |= {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    unknown = sorted({node.id for node in names} - bound - known - _BUILTINS)
    return f"names the unknown {unknown[0]!r}" if unknown else None


def _sound(faults: dict[str, str | None]) -> tuple[str, ...]:
    return tuple(text for text, fault in faults.items() if fault is None)


def _warnings(what: str, faults: dict[str, str | None]) -> Iterator[str]:
    return (f"the {what} {text!r} {fault} and was dropped" for text, fault in faults.items() if fault is not None)
