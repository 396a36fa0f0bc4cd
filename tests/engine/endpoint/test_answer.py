"""An answer as it grows."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.endpoint.answer import Answer
from tests.loopback.server import DONE, delta, event, finish

JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda values: (
        st.lists(values, max_size=3)
        | st.dictionaries(
            st.sampled_from(["choices", "delta", "content", "finish_reason", "usage", "timings", "error"]), values
        )
    ),
)


def test_several_tokens_in_one_chunk_are_one_text() -> None:
    answer = Answer()
    assert answer.feed(delta("a") + delta("b") + delta("c")[:20]) == "ab"
    assert answer.feed(delta("c")[20:] + finish("stop") + DONE) == "c"
    assert (answer.text, answer.finish_reason, answer.done) == ("abc", "stop", True)


def test_closing_fields_are_gathered_over_several_chunks() -> None:
    answer = Answer()
    answer.feed(finish("stop", timings={"predicted_n": 1}) + event({"choices": [], "usage": {"prompt_tokens": 2}}))
    answer.feed(event({"choices": [], "usage": None}))
    assert answer.closing == {"timings": {"predicted_n": 1}, "usage": {"prompt_tokens": 2}}


def test_a_role_without_content_is_no_text() -> None:
    answer = Answer()
    role = event({"choices": [{"delta": {"role": "assistant", "content": None}, "finish_reason": None}]})
    assert (answer.feed(role), answer.text_began) == ("", False)


@pytest.mark.parametrize("payload", [{"error": {"message": "no"}}, {"object": "error", "message": "no"}])
def test_an_error_event_ends_the_answer(payload: dict[str, object]) -> None:
    answer = Answer()
    assert answer.feed(delta("a") + event(payload) + delta("b")) == "a"
    assert isinstance(answer.error, dict)
    assert answer.error["message"] == "no"


def test_nothing_counts_after_the_end() -> None:
    answer = Answer()
    assert answer.feed(delta("a") + DONE + delta("b") + b"data: {broken\n\n") == "a"


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        (b'data: {"choices": [{"del\n\n', "not JSON"),
        (b"data: " + b"[" * 100_000 + b"\n\n", "nested too deeply"),
        (b'data: {"choices": [{"delta": {"content": "\\ud83d"}}]}\n\n', "surrogates not allowed"),
    ],
)
def test_what_cannot_be_an_event_is_refused(data: bytes, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        Answer().feed(data)


@given(JSON_VALUES)
def test_any_json_is_either_understood_or_passed_over(payload: object) -> None:
    answer = Answer()
    answer.feed(f"data: {json.dumps(payload, ensure_ascii=False)}\n\n".encode())
    assert isinstance(answer.text, str)
