"""The IR's own assertions and examples as cases, each to be run in the sandbox like the code itself.

They are the model's word on its own work: weaker evidence than a suite's cases, and to be shown apart from them.
Nothing of them is evaluated outside the sandbox.
"""

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from engine.ir import IR, Signature
from engine.task import Case

_MOST_CALLS = 3
"""On how many calls each assertion is checked."""


@dataclass(frozen=True, slots=True)
class EvidenceCase:
    """A case, and how the IR's author would put it."""

    label: str
    case: Case


def evidence_cases(ir: IR, calls: Sequence[str]) -> tuple[EvidenceCase, ...]:
    """Each example, and each assertion on the first of ``calls`` (such as ``f(1)``) and of the examples' own calls.

    ``ir`` has been sifted: all its expressions are Python.
    """
    examples = [(text, _as_f(text, ir.signature.name)) for text in ir.examples]
    all_calls = [*(_as_f(call, "f") for call in calls), *(tree for _, tree in examples)]
    known = dict.fromkeys(found for tree in all_calls for found in _calls_of_f(tree))
    cases = [EvidenceCase(text, Case(f"bool({ast.unparse(tree)})", returns="True")) for text, tree in examples]
    for assertion in ir.assertions:
        cases += (_asserted(assertion, call, ir.signature) for call in list(known)[:_MOST_CALLS])
    return tuple(cases)


def _asserted(assertion: str, call: str, signature: Signature) -> EvidenceCase:
    """The assertion with the call's arguments and result bound to the names that it uses."""
    parameters = [
        parameter.name if parameter.default is None else f"{parameter.name}={parameter.default}"
        for parameter in signature.parameters
    ]
    arguments = call.removeprefix("f(").removesuffix(")")
    holds = f"lambda {', '.join([*parameters, '*', 'result'])}: bool({assertion})"
    bound = ", ".join(filter(None, (arguments, f"result={call}")))
    return EvidenceCase(f"{assertion}  for {call}", Case(f"({holds})({bound})", returns="True"))


def _as_f(source: str, name: str) -> ast.expr:
    """The expression with ``f`` for the function."""
    tree = ast.parse(source, mode="eval").body
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id == name:
            node.id = "f"
    return tree


def _calls_of_f(tree: ast.expr) -> Iterator[str]:
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id="f"), args=arguments, keywords=keywords):
                inner = (part for argument in (*arguments, *keywords) for part in ast.walk(argument))
                if not any(isinstance(part, ast.Name) for part in inner):
                    yield ast.unparse(node)
