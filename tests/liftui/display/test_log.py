"""The log display: JSON lines."""

import io
import json
from datetime import UTC, datetime
from typing import Any

from liftui.display.log import LogDisplay
from tests.liftui.display.recorded import HOSTILE, modal_price, recorded_run


def logged() -> list[dict[str, Any]]:
    """Log the recorded run and read it back."""
    file = io.StringIO()
    with LogDisplay(file, lambda: datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)) as display:
        for event in recorded_run(modal_price()):
            display.handle(event)
    return [json.loads(line) for line in file.getvalue().splitlines()]


def test_every_line_has_its_time_and_event() -> None:
    assert {line["time"] for line in logged()} == {"2026-01-02T03:04:05.000+00:00"}
    assert [line["event"] for line in logged() if line["event"].startswith(("Run", "Task"))] == [
        "RunStarted",
        *["TaskStarted", "TaskFinished"] * 3,
        "RunFinished",
    ]


def test_a_finished_task_carries_its_verdict_and_error() -> None:
    finished = [line for line in logged() if line["event"] == "TaskFinished"]

    assert [line["status"] for line in finished] == ["passed", "failed", "error"]
    assert finished[2]["error"] == {"kind": "ServerError", "message": f"The server said {HOSTILE}; start it again."}


def test_progress_is_told_without_the_streamed_text() -> None:
    events = [line["event"] for line in logged() if line.get("task") == "add_numbers"]

    assert events == [
        "TaskStarted", "EndpointWaiting", "StageFinished", "Warned", "AttemptFailed", "TaskFinished",
    ]  # fmt: skip


def test_a_download_is_a_line_each_per_cent_at_most() -> None:
    assert len([line for line in logged() if line["event"] == "DownloadProgress"]) == 21


def test_the_last_line_carries_the_statistics() -> None:
    last = logged()[-1]

    assert last["totals"]["passed"] == 1
    assert last["statistics"]["e2e_s"]["median"] == 3.755
