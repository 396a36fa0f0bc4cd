"""What lifts cost, by the dated rates of ``pricing.toml``; an unknown price stays unknown."""

import datetime
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files

from pydantic import TypeAdapter

Interval = tuple[float, float]
"""Start and end in seconds, both by one monotonic clock."""


@dataclass(frozen=True, slots=True)
class Price:
    """What an endpoint charges, with where and when the rate was read."""

    name: str
    usd_per_second: float
    overhead_usd: float
    """Added once a request."""
    scaledown_s: float
    """How long the endpoint idles, and is paid for, after its last request."""
    source: str
    date: datetime.date


@dataclass(frozen=True, slots=True)
class RunCost:
    """Dollars of a whole run, with the idle tail told apart."""

    active_usd: float
    idle_usd: float


def read_prices() -> dict[str, Price]:
    """Read the rows of ``pricing.toml``, by name."""
    rows = tomllib.loads(files("engine").joinpath("pricing.toml").read_text(encoding="utf-8"))["price"]
    return {price.name: price for price in TypeAdapter(list[Price]).validate_python(rows)}


def request_cost(price: Price | None, seconds: float) -> float | None:
    """Return the dollars of one request that took ``seconds`` end to end: seconds × rate + overhead.

    The formula is that of the replaced system, so that costs compare. It counts the GPU as this request's
    alone, which is too much where requests are concurrent: see `run_cost`.
    """
    return None if price is None else seconds * price.usd_per_second + price.overhead_usd


def run_cost(price: Price | None, requests: Iterable[Interval]) -> RunCost | None:
    """Return the dollars of all ``requests``, given as the intervals in which they were in flight.

    Concurrent requests share one GPU, so active is the union of the intervals × rate, plus the overhead of
    each; idle is the scale-down window × rate, once. For a single request, active equals `request_cost`.
    """
    if price is None:
        return None
    intervals = list(requests)
    return RunCost(
        active_usd=union_s(intervals) * price.usd_per_second + len(intervals) * price.overhead_usd,
        idle_usd=price.scaledown_s * price.usd_per_second if intervals else 0.0,
    )


def union_s(intervals: Iterable[Interval]) -> float:
    """Count the seconds that at least one of the intervals covers."""
    total_s, covered_until = 0.0, float("-inf")
    for start, end in sorted(intervals):
        total_s += max(0.0, end - max(start, covered_until))
        covered_until = max(covered_until, end)
    return total_s
