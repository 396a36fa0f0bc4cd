"""Rates, the cost of a request and the cost of a run."""

import tomllib
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.pricing import Price, read_prices, request_cost, run_cost, union_s

MODAL = read_prices()["modal-a10"]
BASELINE = read_prices()["baseline-2025-10-15"]

moments = st.integers(0, 40)
intervals = st.lists(st.tuples(moments, moments).map(lambda pair: (min(pair), max(pair))))


@pytest.mark.parametrize(
    ("e2e_s", "printed"),
    [(16.09, "0.0028"), (16.00, "0.0028"), (15.14, "0.0026"), (29.37, "0.0050"), (17.88, "0.0031")],
)
def test_the_baseline_rate_gives_the_costs_that_the_replaced_system_reported(e2e_s: float, printed: str) -> None:
    cost = request_cost(BASELINE, e2e_s)
    assert f"{cost:.4f}" == printed


def test_every_rate_is_dated_sourced_and_named_once() -> None:
    rows = tomllib.loads(files("engine").joinpath("pricing.toml").read_text(encoding="utf-8"))["price"]
    prices = read_prices()
    assert len(prices) == len(rows)
    assert all(price.source and price.date.year >= 2025 for price in prices.values())


def test_an_unknown_price_stays_unknown_and_a_local_lift_is_free() -> None:
    assert request_cost(None, 4.3) is None
    assert run_cost(None, [(0.0, 4.3)]) is None
    assert request_cost(read_prices()["local"], 4.3) == 0.0


def test_concurrent_requests_pay_for_the_gpu_once_and_the_idle_tail_is_told_apart() -> None:
    cost = run_cost(MODAL, [(0.0, 10.0), (0.0, 10.0), (5.0, 15.0)])
    assert cost is not None
    assert cost.active_usd == pytest.approx(15 * 0.000306)
    assert cost.idle_usd == pytest.approx(MODAL.scaledown_s * 0.000306)


def test_a_run_without_requests_costs_nothing() -> None:
    cost = run_cost(MODAL, [])
    assert cost is not None
    assert (cost.active_usd, cost.idle_usd) == (0.0, 0.0)


@given(intervals)
def test_the_union_covers_what_any_interval_covers(spans: list[tuple[int, int]]) -> None:
    covered = {second for start, end in spans for second in range(start, end)}
    assert union_s(spans) == len(covered)


@given(intervals)
def test_a_run_costs_no_more_than_its_requests_one_by_one(spans: list[tuple[int, int]]) -> None:
    cost = run_cost(BASELINE, spans)
    alone = [request_cost(BASELINE, end - start) or 0.0 for start, end in spans]
    assert cost is not None
    assert cost.active_usd <= sum(alone) + 1e-12
    assert cost.active_usd >= max(alone, default=0.0) - 1e-12


def test_a_request_alone_costs_as_a_run_what_it_costs_as_a_request() -> None:
    price = Price("any", 0.5, 0.125, 60.0, "a test", BASELINE.date)
    cost = run_cost(price, [(2.0, 6.0)])
    assert cost is not None
    assert cost.active_usd == request_cost(price, 4.0) == 2.125
