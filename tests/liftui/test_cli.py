"""The command line as a process: help, version, imports, and one sentence for each bad input."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from liftui.exits import ExitCode

HEAVY = {"textual", "httpx", "rich", "pydantic"}


def liftui(*arguments: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run liftui as a user whose home is ``folder`` does."""
    home = {"HOME": str(folder), "USERPROFILE": str(folder), "LOCALAPPDATA": str(folder)}
    inherited = {key: value for key, value in os.environ.items() if not key.startswith(("LIFTUI_", "XDG_"))}
    return subprocess.run(
        [sys.executable, "-m", "liftui", *arguments],
        env=inherited | home | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def assert_one_sentence(finished: subprocess.CompletedProcess[str], code: ExitCode, *parts: str) -> None:
    """Nothing on stdout, one line on stderr with all ``parts``, and the exit code."""
    assert finished.stdout == ""
    assert finished.stderr.startswith("liftui: ")
    assert finished.stderr.count("\n") == 1
    assert all(part in finished.stderr for part in parts), finished.stderr
    assert finished.returncode == code


def test_the_command_line_imports_nothing_heavy() -> None:
    loaded = subprocess.run(
        [sys.executable, "-c", "import sys, liftui.cli; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()

    assert "liftui.cli" in loaded
    assert HEAVY.isdisjoint(loaded)


def test_help_names_every_exit_code_and_fits_80_columns(tmp_path: Path) -> None:
    finished = liftui("--help", folder=tmp_path, COLUMNS="80")

    assert finished.returncode == 0
    assert finished.stderr == ""
    assert max(map(len, finished.stdout.splitlines())) <= 80
    stated = {line.split()[0] for line in finished.stdout.split("exit codes:")[1].splitlines() if line}
    assert {str(code.value) for code in ExitCode} <= stated


def test_without_a_suite_it_says_what_to_type(tmp_path: Path) -> None:
    assert_one_sentence(liftui(folder=tmp_path), ExitCode.USAGE, "--run")


@pytest.mark.parametrize(
    ("arguments", "parts"),
    [
        (["--rum", "suite"], ["--rum", "--help"]),
        (["--run"], ["--run", "--help"]),
        (["--run", "suite", "--concurrency", "0"], ["--concurrency", "'0'", "1"]),
        (["--run", "suite", "--display", "loud"], ["--display", "'rich'"]),
    ],
)
def test_bad_arguments_are_one_sentence(tmp_path: Path, arguments: list[str], parts: list[str]) -> None:
    assert_one_sentence(liftui(*arguments, folder=tmp_path), ExitCode.USAGE, *parts)


def test_a_bad_config_file_is_one_sentence(tmp_path: Path) -> None:
    config = tmp_path / "mine.toml"
    config.write_text("endpoint = \n")

    finished = liftui("--run", "suite", folder=tmp_path, LIFTUI_CONFIG=str(config))

    assert_one_sentence(finished, ExitCode.USAGE, str(config), "line 1")
