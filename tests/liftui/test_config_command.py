"""`liftui config` as a process: what it shows, what it refuses."""

import tomllib
from pathlib import Path

import pytest

from liftui.exits import ExitCode
from liftui.settings import Settings
from tests.liftui.command import liftui


def write_config(folder: Path, text: str) -> str:
    path = folder / "mine.toml"
    path.write_text(text, encoding="utf-8")
    return str(path)


async def test_path_names_the_users_file_whether_it_is_there_or_not(tmp_path: Path) -> None:
    shown = await liftui("config", "path", folder=tmp_path)
    named = await liftui("config", "path", folder=tmp_path, LIFTUI_CONFIG="elsewhere.toml")

    assert Path(shown.stdout.removesuffix("\n")).parts[-2:] == ("liftui", "config.toml")
    assert shown.stdout.startswith(str(tmp_path))
    assert (named.stdout, named.stderr, named.code) == ("elsewhere.toml\n", "", ExitCode.PASSED)


async def test_show_tells_of_every_setting_where_it_comes_from(tmp_path: Path) -> None:
    config = write_config(tmp_path, "repeat = 2\nconcurrency = 2\nfilter = 'grün'\n")
    environment = {"LIFTUI_CONFIG": config, "LIFTUI_REPEAT": "3", "LIFTUI_THRESHOLD": "0.5"}

    finished = await liftui("config", "show", "--concurrency", "4", folder=tmp_path, **environment)

    assert (finished.stderr, finished.code) == ("", ExitCode.PASSED)
    first, *lines = finished.stdout.splitlines()
    assert first == f"# config file: {config}"
    shown = {line.removeprefix("# ").split()[0]: line.rsplit("  # ")[-1] for line in lines}
    assert shown.keys() == Settings.model_fields.keys()
    assert {shown[key] for key in ("display", "endpoint", "history_size")} == {"default"}
    assert (shown["repeat"], shown["threshold"]) == ("LIFTUI_REPEAT", "LIFTUI_THRESHOLD")
    assert (shown["filter"], shown["concurrency"]) == ("config file", "--concurrency")
    values = tomllib.loads(finished.stdout)
    assert (values["repeat"], values["concurrency"], values["threshold"], values["filter"]) == (3, 4, 0.5, "grün")


async def test_what_is_shown_is_a_config_file_again(tmp_path: Path) -> None:
    shown = (await liftui("config", "show", folder=tmp_path)).stdout

    again = await liftui("config", "validate", folder=tmp_path, LIFTUI_CONFIG=write_config(tmp_path, shown))

    assert again.code == ExitCode.PASSED
    assert "mine.toml is valid and sets cache_folder, " in again.stdout


async def test_show_masks_every_secret(tmp_path: Path) -> None:
    secrets = {f"LIFTUI_{key}": "hidden" for key in ("API_KEY", "MODAL_KEY", "MODAL_SECRET")}
    endpoint = "https://user:hidden@host/v1?key=hidden#hidden"

    finished = await liftui("config", "show", folder=tmp_path, LIFTUI_ENDPOINT=endpoint, **secrets)

    assert finished.code == ExitCode.PASSED
    assert "LIFTUI_MODAL_SECRET" in finished.stdout
    assert "https://***@host/v1?***" in finished.stdout
    assert "hidden" not in finished.stdout


async def test_validate_says_what_the_file_sets_whatever_the_environment_does(tmp_path: Path) -> None:
    config = write_config(tmp_path, "repeat = 2\n")

    finished = await liftui("config", "validate", folder=tmp_path, LIFTUI_CONFIG=config, LIFTUI_CONCURRENCY="0")

    assert (finished.stdout, finished.stderr) == (f"{config} is valid and sets repeat\n", "")
    assert finished.code == ExitCode.PASSED


async def test_validate_without_a_file_says_that_the_defaults_are_in_force(tmp_path: Path) -> None:
    finished = await liftui("config", "validate", folder=tmp_path)

    assert finished.stdout.endswith("config.toml does not exist: the defaults are in force\n")
    assert finished.code == ExitCode.PASSED


@pytest.mark.parametrize("action", ["validate", "show"])
@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("repeat = 0\n", ["mine.toml: repeat is 0", "greater than or equal to 1"]),
        ("repaet = 1\n", ["mine.toml: repaet is no setting", "did you mean 'repeat'?"]),
        ("repeat 1\n", ["mine.toml is not TOML", "line 1"]),
    ],
)
async def test_a_wrong_file_is_one_sentence_and_exit_code_2(
    tmp_path: Path, action: str, text: str, parts: list[str]
) -> None:
    finished = await liftui("config", action, folder=tmp_path, LIFTUI_CONFIG=write_config(tmp_path, text))

    finished.assert_one_sentence(ExitCode.USAGE, *parts)


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (["config"], "config show, validate or path"),
        (["config", "edit"], "config show, validate or path"),
        (["config", "show", "--json"], "config show, validate or path"),
        (["seed"], "name a suite with --run"),
        (["--run", "seed", "other"], "name a suite with --run"),
        (["config", "path", "--repeat", "2"], "leave --repeat out"),
        (["config", "validate", "--repeat", "2"], "leave --repeat out"),
    ],
)
async def test_words_that_are_no_command_are_one_sentence(tmp_path: Path, arguments: list[str], part: str) -> None:
    (await liftui(*arguments, folder=tmp_path)).assert_one_sentence(ExitCode.USAGE, part)
