"""The grammar under which the IR is decoded: a JSON frame around a Python signature.

A JSON schema's patterns cannot recurse, and types do; so the whole IR is one EBNF in the syntax that llama.cpp
(GBNF) and XGrammar share. White space is fixed: compact JSON costs a third fewer tokens. Nothing has a bounded
repeat: those cost seconds of compile time in XGrammar.
"""

from functools import cache

from engine.grammar.names import name_rules

_FRAME = r"""
root ::= "{\"intent\":" string ",\"signature\":\"" signature "\",\"effects\":" strings optional "}"
optional ::= assertions? examples? holes?
assertions ::= ",\"assertions\":" strings
examples ::= ",\"examples\":" strings
holes ::= ",\"holes\":[" hole ("," hole)* "]"
hole ::= "{\"about\":" string ",\"question\":" string ",\"options\":" strings "}"
strings ::= "[" string ("," string)* "]"
string ::= "\"" character+ "\""
character ::= [^"\\\x00-\x1F\x7F] | "\\" (["\\/bfnrt] | "u" hex hex hex hex)
hex ::= [0-9a-fA-F]
"""

_SIGNATURE = r"""
signature ::= entry "(" (parameter (", " parameter)*)? ") -> " type
parameter ::= name ": " type (" = " literal)?
type ::= atom (" | " atom)*
atom ::= scalar | generic "[" type "]" | mapping "[" type ", " type "]" | tuple "[" items "]" | callable | union
items ::= type ((", " type)+ | ", ...")?
callable ::= "Callable[" ("..." | "[" (type (", " type)*)? "]") ", " type "]"
union ::= "Union[" type (", " type)+ "]"
literal ::= "None" | "True" | "False" | "-"? number | text | "[]" | "{}" | "()"
number ::= [0-9] | [1-9] [0-9]+ | [0-9]+ "." [0-9]+
text ::= "'" [^'"\\\x00-\x1F\x7F]* "'"
"""

_TYPES = {
    "scalar": (
        *("int", "float", "str", "bool", "bytes", "complex", "object", "None", "Any"),
        *("date", "datetime", "time", "timedelta", "Decimal", "Fraction"),
        *("list", "dict", "set", "frozenset", "tuple", "List", "Dict", "Set", "Tuple", "Callable", "Iterable"),
    ),
    "generic": (
        *("list", "set", "frozenset", "List", "Set", "FrozenSet", "Optional"),
        *("Iterable", "Iterator", "Sequence", "Generator"),
    ),
    "mapping": ("dict", "Dict", "Mapping"),
    "tuple": ("tuple", "Tuple"),
}


@cache
def ir_grammar(entry_point: str | None = None) -> str:
    """EBNF of the IR; with ``entry_point`` the function's name is fixed to it."""
    entry = "name" if entry_point is None else _choice(entry_point)
    types = (f"{rule} ::= {_choice(*names)}" for rule, names in _TYPES.items())
    return "\n".join([_FRAME.strip(), _SIGNATURE.strip(), *types, f"entry ::= {entry}", name_rules()])


def _choice(*words: str) -> str:
    return " | ".join(f'"{word}"' for word in words)
