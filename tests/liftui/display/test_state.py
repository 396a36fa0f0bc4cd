"""The folded state of a run, at known times."""

from engine.events import StageStarted, TextStreamed
from engine.run_events import RunStarted, TaskFinished, TaskProgressed, TaskStarted
from liftui.display.state import RunView, fold
from tests.liftui.display.recorded import SUITE, TASKS, records


def test_speed_and_time_left_follow_from_the_pace_so_far() -> None:
    view = fold(RunView(), RunStarted(SUITE, 3), 100.0)
    assert view.left_s(104.0) is None

    view = fold(view, TaskStarted(TASKS[0], 1), 100.0)
    view = fold(view, TaskProgressed(TASKS[0], 1, StageStarted(0.0, "ir", 1)), 100.0)
    for now_s in (101.0, 101.5, 102.0):
        view = fold(view, TaskProgressed(TASKS[0], 1, TextStreamed(0.0, "ir", "x")), now_s)
    [(_, lift)] = view.lifts
    assert (lift.deltas, lift.deltas_per_second) == (3, 2.0)

    view = fold(view, TaskFinished(records(None)[0]), 104.0)
    assert view.lifts == ()
    assert view.counts == {"passed": 1}
    assert view.left_s(104.0) == 8.0


def test_a_new_stage_counts_its_own_text() -> None:
    view = fold(RunView(), RunStarted(SUITE, 3), 0.0)
    view = fold(view, TaskStarted(TASKS[0], 1), 0.0)
    for event in (StageStarted(0.0, "ir", 1), TextStreamed(0.0, "ir", "x"), StageStarted(0.0, "code", 2)):
        view = fold(view, TaskProgressed(TASKS[0], 1, event), 1.0)

    [(key, lift)] = view.lifts
    assert key == (TASKS[0].id, 1)
    assert (lift.stage, lift.attempt, lift.deltas, lift.began_s) == ("code", 2, 0, 0.0)


def test_concurrent_lifts_are_told_apart_by_task_and_repeat() -> None:
    view = fold(RunView(), RunStarted(SUITE, 6), 0.0)
    for repeat in (1, 2):
        view = fold(view, TaskStarted(TASKS[0], repeat), 0.0)
    view = fold(view, TaskFinished(records(None)[0]), 1.0)

    assert [key for key, _ in view.lifts] == [(TASKS[0].id, 2)]
