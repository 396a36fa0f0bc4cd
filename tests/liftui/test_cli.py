"""The command line as a process: help, version, imports, and one sentence for each bad input."""

import subprocess
import sys
from pathlib import Path

import pytest

from engine.provenance import versions
from liftui import cli
from liftui.exits import ExitCode
from tests.liftui.command import liftui

HEAVY = {"textual", "httpx", "rich", "pydantic"}


def test_the_command_line_imports_nothing_heavy() -> None:
    loaded = subprocess.run(
        [sys.executable, "-c", "import sys, liftui.cli; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()

    assert "liftui.cli" in loaded
    assert HEAVY.isdisjoint(loaded)


async def test_help_names_every_exit_code_and_fits_80_columns(tmp_path: Path) -> None:
    finished = await liftui("--help", folder=tmp_path, COLUMNS="80")

    assert finished.code == 0
    assert finished.stderr == ""
    assert max(map(len, finished.stdout.splitlines())) <= 80
    stated = {line.split()[0] for line in finished.stdout.split("exit codes:")[1].splitlines() if line}
    assert {str(code.value) for code in ExitCode} <= stated


async def test_version_is_data(tmp_path: Path) -> None:
    finished = await liftui("--version", folder=tmp_path)

    assert (finished.code, finished.stderr) == (0, "")
    assert finished.stdout == f"liftui {versions()['liftui'] or '(not installed)'}\n"


def test_a_defect_is_one_sentence_and_its_traceback_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("liftui.defects.user_log_path", lambda *_, **__: tmp_path)
    monkeypatch.setattr(cli, "_print_version", lambda: {}["missing"])

    code = cli.main(["--version"])

    shown = capsys.readouterr().err
    assert code == ExitCode.DEFECT
    assert shown == f"liftui: a defect of liftui, KeyError: please report it with {tmp_path / 'defect.log'}\n"
    assert "KeyError: 'missing'" in (tmp_path / "defect.log").read_text()


async def test_without_a_suite_it_says_what_to_type(tmp_path: Path) -> None:
    (await liftui(folder=tmp_path)).assert_one_sentence(ExitCode.USAGE, "--run")


@pytest.mark.parametrize(
    ("arguments", "parts"),
    [
        (["--rum", "suite"], ["--rum", "--help"]),
        (["--run"], ["--run", "--help"]),
        (["--run", "suite", "--concurrency", "0"], ["--concurrency", "'0'", "1"]),
        (["--run", "suite", "--display", "loud"], ["--display", "'rich'"]),
        (["--run", "sede"], ["'sede'", "'seed'"]),
        (["--run", "seed", "--filter", "nothing_like_it"], ["'nothing_like_it'"]),
        (["--run", "seed", "--endpoint", "localhost:8000"], ["'localhost:8000'", "http"]),
        (["--run", "seed", "--out", f"{__file__}/below"], ["test_cli.py/below", "name a folder"]),
    ],
)
async def test_bad_arguments_are_one_sentence(tmp_path: Path, arguments: list[str], parts: list[str]) -> None:
    finished = await liftui(*arguments, folder=tmp_path)

    finished.assert_one_sentence(ExitCode.USAGE, *parts)


TASK = "[[task]]\nid = 'same'\nprompt = 'Add one'\ncases = [{ call = 'f(1)', returns = '2' }]\n"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("[suite]\nname x\n", ["not TOML", "line 2"]),
        ("[suite]\nname = 'x'\n" + TASK + TASK, ["2 tasks", "'same'"]),
        ("[suite]\nname = 'x'\n" + TASK.replace("f(1)", "f("), ["'same'", "f("]),
    ],
)
async def test_a_bad_suite_is_one_sentence(tmp_path: Path, text: str, parts: list[str]) -> None:
    suite = tmp_path / "mine.toml"
    suite.write_text(text)

    finished = await liftui("--run", str(suite), folder=tmp_path)

    finished.assert_one_sentence(ExitCode.USAGE, str(suite), *parts)


async def test_a_bad_config_file_is_one_sentence(tmp_path: Path) -> None:
    config = tmp_path / "mine.toml"
    config.write_text("endpoint = \n")

    finished = await liftui("--run", "seed", folder=tmp_path, LIFTUI_CONFIG=str(config))

    finished.assert_one_sentence(ExitCode.USAGE, str(config), "line 1")


async def test_an_unknown_price_is_refused(tmp_path: Path) -> None:
    arguments = ("--run", "seed", "--endpoint", "http://127.0.0.1:9")

    finished = await liftui(*arguments, folder=tmp_path, LIFTUI_PRICE="cheap")

    finished.assert_one_sentence(ExitCode.USAGE, "'cheap'", "modal-a10")
