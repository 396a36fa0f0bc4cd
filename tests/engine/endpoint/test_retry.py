"""When the client asks again."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.endpoint.chat import Waiting
from engine.endpoint.errors import ConnectError, EndpointError, RequestRefusedError, ServerError, WarmingUpError
from engine.endpoint.retry import Retries, RetryPolicy, backoff_s, retry_after_s

NOW = datetime(2026, 1, 1, 12, 0, 0, tzinfo=UTC)


class Clock:
    """A clock that is set by hand."""

    now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


def retries(policy: RetryPolicy, clock: Clock | None = None) -> Retries:
    return Retries(policy, draw=lambda: 1.0, clock=clock or Clock())


def test_delays_double_up_to_the_cap_and_then_end() -> None:
    budget = retries(RetryPolicy(attempts=4, base_s=1, cap_s=5))
    waits = [budget.after(ConnectError("lost")) for _ in range(5)]
    assert [wait and wait.delay_s for wait in waits] == [1, 2, 4, 5, None]
    assert waits[0] == Waiting("retrying", "lost", 1, 1.0)


def test_the_error_that_ends_it_says_how_often_it_was_tried() -> None:
    budget = retries(RetryPolicy(attempts=2))
    errors = [ServerError("it failed; see its log") for _ in range(3)]
    assert [budget.after(error) is None for error in errors] == [False, False, True]
    assert str(errors[2]) == "it failed; see its log (tried 3 times)"


@pytest.mark.parametrize("error", [RequestRefusedError("no"), ServerError("failed", partial="some text")])
def test_a_refusal_and_a_failure_after_text_are_not_retried(error: EndpointError) -> None:
    assert retries(RetryPolicy()).after(error) is None


def test_retry_after_replaces_the_backoff_but_is_not_outwaited_beyond_the_cap() -> None:
    budget = retries(RetryPolicy(cap_s=30))
    assert budget.after(ServerError("busy", retry_after_s=30)) == Waiting("retrying", "busy", 1, 30)
    assert budget.after(ServerError("busy", retry_after_s=31)) is None


def test_a_cold_endpoint_has_a_budget_of_its_own() -> None:
    clock = Clock()
    budget = retries(RetryPolicy(attempts=0, warm_up_s=100, warm_up_cap_s=10), clock)
    assert budget.after(ConnectError("lost")) is None
    for _ in range(20):
        waiting = budget.after(WarmingUpError("cold"))
        assert waiting is not None
        assert (waiting.reason, waiting.delay_s <= 10) == ("warming up", True)
    clock.now_s = 89.9
    assert budget.after(WarmingUpError("cold")) is not None
    clock.now_s = 90.0
    assert budget.after(WarmingUpError("cold")) is None


@given(st.integers(0, 10_000), st.floats(0, 1, exclude_max=True))
def test_a_delay_lies_between_nought_and_the_cap(failures: int, drawn: float) -> None:
    assert 0 <= backoff_s(failures, 0.5, 30, drawn) <= 30


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (None, None),
        ("7", 7.0),
        (" 0 ", 0.0),
        ("Thu, 01 Jan 2026 12:00:09 GMT", 9.0),
        ("Thu, 01 Jan 2026 12:00:09 -0000", 9.0),
        ("Thu, 01 Jan 2026 11:00:00 GMT", 0.0),
        ("-3", None),
        ("soon", None),
        ("٣", None),
        ("", None),
    ],
)
def test_retry_after_is_seconds_or_a_date(header: str | None, seconds: float | None) -> None:
    assert retry_after_s(header, NOW) == seconds


@given(st.text())
def test_any_retry_after_is_read_or_passed_over(header: str) -> None:
    seconds = retry_after_s(header, NOW)
    assert seconds is None or seconds >= 0
