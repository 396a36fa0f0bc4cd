"""Results as rows of text."""

import pytest

from engine.sandbox.interface import CaseResult
from liftui.tui.fold import fold_all
from liftui.tui.result_rows import case_detail, case_rows, milliseconds, tally, verdict_row
from liftui.tui.view import LiftView
from tests.liftui.tui.scripted import FAILED, FAILING, HEADER, code_events, error_events, ir_events, run_events


def view_of(*events: object) -> LiftView:
    return fold_all(LiftView(), events)  # type: ignore[arg-type]


def test_columns_align_and_fit_the_width() -> None:
    rows = list(case_rows(FAILED, 57))

    assert [row.verdict for row in rows] == ["✓ PASS", "✓ PASS", "✗ FAIL", "✗ FAIL"]
    assert {len(row.text) for row in rows} == {57 - 8}
    assert "expected 10, got 11" in rows[2].text
    assert "ValueError: no" in rows[3].text


def test_foreign_text_cannot_leave_its_row() -> None:
    [row] = case_rows([CaseResult("f('\x1b[2J\n')", "failed", "1", "'\r'")], 80)

    assert row.text.isprintable()


def test_the_detail_names_everything_known() -> None:
    detail = case_detail(FAILED[3])

    for part in ("f(None, 0, 1)", "raises TypeError", "ValueError: no", "line      2"):
        assert part in detail


def test_the_verdict_says_why_nothing_ran() -> None:
    broken = view_of(*ir_events(), *code_events(error="invalid syntax", line=1))
    gone = view_of(*error_events("the server is gone"))
    unchecked = view_of(*ir_events(), *code_events(), *run_events(()))

    assert "invalid syntax" in getattr(verdict_row(broken), "text", "")
    assert "the server is gone" in getattr(verdict_row(gone), "text", "")
    assert getattr(verdict_row(unchecked), "verdict", "") == "✓ RAN"
    assert verdict_row(view_of(*FAILING)) is None


def test_the_tally_counts_cases() -> None:
    assert tally(view_of(*FAILING)) == "2 of 4"
    assert tally(LiftView(code_text=HEADER)) == ""


@pytest.mark.parametrize(
    ("value_s", "text"), [(None, "–"), (0.00001, "<0.1 ms"), (0.00021, "0.2 ms"), (0.95, "950.0 ms"), (1.5, "1.5 s")]
)
def test_times_of_cases(value_s: float | None, text: str) -> None:
    assert milliseconds(value_s) == text
