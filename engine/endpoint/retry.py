"""When to ask again: exponential backoff with full jitter, ``Retry-After``, and a longer budget for a cold start.

Full jitter: a delay is drawn evenly from nought to the backoff's bound, so that clients which failed together do
not come back together (M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from engine.endpoint.chat import Waiting
from engine.endpoint.errors import EndpointError, ServerError, WarmingUpError


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """Bounds on asking again; a ``Retry-After`` longer than what is left is not waited for."""

    attempts: int = 4
    """Retries of a failure; asking a cold endpoint is counted apart."""
    base_s: float = 0.5
    """Bound of the first delay; it doubles with each failure."""
    cap_s: float = 30.0
    """Bound of every delay, ``Retry-After`` included."""
    warm_up_s: float = 600.0
    """How long a cold endpoint may answer 503, from the first one on."""
    warm_up_cap_s: float = 10.0
    """Bound of the delays while it warms up, unless the server names one."""


class Retries:
    """What one request has used up of its policy.

    ``draw`` gives numbers in [0, 1); ``clock`` gives seconds.
    """

    def __init__(self, policy: RetryPolicy, draw: Callable[[], float], clock: Callable[[], float]) -> None:
        self.count = 0
        """Retries granted so far, of either kind."""
        self._policy = policy
        self._draw = draw
        self._clock = clock
        self._failures = 0
        self._warm_ups = 0
        self._cold_since_s: float | None = None

    def after(self, error: EndpointError) -> Waiting | None:
        """The wait before the next try, or None where there is to be none; the error then says how many were."""
        delay_s, cold = None, isinstance(error, WarmingUpError)
        if error.worth_retrying and not error.partial:
            delay_s = self._warm_up(error) if cold else self._failure(error)
        if delay_s is None:
            error.http_retries = self.count
            return None
        self.count += 1
        return Waiting("warming up" if cold else "retrying", str(error), self.count, delay_s)

    def _failure(self, error: EndpointError) -> float | None:
        if self._failures >= self._policy.attempts:
            return None
        delay_s = self._delay_s(error, self._failures, self._policy.cap_s)
        self._failures += 1
        return delay_s if delay_s <= self._policy.cap_s else None

    def _warm_up(self, error: EndpointError) -> float | None:
        now_s = self._clock()
        if self._cold_since_s is None:
            self._cold_since_s = now_s
        delay_s = self._delay_s(error, self._warm_ups, self._policy.warm_up_cap_s)
        self._warm_ups += 1
        return delay_s if now_s + delay_s < self._cold_since_s + self._policy.warm_up_s else None

    def _delay_s(self, error: EndpointError, failures: int, cap_s: float) -> float:
        if isinstance(error, ServerError) and error.retry_after_s is not None:
            return error.retry_after_s
        return backoff_s(failures, self._policy.base_s, cap_s, self._draw())


def backoff_s(failures: int, base_s: float, cap_s: float, drawn: float) -> float:
    """Seconds to wait after ``failures`` earlier ones: drawn x min(cap, base x 2^failures)."""
    return drawn * min(cap_s, base_s * 2.0 ** min(failures, 64))


def retry_after_s(header: str | None, now: datetime) -> float | None:
    """Seconds that a ``Retry-After`` header asks for (RFC 9110 §10.2.3: seconds or a date), else None."""
    if header is None:
        return None
    if header.strip().isdecimal() and header.isascii():
        return float(header)
    try:
        when = parsedate_to_datetime(header)
    except ValueError:
        return None
    if when.tzinfo is None:
        when = when.replace(tzinfo=UTC)
    return max(0.0, (when - now).total_seconds())
