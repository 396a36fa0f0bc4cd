import ast
import json
import keyword
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.grammar.ir import ir_grammar
from engine.ir import IR
from tests.ebnf import Recogniser

GRAMMAR = Recogniser(ir_grammar())


def ir_text(signature: str, **optional: object) -> str:
    fields = {"intent": "Do it", "signature": signature, "effects": ["return 1"], **optional}
    return json.dumps(fields, separators=(",", ":"))


@pytest.mark.parametrize(
    "signature",
    [
        "f() -> None",
        "add_numbers(a: float, b: float) -> float",
        "parse(text: str, separator: str = ',') -> dict[str, list[tuple[int, ...]]]",
        "find(items: list[int] | None = None, start: int = -1, rate: float = 0.25) -> int | None",
        "apply(function: Callable[[int, str], bool], rest: Callable[..., Any]) -> Iterator[Any]",
        "f(x: Union[int, str], y: Optional[List[Dict[str, Tuple[int, int]]]] = {}) -> tuple[()]".replace("()]", "int]"),
        "iffy(ifs: int, form: str, true: bool = True) -> bool",
    ],
)
def test_signatures_that_python_and_the_grammar_accept(signature: str) -> None:
    assert GRAMMAR.accepts(ir_text(signature))
    assert str(IR.read(ir_text(signature)).signature) == signature


@pytest.mark.parametrize(
    "signature",
    [
        "f(a, b) -> int",
        "f(a: int)",
        "f(a: list[int) -> int",
        "f(a: list[]) -> int",
        "f(a: dict[str]) -> int",
        "f(*args: int) -> int",
        "f(a: int = 01) -> int",
        "f(a: int = g()) -> int",
        "f(a: number) -> int",
        "f(a: int,b: int) -> int",
        "2f() -> int",
    ],
)
def test_signatures_that_cannot_be_decoded(signature: str) -> None:
    assert not GRAMMAR.accepts(ir_text(signature))


@pytest.mark.parametrize("word", keyword.kwlist)
def test_no_keyword_is_a_name(word: str) -> None:
    assert not GRAMMAR.accepts(ir_text(f"{word}(a: int) -> int"))
    assert not GRAMMAR.accepts(ir_text(f"f({word}: int) -> int"))
    assert GRAMMAR.accepts(ir_text(f"{word}_(a: int) -> int"))
    assert GRAMMAR.accepts(ir_text(f"f({word[:-1]}: int) -> int")) == (not keyword.iskeyword(word[:-1]))


@given(st.from_regex(r"\A[a-zA-Z_][a-zA-Z0-9_]{0,9}\Z"))
def test_every_other_ascii_identifier_is_a_name(name: str) -> None:
    assert GRAMMAR.accepts(name, "name") != keyword.iskeyword(name)


def test_the_entry_point_is_the_only_name_where_it_is_prescribed() -> None:
    grammar = Recogniser(ir_grammar("clamp"))
    assert grammar.accepts(ir_text("clamp(x: int) -> int"))
    assert not grammar.accepts(ir_text("clamped(x: int) -> int"))


def test_the_optional_parts_come_in_one_order() -> None:
    holes = [{"about": "order", "question": "Which order?", "options": ["ascending", "descending"]}]
    assert GRAMMAR.accepts(ir_text("f() -> int", assertions=["result > 0"], examples=["f() == 1"], holes=holes))
    assert not GRAMMAR.accepts(ir_text("f() -> int", holes=holes, assertions=["result > 0"]))


JSON_STRINGS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x7f"), min_size=1)


@given(JSON_STRINGS, st.lists(JSON_STRINGS, min_size=1, max_size=3))
def test_any_text_can_stand_in_a_string(intent: str, effects: list[str]) -> None:
    fields = {"intent": intent, "signature": "f() -> int", "effects": effects}
    text = json.dumps(fields, separators=(",", ":"), ensure_ascii=False)
    assert GRAMMAR.accepts(text)
    assert IR.read(text).effects == tuple(effects)


def types() -> st.SearchStrategy[str]:
    scalars = st.sampled_from(["int", "str", "None", "Any", "list", "Decimal"])
    return st.recursive(
        scalars,
        lambda inner: st.one_of(
            inner.map("list[{}]".format),
            st.tuples(inner, inner).map(lambda pair: "dict[{}, {}]".format(*pair)),
            st.lists(inner, min_size=2, max_size=3).map(lambda items: f"tuple[{', '.join(items)}]"),
            st.lists(inner, min_size=2, max_size=3).map(" | ".join),
            st.tuples(inner, inner).map(lambda pair: "Callable[[{}], {}]".format(*pair)),
        ),
        max_leaves=8,
    )


@given(types())
def test_types_nest_to_any_depth(annotation: str) -> None:
    assert GRAMMAR.accepts(annotation, "type")
    assert ast.unparse(ast.parse(annotation, mode="eval")) == annotation


@given(types(), st.integers(min_value=0), st.sampled_from("[],|. x"))
def test_what_the_grammar_accepts_as_a_type_is_python(annotation: str, position: int, character: str) -> None:
    at = position % (len(annotation) + 1)
    mutated = annotation[:at] + character + annotation[at:]
    if GRAMMAR.accepts(mutated, "type"):
        ast.parse(mutated, mode="eval")


def test_nothing_has_a_bounded_repeat() -> None:
    outside_literals = re.sub(r'"(?:\\.|[^"\\])*"|\[(?:\\.|[^\]\\])*\]', "", ir_grammar())
    assert "{" not in outside_literals
