"""The layout of JSON while it streams."""

import json

from hypothesis import given
from hypothesis import strategies as st

from liftui.tui.json_layout import JsonLayout

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda children: st.lists(children) | st.dictionaries(st.text(), children),
)


def lay_out(text: str) -> str:
    return JsonLayout().feed(text)


def test_an_ir_gets_a_line_for_each_part() -> None:
    compact = '{"intent":"Add: a, b","effects":["return a + b","{\\"x\\"}"],"holes":[]}'

    assert lay_out(compact).splitlines() == [
        "{",
        '  "intent": "Add: a, b",',
        '  "effects": [',
        '    "return a + b",',
        '    "{\\"x\\"}"',
        "  ],",
        '  "holes": []',
        "}",
    ]


@given(VALUES)
def test_the_layout_is_that_of_the_standard_library(value: object) -> None:
    compact = json.dumps(value, separators=(",", ":"))

    assert lay_out(compact) == json.dumps(value, indent=2)


@given(VALUES, st.data())
def test_the_layout_of_a_prefix_is_a_prefix_of_the_layout(value: object, data: st.DataObject) -> None:
    compact = json.dumps(value, separators=(",", ":"), ensure_ascii=False)
    cut = data.draw(st.integers(0, len(compact)))

    assert lay_out(compact).startswith(lay_out(compact[:cut]))


@given(st.text(), st.data())
def test_the_pieces_in_which_any_text_comes_make_no_difference(text: str, data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, len(text)))
    layout = JsonLayout()

    assert layout.feed(text[:cut]) + layout.feed(text[cut:]) == lay_out(text)
