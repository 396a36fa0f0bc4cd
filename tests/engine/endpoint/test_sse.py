"""Events out of bytes that may be cut anywhere."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.endpoint.sse import SSEParser

LINES = st.text(st.characters(exclude_characters="\r\n", codec="utf-8"))
ENDINGS = st.sampled_from(["\n", "\r", "\r\n"])


def fed(parser: SSEParser, stream: bytes, cuts: list[int]) -> list[str]:
    events, start = [], 0
    for cut in [*sorted(cuts), len(stream)]:
        events += parser.feed(stream[start:cut])
        start = max(start, cut)
    return events


@given(st.lists(st.lists(LINES, min_size=1)), ENDINGS, st.lists(st.integers(0, 400)))
def test_events_survive_any_cut_and_any_line_ending(events: list[list[str]], ending: str, cuts: list[int]) -> None:
    blocks = ["".join(f"data: {line}{ending}" for line in event) + ending for event in events]
    assert fed(SSEParser(), "".join(blocks).encode(), cuts) == ["\n".join(event) for event in events]


def test_comments_and_unknown_fields_are_no_events() -> None:
    stream = b": keep-alive\n\nretry: 3000\nid: 7\n\nevent: message\ndata:tight\n\n: bye\n\n"
    assert SSEParser().feed(stream) == ["tight"]


def test_an_event_that_the_stream_does_not_complete_is_none() -> None:
    assert SSEParser().feed(b"data: one\n\ndata: tw") == ["one"]


def test_a_unicode_line_separator_does_not_end_a_line() -> None:
    assert SSEParser().feed("data: a\u2028b\x85c\n\n".encode()) == ["a\u2028b\x85c"]


@pytest.mark.parametrize("stream", [b"data: " + b"x" * 20, b"data: " + b"x" * 20 + b"\n\n"])
def test_a_line_beyond_its_bound_is_refused(stream: bytes) -> None:
    with pytest.raises(ValueError, match="longer than 16 bytes"):
        SSEParser(max_line_bytes=16).feed(stream)


def test_a_stream_beyond_its_bound_is_refused() -> None:
    parser = SSEParser(max_stream_bytes=30)
    parser.feed(b": twenty-four bytes long\n")
    with pytest.raises(ValueError, match="too long"):
        parser.feed(b": more\n")


def test_invalid_utf8_is_refused() -> None:
    with pytest.raises(UnicodeDecodeError):
        SSEParser().feed(b"data: \xff\xfe\n\n")
