"""Complaints about an IR, at the line that they are about."""

from engine.evidence import sift
from engine.ir import IR
from liftui.tui.json_layout import JsonLayout
from liftui.tui.marks import mark_lines

TEXT = '{"intent":"Add","signature":"add(a: int) -> int","effects":["x"],"assertions":["result > 0","c \'> 1","a > "]}'


def laid_out(text: str) -> str:
    return JsonLayout().feed(text)


def test_dropped_assertions_are_marked_where_they_stand() -> None:
    _, warnings = sift(IR.read(TEXT))
    lines = laid_out(TEXT).splitlines()

    marks = mark_lines(laid_out(TEXT), warnings, "")

    assert sorted(lines[at].strip() for at in marks) == ['"a > "', '"c \'> 1",']


def test_a_schema_error_is_marked_at_the_part_it_names() -> None:
    text = laid_out('{"intent":"Add","signature":"add(a) -> int","effects":[]}')
    try:
        IR.read(text)
    except ValueError as error:
        [(line, complaint)] = mark_lines(text, (), str(error)).items()

    assert '"signature"' in text.splitlines()[line]
    assert "no type" in complaint


def test_an_error_of_no_known_place_is_marked_at_the_beginning() -> None:
    assert mark_lines("{", (), "Invalid JSON: EOF") == {0: "Invalid JSON: EOF"}
    assert mark_lines("", (), "") == {}
