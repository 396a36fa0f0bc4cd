"""Distributions, rates and what a run comes to."""

import json
import statistics
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.metering import StageMetrics
from engine.outcome import Attempt, Outcome
from engine.pricing import Price, read_prices
from engine.record import TaskRecord
from engine.stats import FEW, Distribution, Rate, Summary, Tally, measurements
from tests.engine.outcomes import PASSED, WRONG, errored, executed, failed, passed, record, refused

samples = st.lists(st.floats(0, 1e6), min_size=1, max_size=60)


def summarise(*records: TaskRecord, price: Price | None = None) -> Summary:
    """The summary of lifts one after the other, each of which took its ``e2e_s``."""
    tally, now_s = Tally(price), 0.0
    for kept in records:
        tally.add(kept, (now_s, now_s := now_s + kept.e2e_s))
    return tally.summary()


def hyndman_fan_7(values: list[float], share: float) -> float:
    """Definition 7 as the paper states it: position (n - 1) × share between the order statistics."""
    ordered = sorted(values)
    position = (len(ordered) - 1) * share
    below = int(position)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (position - below) * (ordered[above] - ordered[below])


@given(samples)
def test_quantiles_are_those_of_the_definition(values: list[float]) -> None:
    spread = Distribution.of(values)
    for quantile, share in ((spread.median, 0.5), (spread.p95, 0.95), (spread.p99, 0.99)):
        assert quantile == pytest.approx(hyndman_fan_7(values, share), abs=1e-6)
    assert spread.median == pytest.approx(statistics.median(values))


@given(samples)
def test_quantiles_are_in_order(values: list[float]) -> None:
    spread = Distribution.of(values)
    ordered = [spread.minimum, spread.median, spread.p95, spread.p99, spread.maximum]
    assert all(low <= high + 1e-6 for low, high in pairwise(ordered))
    assert spread.minimum - 1e-6 <= spread.mean <= spread.maximum + 1e-6


def test_a_distribution_of_known_numbers() -> None:
    spread = Distribution.of(range(1, 101))
    assert (spread.n, spread.mean, spread.median, spread.minimum, spread.maximum) == (100, 50.5, 50.5, 1, 100)
    assert (spread.p95, spread.p99) == pytest.approx((95.05, 99.01))
    assert spread.standard_deviation == pytest.approx(29.0115, abs=1e-4)


def test_a_single_value_has_no_deviation_and_nothing_has_no_distribution() -> None:
    spread = Distribution.of([4.3])
    assert (spread.median, spread.p99, spread.standard_deviation) == (4.3, 4.3, None)
    with pytest.raises(ValueError, match="at least one"):
        Distribution.of([])


@pytest.mark.parametrize(("n", "few"), [(1, True), (FEW - 1, True), (FEW, False)])
def test_quantiles_of_fewer_than_twenty_samples_are_marked(n: int, few: bool) -> None:
    assert Distribution.of(range(n)).few is few


def test_an_errored_lift_has_not_passed_and_its_time_is_nobodys() -> None:
    summary = summarise(record(passed(e2e_s=4.0)), record(failed(e2e_s=6.0)), record(errored(e2e_s=600.0)))
    assert (summary.total, summary.passed, summary.failed, summary.errored) == (3, 1, 1, 1)
    assert summary.completed == 2
    assert summary.rates == {
        "passed": Rate(1, 3),
        "compiled": Rate(2, 3),
        "executed_among_compiled": Rate(1, 2),
        "first_attempt_passed": Rate(1, 3),
    }
    assert summary.distributions["e2e_s"].maximum == 6.0


def test_a_lift_that_failed_to_compile_lowers_the_compile_rate_but_not_execution_among_compiled() -> None:
    summary = summarise(record(passed()), record(Outcome("failed", (refused(),), 5.0)))
    assert summary.rates["compiled"].share == 0.5
    assert summary.rates["executed_among_compiled"].share == 1.0
    assert summary.distributions["run_s"].n == 1


def test_every_quantity_of_the_final_table_is_measured() -> None:
    assert measurements(record(passed(), price=read_prices()["local"])) == {
        "e2e_s": 4.25,
        "ttft_s": 0.5,
        "completion_tokens": 70,
        "computed_prompt_tokens": 50,
        "cost_usd": 0.0,
        "client_memory_bytes": 560_000,
        "ir_s": 3.0,
        "code_s": 1.0,
        "run_s": 0.25,
        "ir_client_memory_bytes": 4096,
        "code_client_memory_bytes": 0,
        "run_client_memory_bytes": 1024,
    }


def test_tokens_of_all_attempts_were_paid_for_but_a_kept_ir_only_once() -> None:
    repaired = Outcome("failed", (refused(), executed(PASSED, WRONG, number=2)), 9.0)
    assert measurements(record(repaired))["completion_tokens"] == 60 + 7 + 10


def test_a_count_that_a_server_did_not_report_makes_the_sum_unknown() -> None:
    silent = Attempt(1, stages={"ir": StageMetrics(s=1.0, completion_tokens=5), "code": StageMetrics(s=1.0)})
    measured = measurements(record(Outcome("failed", (silent,), 2.0)))
    assert (measured["completion_tokens"], measured["computed_prompt_tokens"]) == (None, None)
    assert "completion_tokens" not in summarise(record(Outcome("failed", (silent,), 2.0))).distributions


def test_costs_are_extrapolated_from_the_shared_gpu() -> None:
    price = read_prices()["baseline-2025-10-15"]
    tally = Tally(price)
    for _ in range(2):
        tally.add(record(passed(e2e_s=10.0), price=price), (0.0, 10.0))
    summary = tally.summary()
    assert summary.cost is not None
    assert summary.cost.active_usd == pytest.approx(10 * 0.0001667 + 2 * 0.0001)
    assert summary.cost_of_requests(1_000) == pytest.approx(summary.cost.active_usd * 500)
    assert summary.distributions["cost_usd"].mean == pytest.approx(10 * 0.0001667 + 0.0001)


def test_an_unknown_price_or_an_empty_run_has_no_cost_of_requests() -> None:
    assert summarise(record(passed())).cost_of_requests(1_000) is None
    assert summarise(price=read_prices()["local"]).cost_of_requests(1_000) is None
    assert summarise().rates["passed"].share is None


def test_a_summary_is_ready_for_strict_json() -> None:
    price = read_prices()["modal-a10"]
    summary = summarise(record(passed(), price=price), record(errored(), price=price), price=price).to_json()
    assert json.loads(json.dumps(summary, allow_nan=False)) == summary
    assert summary["totals"]["rates"]["passed"] == 0.5
    assert summary["totals"]["cost"]["idle_usd"] > 0
    assert summary["totals"]["cost_per_10000_requests_usd"] == 10 * summary["totals"]["cost_per_1000_requests_usd"]
    assert summary["statistics"]["ttft_s"]["few"] is True
