"""Run folders: what is in them, what survives, what is refused."""

import json
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from engine.batch import run_suite
from engine.errors import RecordError
from engine.pricing import read_prices
from engine.run_folder import RESULTS_FILE, RUN_FILE, RunDescription, RunFolder, default_folder, read_records
from engine.suite.suite import Suite
from engine.task import Task
from tests.engine.outcomes import conditions, errored, failed, lifting, passed, record

ROOT = Path(__file__).parents[2]
DESCRIPTION = RunDescription("seed", {"concurrency": 2}, "a model", "llamacpp", read_prices()["modal-a10"])


def run_file(path: Path) -> dict[str, Any]:
    run = json.loads((path / RUN_FILE).read_text(encoding="utf-8"))
    assert isinstance(run, dict)
    return run


def test_a_folder_is_named_by_utc_time_and_suite() -> None:
    evening_in_new_york = datetime(2025, 10, 15, 20, 30, 5, tzinfo=timezone(timedelta(hours=-4)))
    assert default_folder(Path("runs"), "my suite/ß", evening_in_new_york) == Path("runs/20251016T003005Z-my-suite-")


def test_a_run_is_described_from_its_start_and_interrupted_until_it_says_otherwise(tmp_path: Path) -> None:
    before = datetime.now(UTC).replace(microsecond=0)
    RunFolder(tmp_path / "deep" / "run", DESCRIPTION)
    run = run_file(tmp_path / "deep" / "run")
    assert datetime.fromisoformat(run["start"]) >= before
    assert (run["end"], run["interrupted"], run["totals"], run["statistics"]) == (None, True, None, None)
    assert (run["suite"], run["model"], run["endpoint_kind"]) == ("seed", "a model", "llamacpp")
    assert run["settings"] == {"concurrency": 2}
    assert run["price"]["usd_per_second"] == 0.000306
    assert run["price"]["date"] == "2026-06-01"
    assert {"liftui", "python", "platform"} == run["versions"].keys()
    assert list(read_records(tmp_path / "deep" / "run")) == []


async def test_a_complete_run_holds_its_records_totals_and_statistics(tmp_path: Path) -> None:
    suite = Suite("seed", (Task("a", "…"), Task("b", "…")))
    folder = RunFolder(tmp_path, DESCRIPTION)
    lift = lifting(lambda task: passed() if task.id == "a" else failed())
    summary = await run_suite(suite, lift, conditions(DESCRIPTION.price), [folder.observe])
    run = run_file(tmp_path)
    assert (run["interrupted"], run["stopped"]) == (False, None)
    assert datetime.fromisoformat(run["end"]) >= datetime.fromisoformat(run["start"])
    assert {"totals": run["totals"], "statistics": run["statistics"]} == summary.to_json()
    assert [(kept.task, kept.status) for kept in read_records(tmp_path)] == [("a", "passed"), ("b", "failed")]


async def test_a_run_that_was_stopped_says_why(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path, DESCRIPTION)
    suite = Suite("seed", (Task("a", "…"), Task("b", "…")))
    await run_suite(suite, lifting(lambda _: errored("ConnectError")), conditions(), [folder.observe])
    run = run_file(tmp_path)
    assert run["stopped"] == {"kind": "ConnectError", "message": "the server failed: try later"}
    assert (run["interrupted"], run["totals"]["total"]) == (False, 1)


def test_a_record_can_be_read_as_soon_as_it_is_appended(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path, DESCRIPTION)
    for repeat in (1, 2):
        folder.append(record(passed(), repeat=repeat))
        assert [kept.repeat for kept in read_records(tmp_path)] == list(range(1, repeat + 1))


def test_a_folder_with_results_is_not_written_over(tmp_path: Path) -> None:
    RunFolder(tmp_path, DESCRIPTION).append(record(passed()))
    held = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    with pytest.raises(RecordError, match="already holds a run's results: name another folder"):
        RunFolder(tmp_path, DESCRIPTION)
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == held


def test_a_folder_beneath_a_regular_file_is_refused_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(RecordError, match=r"cannot be recorded in .*file.run \(Not a directory\): name a folder"):
        RunFolder(tmp_path / "file" / "run", DESCRIPTION)


def test_a_folder_that_vanishes_during_the_run_is_told(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path / "run", DESCRIPTION)
    (tmp_path / "run").rename(tmp_path / "elsewhere")
    with pytest.raises(RecordError, match="No such file"):
        folder.append(record(passed()))


def test_a_torn_last_line_is_left_aside(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path, DESCRIPTION)
    folder.append(record(passed(), repeat=1))
    folder.append(record(passed(), repeat=2))
    whole = (tmp_path / RESULTS_FILE).read_bytes()
    second = whole.index(b"\n") + 1
    for cut in (second + 1, (second + len(whole)) // 2, len(whole) - 1):
        (tmp_path / RESULTS_FILE).write_bytes(whole[:cut])
        assert [kept.repeat for kept in read_records(tmp_path)] == [1]


def test_a_broken_line_before_the_last_is_told_by_its_number(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path, DESCRIPTION)
    folder.append(record(passed()))
    with (tmp_path / RESULTS_FILE).open("ab") as results:
        results.write(b'{"task": \n')
    folder.append(record(passed()))
    with pytest.raises(RecordError, match=r"line 2 of .*results.jsonl is no record"):
        list(read_records(tmp_path))


def test_a_folder_without_results_is_told(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="holds no results"):
        list(read_records(tmp_path / "nowhere"))


def end_hanging_run(path: Path, how: signal.Signals) -> int:
    """Start a run in its own process, send it a signal while its third task is under way, return its exit status."""
    command = [sys.executable, "-m", "tests.engine.hanging_run", str(path)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        process.send_signal(how)
        return process.wait()


def test_a_killed_run_leaves_every_finished_record_and_no_other_file(tmp_path: Path) -> None:
    assert end_hanging_run(tmp_path / "run", signal.SIGKILL) == -signal.SIGKILL
    assert [kept.task for kept in read_records(tmp_path / "run")] == ["a", "b"]
    run = run_file(tmp_path / "run")
    assert (run["end"], run["interrupted"]) == (None, True)
    assert sorted(file.name for file in tmp_path.rglob("*")) == [RESULTS_FILE, "run", RUN_FILE]


def test_ctrl_c_leaves_every_finished_record_and_the_statistics_of_these(tmp_path: Path) -> None:
    assert end_hanging_run(tmp_path / "run", signal.SIGINT) != 0
    assert [kept.task for kept in read_records(tmp_path / "run")] == ["a", "b"]
    run = run_file(tmp_path / "run")
    assert run["end"] is not None
    assert run["interrupted"] is True
    assert run["totals"]["passed"] == 2
