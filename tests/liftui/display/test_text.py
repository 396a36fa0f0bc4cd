"""Foreign text cannot steer the terminal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liftui.display.text import many_lines, one_line


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain – ünïcode ✓", "plain – ünïcode ✓"),
        ("\x1b[2Jgone", "\\x1b[2Jgone"),
        ("two\nlines\r", "two\\nlines\\r"),
        ("abc\u202etxt", "abc\\u202etxt"),
        ("\x9b31m", "\\x9b31m"),
        ("\ud800", "\\ud800"),
    ],
)
def test_control_codes_are_written_out(text: str, shown: str) -> None:
    assert one_line(text) == shown


@given(st.text())
def test_whatever_comes_is_one_printable_line(text: str) -> None:
    assert one_line(text).isprintable()


@given(st.text(st.characters()))
def test_lines_and_tabs_stay_where_layout_matters(text: str) -> None:
    shown = many_lines(text)

    assert shown.replace("\n", "").replace("\t", "").isprintable()
    assert (shown.count("\n"), shown.count("\t")) == (text.count("\n"), text.count("\t"))
