"""The suite screen, from choosing to looking at a lift."""

from pathlib import Path

from liftui.tui.screens.picker import PickerScreen
from liftui.tui.screens.suite import SuiteScreen
from tests.liftui.tui.forms import fill
from tests.liftui.tui.opened import opened
from tests.liftui.tui.scripted import (
    FAILING,
    PASSING,
    Hold,
    ir_events,
    scripted,
)

SUITE = """
[suite]
name = "mine"

[[task]]
id = "double"
prompt = "Double a number"
cases = [{ call = "f(2)", returns = "4" }]
"""


async def test_run_a_suite_from_a_file_of_ones_own(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(SUITE)
    backend = scripted(PASSING)
    async with opened(backend, tmp_path) as workbench:
        await workbench.press("f9")
        await workbench.until(lambda: isinstance(workbench.app.screen, PickerScreen))
        await workbench.press(*"your own", "enter")
        await fill(workbench, file=str(file))
        await workbench.until(lambda: isinstance(workbench.app.screen, SuiteScreen))
        flow = workbench.screen.suite_flow
        assert flow is not None
        await workbench.until(lambda: not flow.is_running)

        assert [task.prompt for _, task, _ in backend.lifts.asked] == ["Double a number"]


async def test_a_suite_file_that_is_not_there_is_told_and_nothing_runs(tmp_path: Path) -> None:
    async with opened(scripted(), tmp_path) as workbench:
        await workbench.press("f9")
        await workbench.until(lambda: isinstance(workbench.app.screen, PickerScreen))
        await workbench.press(*"your own", "enter")
        await fill(workbench, file=str(tmp_path / "none.toml"))
        await workbench.told("none.toml")

        assert workbench.app.screen is workbench.screen
        assert workbench.screen.suite_flow is None


async def test_run_a_suite_and_look_at_one_of_its_lifts(tmp_path: Path) -> None:
    backend = scripted(*[PASSING] * 4, FAILING)
    async with opened(backend, tmp_path) as workbench:
        await workbench.press("f9")
        await workbench.until(lambda: isinstance(workbench.app.screen, PickerScreen))
        await workbench.press(*"seed", "enter")
        await workbench.until(lambda: isinstance(workbench.app.screen, SuiteScreen))
        flow = workbench.screen.suite_flow
        assert flow is not None
        await workbench.until(lambda: not flow.is_running)
        assert "5 of 5   4 passed   1 failed   0 errors" in flow.totals

        await workbench.press(*"jjjj", "enter")
        await workbench.until(lambda: workbench.screen.lifts.shown)
        assert workbench.screen.lifts.shown is not None
        assert workbench.screen.lifts.shown.view.phase == "failed"
        assert workbench.screen.picked_suite == "seed"
    [results] = (tmp_path / "runs").glob("*-seed/results.jsonl")
    assert len(results.read_text().splitlines()) == 5


async def test_cancel_a_suite(tmp_path: Path) -> None:
    backend = scripted(PASSING, (*ir_events()[:5], Hold()))
    async with opened(backend, tmp_path) as workbench:
        await workbench.press("f9")
        await workbench.until(lambda: isinstance(workbench.app.screen, PickerScreen))
        await workbench.press(*"seed", "enter")
        await workbench.until(lambda: workbench.screen.suite_flow and workbench.screen.suite_flow.records)
        flow = workbench.screen.suite_flow
        assert flow is not None
        await workbench.until(lambda: len(flow.events) == 2)
        await workbench.press("escape")
        await workbench.until(lambda: not flow.is_running)
        assert "finished lifts: 1" in flow.end
        await workbench.press("escape")
        await workbench.until(lambda: workbench.app.screen is workbench.screen)


async def test_a_running_suite_is_returned_to_not_started_twice(tmp_path: Path) -> None:
    backend = scripted(PASSING, (Hold(),))
    async with opened(backend, tmp_path) as workbench:
        await workbench.press("f9")
        await workbench.until(lambda: isinstance(workbench.app.screen, PickerScreen))
        await workbench.press(*"seed", "enter")
        await workbench.until(lambda: workbench.screen.suite_flow and workbench.screen.suite_flow.records)
        first = workbench.screen.suite_flow
        await workbench.press("enter")
        await workbench.until(lambda: workbench.screen.lifts.shown)
        await workbench.press("f9")
        await workbench.until(lambda: isinstance(workbench.app.screen, SuiteScreen))

        assert workbench.screen.suite_flow is first
