"""The live display and the report, on consoles of fixed width."""

import io
import re
from itertools import count

import pytest
from rich.console import Console

from liftui.display.plain import write_report
from liftui.display.rich_display import RichDisplay
from liftui.display.rich_report import print_report
from liftui.display.table import Report, build_report, task_row
from tests.liftui.display.recorded import HOSTILE, modal_price, recorded_run, records, summary

WIDTHS = (80, 120)


def console_of(width: int, **options: bool) -> Console:
    """Open a console in memory."""
    return Console(file=io.StringIO(), width=width, height=40, **options)  # type: ignore[arg-type]


def text_of(console: Console) -> str:
    """Read what a console was told."""
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def report() -> Report:
    """Lay out the recorded run's report."""
    price = modal_price()
    return build_report([task_row(record, 1) for record in records(price)], summary(price))


def pictures(width: int) -> list[str]:
    """What stands in the live part after each event of the recorded run."""
    seconds = count()
    display = RichDisplay(console_of(width), lambda _: None, lambda: float(next(seconds)))
    frames = []
    for event in recorded_run():
        display.handle(event)
        canvas = console_of(width)
        canvas.print(display.render())
        frames.append(text_of(canvas))
    return frames


@pytest.mark.parametrize("width", WIDTHS)
def test_the_live_part_fits_its_width(width: int) -> None:
    assert max(len(line) for frame in pictures(width) for line in frame.splitlines()) <= width


def test_the_live_part_shows_stage_stream_and_counts() -> None:
    frames = pictures(120)

    assert any(re.search(r"Weights from hub: 50%, 500 MB of 1\.0 GB, .*/s, .* left", frame) for frame in frames)
    assert any(re.search(r"add_numbers +ir .* ≈3 tok +0\.5 tok/s", frame) for frame in frames)
    assert any(re.search(r"add_numbers +warming up", frame) for frame in frames)
    assert any("code, attempt 2" in frame for frame in frames)
    assert any(re.search(r"2/3 +1 passed +1 failed +0 errors .* left", frame) for frame in frames)


@pytest.mark.parametrize("width", WIDTHS)
def test_finished_lifts_scroll_by_with_glyph_and_word(width: int) -> None:
    console = console_of(width)
    display = RichDisplay(console, lambda _: None)
    for event in recorded_run():
        display.handle(event)

    for verdict in ("✓ PASS add_numbers", "✗ FAIL max_of_two", "! ERR  is_palindrome"):
        assert verdict in text_of(console)


def test_foreign_text_is_neither_markup_nor_control_code() -> None:
    console = console_of(120, force_terminal=True)
    display = RichDisplay(console, lambda _: None)
    for event in recorded_run():
        display.handle(event)

    assert HOSTILE not in text_of(console)
    assert "[bold]\\x1b[31m\\nnot yours" in re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", text_of(console))


def test_no_color_keeps_the_words_and_drops_the_colours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    console = console_of(80, force_terminal=True)
    print_report(report(), console)

    assert "✗ FAIL" in text_of(console)
    assert not re.search(r"\x1b\[[0-9;]*3[0-7]", text_of(console))


def interrupt(console: Console) -> None:
    """Press Ctrl-C in the midst of the recorded run."""
    with RichDisplay(console, lambda _: None) as display:
        for event in list(recorded_run())[:30]:
            display.handle(event)
        raise KeyboardInterrupt


def test_leaving_the_display_gives_the_terminal_back() -> None:
    console = console_of(80, force_terminal=True)
    with pytest.raises(KeyboardInterrupt):
        interrupt(console)

    assert text_of(console).rindex("\x1b[?25h") > text_of(console).rindex("\x1b[?25l")


@pytest.mark.parametrize("width", WIDTHS)
def test_the_report_fits_and_says_all_that_the_plain_one_says(width: int) -> None:
    console, plain = console_of(width), io.StringIO()
    print_report(report(), console)
    write_report(report(), plain)

    drawn = text_of(console)
    assert max(map(len, drawn.splitlines())) <= width
    for table in report().tables:
        assert table.title in drawn
        for cell in {cell for row in table.rows for cell in row}:
            assert cell in drawn
            assert cell in plain.getvalue()
    for name, text in report().totals:
        assert re.search(rf"{re.escape(name)} +{re.escape(text)}", drawn)


def test_the_report_is_handed_over_when_the_run_is_finished() -> None:
    written: list[Report] = []
    display = RichDisplay(console_of(80), written.append)
    for event in recorded_run(modal_price()):
        display.handle(event)

    assert written == [report()]
