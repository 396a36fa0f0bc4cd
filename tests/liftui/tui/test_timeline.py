"""The timeline: a lift as a bar to scale."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liftui.tui.fold import fold_all
from liftui.tui.timeline import bar, segments, share_cells
from liftui.tui.view import LiftView
from tests.liftui.tui.scripted import PASSING, code_events, ir_events

PARTS = st.lists(st.floats(0.001, 1000.0), min_size=1, max_size=12)


def view_of(*events: object) -> LiftView:
    return fold_all(LiftView(), events)  # type: ignore[arg-type]


@given(PARTS, st.integers(12, 300))
def test_all_cells_are_given_and_every_part_has_one(parts: list[float], width: int) -> None:
    cells = share_cells(parts, width)

    assert sum(cells) == width
    assert min(cells) >= 1


@given(PARTS, st.integers(12, 300))
def test_a_longer_part_never_has_fewer_cells(parts: list[float], width: int) -> None:
    cells = dict(zip(parts, share_cells(parts, width), strict=True))

    assert [cells[part] for part in sorted(cells)] == sorted(cells.values())


@given(PARTS, st.integers(0, 11))
def test_too_few_cells_are_never_exceeded(parts: list[float], width: int) -> None:
    assert sum(share_cells(parts, width)) == min(width, len(parts)) or width > len(parts)


def test_a_finished_lift_is_split_by_the_servers_clock() -> None:
    parts = segments(view_of(*PASSING), 99.0)

    assert [(part.stage, part.kind) for part in parts] == [
        *[("ir", kind) for kind in ("waiting", "prefill", "decode")],
        *[("code", kind) for kind in ("waiting", "prefill", "decode")],
        ("run", "run"),
    ]
    assert parts[1].s == pytest.approx(0.28)
    assert sum(part.s for part in parts) == pytest.approx(3.9)


def test_a_stage_that_waits_for_its_first_text_only_waits() -> None:
    [part] = segments(view_of(ir_events()[0]), 1.5)

    assert (part.kind, part.s) == ("waiting", 1.5)


def test_the_bar_grows_with_time_until_it_is_full() -> None:
    view = view_of(*ir_events()[:5])
    widths = [sum(cells for _, cells in bar(view, now_s, 50, 5.0)) for now_s in (1.0, 2.5, 5.0, 20.0)]

    assert widths == [10, 25, 50, 50]


def test_nothing_has_no_bar() -> None:
    assert bar(LiftView(), 1.0, 50, 5.0) == ()
    assert segments(view_of(*code_events()[:1]), 2.6) == ()
