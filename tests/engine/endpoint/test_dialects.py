"""What each kind of server is sent, and how its report is read."""

import pytest

from engine.endpoint.chat import ChatRequest, Message
from engine.endpoint.dialects import Kind, Usage, dialect_of

ASKED = ChatRequest((Message("system", "s"), Message("user", "u")), max_tokens=7, temperature=0.5)
CONTINUED = ChatRequest((Message("user", "u"), Message("assistant", "def f")), grammar="root ::= [a-z]")
COMMON = {
    "model": "m",
    "messages": [{"role": "system", "content": "s"}, {"role": "user", "content": "u"}],
    "max_tokens": 7,
    "temperature": 0.5,
    "stream": True,
}
USAGE = {"stream_options": {"include_usage": True}}


@pytest.mark.parametrize(("kind", "added"), [("llamacpp", {"cache_prompt": True}), ("vllm", USAGE), ("openai", USAGE)])
def test_a_plain_request(kind: Kind, added: dict[str, object]) -> None:
    assert dialect_of(kind).body(ASKED, "m") == COMMON | added


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("llamacpp", {"grammar": "root ::= [a-z]"}),
        (
            "vllm",
            {
                "structured_outputs": {"grammar": "root ::= [a-z]"},
                "continue_final_message": True,
                "add_generation_prompt": False,
            },
        ),
        ("openai", {}),
    ],
)
def test_a_grammar_and_a_continued_message(kind: Kind, expected: dict[str, object]) -> None:
    dialect = dialect_of(kind)
    plain = dialect.body(ChatRequest(CONTINUED.messages[:1]), "m")
    added = {name: value for name, value in dialect.body(CONTINUED, "m").items() if name not in plain}
    assert added == expected


def test_seed_and_stop_are_sent_only_where_given() -> None:
    body = dialect_of("llamacpp").body(ChatRequest((), seed=0, stop=("```",)), "m")
    assert (body["seed"], body["stop"]) == (0, ["```"])
    assert not {"seed", "stop"} & dialect_of("llamacpp").body(ChatRequest(()), "m").keys()


# As a llama.cpp server reports a prompt of 28 tokens of which 27 were cached.
TIMINGS = {"cache_n": 27, "prompt_n": 1, "prompt_ms": 32.5, "predicted_n": 18, "predicted_ms": 545.5}
COUNTS = {"prompt_tokens": 184, "completion_tokens": 9, "prompt_tokens_details": {"cached_tokens": 128}}


@pytest.mark.parametrize(
    ("kind", "closing", "expected"),
    [
        ("llamacpp", {"timings": TIMINGS}, Usage(28, 27, 18, None, 0.0325, 0.5455, TIMINGS)),
        ("llamacpp", {"timings": {"prompt_n": 28}}, Usage(server_metrics={"prompt_n": 28.0})),
        ("llamacpp", {}, Usage()),
        ("vllm", {"usage": COUNTS}, Usage(184, 128, 9)),
        (
            "vllm",
            {"usage": COUNTS, "metrics": {"queue_time_ms": 40, "generation_time_ms": 90.0, "mean_itl_ms": None}},
            Usage(184, 128, 9, 0.04, None, 0.09, {"queue_time_ms": 40.0, "generation_time_ms": 90.0}),
        ),
        ("vllm", {"usage": {"prompt_tokens": 5, "prompt_tokens_details": None}}, Usage(5)),
        ("openai", {"usage": COUNTS}, Usage(184, 128, 9)),
        ("openai", {"usage": "none"}, Usage()),
        ("openai", {"usage": {"prompt_tokens": -1, "completion_tokens": True}}, Usage()),
        ("llamacpp", {"timings": {"prompt_ms": float("nan"), "predicted_ms": 10**400}}, Usage()),
    ],
)
def test_what_a_server_reported_and_nothing_else(kind: Kind, closing: dict[str, object], expected: Usage) -> None:
    assert dialect_of(kind).usage(closing) == expected
