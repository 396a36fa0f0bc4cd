"""Foreign text cannot steer the terminal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liftui.display.text import one_line


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
