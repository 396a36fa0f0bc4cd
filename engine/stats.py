"""Statistics of a run: counts, rates, distributions and cost.

A `Tally` keeps a few numbers of each record and no text, so a run of any length needs little memory.
"""

from array import array
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from statistics import fmean, quantiles, stdev
from typing import Any, Self

from engine.metering import StageMetrics
from engine.pricing import Interval, Price, RunCost, run_cost
from engine.record import TaskRecord, generations

FEW = 20
"""Below this many samples not one lies above P95: quantiles then say little beyond the maximum."""


@dataclass(frozen=True, slots=True)
class Distribution:
    """How one quantity spreads, in the unit that its name ends with."""

    n: int
    mean: float
    median: float
    standard_deviation: float | None
    """Of a sample (n - 1); None for a single value."""
    minimum: float
    maximum: float
    p95: float
    p99: float

    @classmethod
    def of(cls, values: Iterable[float]) -> Self:
        """Describe ``values``; raises ValueError where there are none.

        Quantiles are definition 7 of Hyndman and Fan, "Sample Quantiles in Statistical Packages" (The
        American Statistician 50, 1996), which interpolates between neighbours: ``method="inclusive"`` of
        `statistics.quantiles`, and the default of R and NumPy.
        """
        ordered = sorted(values)
        if not ordered:
            raise ValueError("a distribution needs at least one value")
        # A single value is its own quantile; statistics.quantiles wants two before Python 3.13.
        percentiles = quantiles(ordered if len(ordered) > 1 else ordered * 2, n=100, method="inclusive")
        return cls(
            n=len(ordered),
            mean=fmean(ordered),
            median=percentiles[49],
            standard_deviation=stdev(ordered) if len(ordered) > 1 else None,
            minimum=ordered[0],
            maximum=ordered[-1],
            p95=percentiles[94],
            p99=percentiles[98],
        )

    @property
    def few(self) -> bool:
        """Whether the samples are too few for the quantiles to mean much."""
        return self.n < FEW


@dataclass(frozen=True, slots=True)
class Rate:
    """So many of so many."""

    count: int
    of: int

    @property
    def share(self) -> float | None:
        """The quotient, None of nothing."""
        return self.count / self.of if self.of else None


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run came to.

    Passed, compiled and first-attempt rates are shares of all lifts, so an errored lift counts against each;
    distributions are over completed lifts only (passed or failed): an error's time is not a lift's time.
    """

    total: int
    """Lifts on record: tasks × repeats in a complete run."""
    passed: int
    failed: int
    errored: int
    compiled: int
    """Completed lifts whose code compiled."""
    first_attempt_passed: int
    http_retries: int
    distributions: dict[str, Distribution]
    """By the names that `measurements` gives; a quantity that was never measured is missing."""
    cost: RunCost | None

    @property
    def completed(self) -> int:
        """Lifts that came to a verdict."""
        return self.passed + self.failed

    @property
    def rates(self) -> dict[str, Rate]:
        """Every rate with its denominator."""
        return {
            "passed": Rate(self.passed, self.total),
            "compiled": Rate(self.compiled, self.total),
            "executed_among_compiled": Rate(self.passed, self.compiled),
            "first_attempt_passed": Rate(self.first_attempt_passed, self.total),
        }

    def cost_of_requests(self, requests: int) -> float | None:
        """Estimate the dollars of ``requests`` lifts under the same load, from the run's active cost.

        None where the price is unknown or nothing ran.
        """
        if self.cost is None or not self.total:
            return None
        return self.cost.active_usd * requests / self.total

    def to_json(self) -> dict[str, Any]:
        """Totals and statistics as ``run.json`` holds them."""
        totals = asdict(self)
        del totals["distributions"]
        totals["rates"] = {name: rate.share for name, rate in self.rates.items()}
        totals["cost_per_1000_requests_usd"] = self.cost_of_requests(1_000)
        totals["cost_per_10000_requests_usd"] = self.cost_of_requests(10_000)
        statistics = {name: asdict(spread) | {"few": spread.few} for name, spread in self.distributions.items()}
        return {"totals": totals, "statistics": statistics}


def measurements(record: TaskRecord) -> dict[str, float | None]:
    """Take from a record the quantities that statistics are made of; None where one was not measured.

    Tokens are summed over all attempts, because all were paid for; stages and TTFT (that of the IR, which
    the user waits for first) are the chosen attempt's.
    """
    asked = generations(record.attempts)
    ir = record.stages.get("ir")
    return {
        "e2e_s": record.e2e_s,
        "ttft_s": ir.ttft_s if ir else None,
        "completion_tokens": _sum(metrics.completion_tokens for metrics in asked),
        "computed_prompt_tokens": _sum(map(_computed_prompt_tokens, asked)),
        "cost_usd": record.cost_usd,
        "client_memory_bytes": record.client_memory_bytes,
        **{f"{stage}_s": metrics.s for stage, metrics in record.stages.items()},
        **{f"{stage}_client_memory_bytes": metrics.client_memory_bytes for stage, metrics in record.stages.items()},
    }


def _computed_prompt_tokens(metrics: StageMetrics) -> int | None:
    if metrics.prompt_tokens is None or metrics.cached_tokens is None:
        return None
    return metrics.prompt_tokens - metrics.cached_tokens


def _sum(values: Iterable[int | None]) -> int | None:
    """Add up, or return None where a part is unknown or there is none."""
    parts = list(values)
    known = [part for part in parts if part is not None]
    return sum(known) if known and len(known) == len(parts) else None


class Tally:
    """Adds up records as they come."""

    def __init__(self, price: Price | None) -> None:
        self._price = price
        self._counts: Counter[str] = Counter()
        self._samples: dict[str, array[float]] = {}
        self._in_flight: list[Interval] = []

    @property
    def completed(self) -> int:
        """Lifts so far that came to a verdict."""
        return self._counts["passed"] + self._counts["failed"]

    def add(self, record: TaskRecord, in_flight: Interval) -> None:
        """Count one lift and the interval in which it was under way."""
        self._in_flight.append(in_flight)
        self._counts[record.status] += 1
        self._counts["http_retries"] += record.http_retries
        if record.status == "error":
            return
        self._counts["compiled"] += record.compiled
        self._counts["first_attempt_passed"] += record.first_attempt_passed
        for name, value in measurements(record).items():
            if value is not None:
                self._samples.setdefault(name, array("d")).append(value)

    def summary(self) -> Summary:
        """Work out what the records so far come to."""
        return Summary(
            total=len(self._in_flight),
            passed=self._counts["passed"],
            failed=self._counts["failed"],
            errored=self._counts["error"],
            compiled=self._counts["compiled"],
            first_attempt_passed=self._counts["first_attempt_passed"],
            http_retries=self._counts["http_retries"],
            distributions={name: Distribution.of(values) for name, values in self._samples.items()},
            cost=run_cost(self._price, self._in_flight),
        )
