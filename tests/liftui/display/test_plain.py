"""The plain display: lines that make sense without a terminal."""

import io
import re

from liftui.display.plain import PlainDisplay
from tests.liftui.display.recorded import modal_price, recorded_run


def shown(priced: bool = True) -> tuple[str, str]:
    """Narration and report of the recorded run."""
    narration, report = io.StringIO(), io.StringIO()
    clock = iter(range(1_000))
    with PlainDisplay(narration, report, lambda: next(clock)) as display:
        for event in recorded_run(modal_price() if priced else None):
            display.handle(event)
    return narration.getvalue(), report.getvalue()


def test_each_lift_ends_in_a_line_with_its_verdict_as_a_word() -> None:
    narration, _ = shown()

    assert "add_numbers: PASS, 3/3 cases, 3.2 s, 1,067 tokens, $0.0010 (1 of 3)\n" in narration
    assert "max_of_two: FAIL, 2/3 cases, 4.3 s" in narration
    assert "is_palindrome: ERR, 0/3 cases, 12.0 s" in narration


def test_a_failure_says_what_was_expected_and_what_came() -> None:
    assert "  f(1): expected 1, got [bold]\\x1b[31m\\nnot yours\n" in shown()[0]


def test_foreign_text_cannot_steer_the_terminal() -> None:
    text = "".join(shown())

    assert "\x1b" not in text
    assert text.count("not yours") == 5
    assert not re.search("^not yours", text, re.MULTILINE)


def test_a_download_is_a_line_every_ten_seconds() -> None:
    lines = [line for line in shown()[0].splitlines() if line.startswith("Weights from hub")]

    assert lines == [
        "Weights from hub: 0%, 0 B of 1.0 GB",
        "Weights from hub: 50%, 500 MB of 1.0 GB, 50.0 MB/s, 10 s left",
        "Weights from hub: 100%, 1.0 GB of 1.0 GB, 50.0 MB/s, 0 s left",
    ]


def test_the_report_has_every_figure_with_its_name() -> None:
    _, report = shown()

    assert (
        "add_numbers: Result ✓ PASS, Compiled yes, Cases 3/3, IR 2.50 s, Code 0.60 s, Run 0.05 s,"
        " E2E 3.20 s, TTFT 0.31 s, Tokens 1,067 out, Cost $0.0010\n" in report
    )
    assert "is_palindrome: Result ! ERR, Compiled no, Cases 0/3, IR –, Code –, Run –, E2E 12.00 s" in report
    assert re.search(
        r"^End to end, s: n 2, Mean 3\.75, Median 3\.75, SD 0\.78, Min 3\.20, Max 4\.31, P95 ", report, re.M
    )
    assert "* fewer than 20 samples" in report
    assert "Passed: 1 of 3 (33.3%)\n" in report
    assert "Cost of the run: $0.0060\n" in report
    assert "Cost of the idle tail: $0.0918\n" in report


def test_an_unknown_price_is_unknown_and_never_nothing() -> None:
    narration, report = shown(priced=False)

    assert "Cost of the run: unknown" in report
    assert "$" not in narration + report
