"""What is kept of an outcome, and its way through JSON."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.metering import StageMetrics
from engine.outcome import Attempt, Outcome
from engine.pricing import read_prices
from engine.record import AttemptRecord, CaseFailure, TaskRecord
from engine.sandbox.interface import CaseResult, Execution
from engine.task import Task
from tests.engine.outcomes import (
    CODE_METRICS,
    IR_METRICS,
    PASSED,
    TASK,
    WRONG,
    conditions,
    errored,
    executed,
    failed,
    passed,
    record,
    refused,
)

KEYS = """
    task repeat status compiled cases_passed cases_total first_attempt_passed e2e_s stages cost_usd ir code
    failures error attempts client_memory_bytes http_retries cache_hit mode sandbox
"""


def as_json(kept: TaskRecord) -> dict[str, Any]:
    loaded = json.loads(kept.to_json())
    assert isinstance(loaded, dict)
    return loaded


def test_the_keys_of_a_record_are_an_api() -> None:
    kept = as_json(record(failed()))
    assert list(kept) == KEYS.split()
    assert list(kept["attempts"][0]) == ["ir", "code", "stages", "compiled", "cases_passed", "error"]
    assert list(kept["failures"][0]) == ["case", "expected", "actual", "error"]
    assert {"s", "ttft_s", "prompt_tokens", "cached_tokens", "completion_tokens"} <= kept["stages"]["ir"].keys()
    assert kept["stages"]["run"] == kept["attempts"][0]["stages"]["run"] == {"s": 0.25, "client_memory_bytes": 1024}
    assert list(as_json(record(errored()))["error"]) == ["kind", "message"]


def test_a_wrong_answer_names_the_case_and_is_no_error() -> None:
    kept = record(failed())
    assert (kept.status, kept.cases_passed, kept.cases_total, kept.error) == ("failed", 1, 2, None)
    assert kept.failures == (CaseFailure("f(2)", "4", "3", None),)


def test_an_error_has_no_verdict_but_knows_what_it_would_have_been_held_against() -> None:
    kept = record(errored())
    assert (kept.status, kept.compiled, kept.cases_passed, kept.cases_total) == ("error", False, 0, 2)
    assert (kept.stages, kept.ir, kept.code) == ({}, None, None)
    assert kept.error is not None
    assert kept.error.kind == "ServerError"


def test_a_test_function_counts_as_one_case() -> None:
    assert record(errored(), Task("he_0", "…", test="def check(candidate): …")).cases_total == 1


def test_a_repaired_lift_passes_but_not_at_the_first_attempt() -> None:
    repaired = record(Outcome("passed", (refused(), executed(PASSED, PASSED, number=2)), 9.0))
    assert (repaired.status, repaired.compiled, repaired.first_attempt_passed) == ("passed", True, False)
    assert record(passed()).first_attempt_passed
    assert not record(failed()).first_attempt_passed


def test_http_retries_count_once_where_an_attempt_keeps_the_ir_before_it() -> None:
    ir = StageMetrics(s=3.0, http_retries=1)
    first = Attempt(1, stages={"ir": ir, "code": StageMetrics(s=2.0, http_retries=2)}, error="refused")
    kept = record(Outcome("passed", (first, executed(PASSED, number=2, ir=ir)), 9.0))
    assert kept.http_retries == 3


def test_a_module_that_cannot_run_is_the_reason_of_each_case() -> None:
    unreached = CaseResult("f(1)", "failed", "2", None)
    attempt = Attempt(1, compiled=True, execution=Execution((unreached,), error="ImportError: no module 'numpy'"))
    (failure,) = record(Outcome("failed", (attempt,), 1.0)).failures
    assert failure.error == "ImportError: no module 'numpy'"


def test_cost_follows_from_the_whole_time_and_is_unknown_without_a_price() -> None:
    kept = TaskRecord.from_outcome(TASK, 1, passed(e2e_s=10.0), conditions(read_prices()["baseline-2025-10-15"]))
    assert kept.cost_usd == pytest.approx(10 * 0.0001667 + 0.0001)
    assert record(passed(), price=None).cost_usd is None


def test_a_number_that_json_does_not_know_is_refused() -> None:
    with pytest.raises(ValueError, match="JSON"):
        record(passed(e2e_s=float("nan"))).to_json()


def test_keys_that_later_versions_add_are_left_aside() -> None:
    kept = record(passed())
    assert TaskRecord.from_json(json.dumps(as_json(kept) | {"added": 1})) == kept


@pytest.mark.parametrize("line", ["", "{}", "[1]", '{"task": 1}', "not JSON"])
def test_what_is_no_record_is_refused(line: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - json's and pydantic's errors share only this class
        TaskRecord.from_json(line)


texts = st.text(st.characters(), max_size=20)  # lone surrogates too: a model's text may hold them
numbers = st.floats(0, 1e6)
counts = st.none() | st.integers(0, 10**6)
metrics = st.builds(
    StageMetrics,
    s=numbers,
    ttft_s=st.none() | numbers,
    prompt_tokens=counts,
    cached_tokens=counts,
    completion_tokens=counts,
    client_memory_bytes=counts,
)
run_metrics = st.builds(StageMetrics, s=numbers, client_memory_bytes=counts)
stages = st.fixed_dictionaries({}, optional={"ir": metrics, "code": metrics, "run": run_metrics})
records = st.builds(
    TaskRecord,
    task=texts,
    ir=st.none() | texts,
    code=st.none() | texts,
    e2e_s=numbers,
    cost_usd=st.none() | numbers,
    stages=stages,
    failures=st.lists(st.builds(CaseFailure, case=texts, actual=st.none() | texts), max_size=2).map(tuple),
    attempts=st.lists(st.builds(AttemptRecord, ir=st.none() | texts, stages=stages), max_size=2).map(tuple),
)


@given(records)
def test_a_record_survives_its_way_through_one_line_of_json(kept: TaskRecord) -> None:
    line = kept.to_json()
    assert "\n" not in line
    assert TaskRecord.from_json(line.encode()) == kept


def test_stages_are_those_of_the_chosen_attempt() -> None:
    kept = record(Outcome("failed", (refused(), executed(PASSED, WRONG, number=2)), 9.0))
    assert kept.stages["ir"] == IR_METRICS
    assert kept.stages["code"] == CODE_METRICS
    assert [attempt.compiled for attempt in kept.attempts] == [False, True]
