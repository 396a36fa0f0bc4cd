"""The main job as a user runs it: the command line, the real model, real processes."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from typing import Any

import psutil
import pytest

pytestmark = [pytest.mark.weights, pytest.mark.timeout(900)]

LIFTUI = (sys.executable, "-m", "liftui")
KEYS = {
    *("task", "repeat", "status", "compiled", "cases_passed", "cases_total", "first_attempt_passed", "e2e_s", "stages"),
    *("cost_usd", "ir", "code", "failures", "error", "attempts", "client_memory_bytes", "http_retries", "cache_hit"),
    *("mode", "sandbox"),
}


def environment(weights: Path, **changes: str) -> dict[str, str]:
    return {**os.environ, "LIFTUI_WEIGHTS": str(weights), **changes}


def records(folder: Path) -> list[dict[str, Any]]:
    lines = (folder / "results.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def test_the_seed_suite_compiles_and_passes_five_of_five(weights: Path, tmp_path: Path) -> None:
    command = (*LIFTUI, "--run", "seed", "--json", "--out", str(tmp_path / "run"))
    done = subprocess.run(command, env=environment(weights), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    lifts = records(tmp_path / "run")
    assert [json.loads(line) for line in done.stdout.splitlines()] == lifts
    assert len(lifts) == 5
    assert all(lift["compiled"] and lift["status"] == "passed" for lift in lifts)
    assert all(set(lift) >= KEYS for lift in lifts)
    stages = [[lift["stages"][stage] for stage in ("ir", "code")] for lift in lifts]
    assert median(ir["completion_tokens"] + code["completion_tokens"] for ir, code in stages) <= 60
    computed = [stage["prompt_tokens"] - stage["cached_tokens"] for lift in stages[1:] for stage in lift]
    assert median(computed) <= 60
    run = json.loads((tmp_path / "run" / "run.json").read_text(encoding="utf-8"))
    assert run["endpoint_kind"] == "embedded"
    assert run["interrupted"] is False


def started(command: tuple[str, ...], folder: Path, env: dict[str, str]) -> subprocess.Popen[bytes]:
    """Start a run and return once its first record is on disk, in the middle of the second lift."""
    narration = folder.with_suffix(".log")
    with narration.open("wb") as log:
        process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=log)
    results = folder / "results.jsonl"
    while process.poll() is None and not (results.exists() and results.read_bytes().endswith(b"\n")):
        time.sleep(0.05)
    assert process.poll() is None, narration.read_text(encoding="utf-8")
    return process


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGKILL, -signal.SIGKILL), (signal.SIGINT, 130), (signal.SIGTERM, 130)]
)
def test_a_run_that_is_stopped_leaves_its_records_and_nothing_else(
    weights: Path, tmp_path: Path, number: signal.Signals, code: int
) -> None:
    folder, scratch = tmp_path / "run", tmp_path / "scratch"
    scratch.mkdir()
    command = (*LIFTUI, "--run", "seed", "--repeat", "50", "--out", str(folder), "--display", "none")
    process = started(command, folder, environment(weights, TMPDIR=str(scratch)))
    children = psutil.Process(process.pid).children(recursive=True)
    assert children
    process.send_signal(number)
    assert process.wait(60) == code
    assert psutil.wait_procs(children, timeout=60)[1] == []
    lifts = records(folder)
    assert lifts
    assert all(lift["status"] == "passed" for lift in lifts)
    assert json.loads((folder / "run.json").read_text(encoding="utf-8"))["interrupted"] is True
    assert list(scratch.iterdir()) == []
    assert sorted(path.name for path in folder.iterdir()) == ["results.jsonl", "run.json"]


def test_two_runs_at_once_do_not_disturb_each_other(weights: Path, tmp_path: Path) -> None:
    commands = [(*LIFTUI, "--run", "seed", "--filter", "is_even", "--out", str(tmp_path / name)) for name in "ab"]
    processes = [
        subprocess.Popen(command, env=environment(weights), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        for command in commands
    ]
    for process in processes:
        _, narration = process.communicate()
        assert process.returncode == 0, narration
    assert [len(records(tmp_path / name)) for name in "ab"] == [1, 1]
