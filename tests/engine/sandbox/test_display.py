"""What is shown is short and cannot steer a terminal."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from engine.sandbox.display import MAX_SOURCE, printable, source_of


@given(st.text() | st.characters(categories=["Cc", "Cf", "Cs"]))
def test_nothing_printable_steers_a_terminal(text: str) -> None:
    shown = printable(text)
    assert not {unicodedata.category(character) for character in shown} & {"Cf", "Cs"}
    assert {character for character in shown if unicodedata.category(character) == "Cc"} <= {"\n", "\t"}


def test_an_escape_sequence_is_shown_as_text() -> None:
    assert printable("a\x1b[31mred\r\n\tb\x9b") == "a\\x1b[31mred\\r\n\tb\\x9b"


def test_ordinary_text_stays_as_it_is() -> None:
    assert printable("naïve 漢字 🙂") == "naïve 漢字 🙂"


def test_a_long_value_is_cut_in_the_middle() -> None:
    source = source_of(["first"] + [0] * 10_000 + ["last"])
    assert len(source) <= MAX_SOURCE + 3
    assert source.startswith("['first'")
    assert source.endswith("'last']")


def test_an_integer_with_too_many_digits_is_shown_in_words() -> None:
    assert source_of([10**5000]) == "<a value with too many digits to show>"
