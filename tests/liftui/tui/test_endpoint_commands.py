"""The endpoint as a command changes it, or as it fails."""

from pathlib import Path

import pytest
from textual.widgets import Static

from engine.errors import ModelError, UnavailableError
from engine.events import EndpointWaiting
from liftui.settings import Settings
from tests.liftui.tui.forms import choose, fill
from tests.liftui.tui.opened import opened
from tests.liftui.tui.scripted import (
    PASSED,
    PASSING,
    TASK,
    Hold,
    code_events,
    error_events,
    ir_events,
    run_events,
    scripted,
)


async def test_switch_endpoint(tmp_path: Path) -> None:
    backend = scripted()
    async with opened(backend, tmp_path) as workbench:
        await workbench.press("f10")
        await choose(workbench, "Another endpoint…")
        await fill(workbench, endpoint="http://localhost:8000", model="big")
        await workbench.until(lambda: workbench.app.endpoint.view.model == "big")

        assert backend.connected == [{}, {"endpoint": "http://localhost:8000", "model": "big"}]

        await workbench.press("f10")
        await choose(workbench, "The embedded model")
        await workbench.until(lambda: len(backend.connected) == 3)
        assert backend.connected[2] == {"endpoint": None, "model": None}


async def test_a_missing_model_is_offered_not_fetched(tmp_path: Path) -> None:
    backend = scripted(PASSING)
    backend.missing_bytes = 1_117_320_736
    async with opened(backend, tmp_path) as workbench:
        assert workbench.app.endpoint.view.phase == "missing"
        assert backend.connected == []
        await workbench.lift()
        await workbench.until(lambda: "1.1 GB" in workbench.screen.lifts.latest.view.error)  # type: ignore[union-attr]

        await workbench.press("f10")
        await choose(workbench, "Download the embedded model")
        await workbench.until(lambda: workbench.app.endpoint.view.phase == "ready")


async def test_an_endpoint_that_cannot_start_keeps_the_text_and_says_why(tmp_path: Path) -> None:
    backend = scripted()
    backend.error = ModelError("The embedded model needs 2.0 GB of memory; end other programs.")
    async with opened(backend, tmp_path) as workbench:
        await workbench.lift("my request")

        assert workbench.screen.request_pane.text == "my request"
        assert workbench.screen.lifts.latest is not None
        assert "2.0 GB" in workbench.screen.lifts.latest.view.error
        assert workbench.screen.lifts.cost_usd == 0, "no server was asked"


async def test_settings_that_cannot_be_read_close_nothing(tmp_path: Path) -> None:
    backend = scripted()

    def refuse() -> Settings:
        raise UnavailableError("the config file is not TOML")

    backend.load = refuse  # type: ignore[method-assign]
    async with opened(backend, tmp_path) as workbench:
        await workbench.told("not TOML")
        assert workbench.app.endpoint.view.phase == "unreachable"


async def test_an_endpoint_that_warms_up_says_so_until_it_answers(tmp_path: Path) -> None:
    warming = EndpointWaiting(0.1, "ir", "warming up", "the container starts", 1, 1.0)
    script = (ir_events()[0], warming, Hold(), *ir_events()[1:], *code_events(), *run_events(PASSED))
    backend = scripted(script)
    async with opened(backend, tmp_path) as workbench:
        corner = workbench.screen.query_one("#endpoint", Static)
        workbench.screen.take_task(TASK, "everyday")
        await workbench.press("ctrl+j")
        await workbench.until(lambda: "warming" in str(corner.render()))
        backend.lifts.go_on.set()
        await workbench.until(lambda: "ready" in str(corner.render()))


async def test_what_the_engine_failed_at_is_shown_and_the_app_goes_on(tmp_path: Path) -> None:
    backend = scripted(error_events("no answer from the server: start it"), PASSING)
    async with opened(backend, tmp_path) as workbench:
        await workbench.lift()
        row = workbench.screen.results_pane.focus_target.get_option_at_index(0)
        assert "no answer from the server" in str(row.prompt)
        await workbench.lift()
        assert workbench.screen.lifts.shown is not None
        assert workbench.screen.lifts.shown.view.phase == "passed"


async def test_a_defect_of_a_lift_becomes_its_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("liftui.defects.user_log_path", lambda *_, **__: tmp_path)
    async with opened(scripted(), tmp_path) as workbench:
        await workbench.lift()

        assert workbench.screen.lifts.latest is not None
        assert "defect of liftui" in workbench.screen.lifts.latest.view.error
    assert "Traceback" in (tmp_path / "defect.log").read_text()
