"""docs/workbench.md, held against the commands."""

from pathlib import Path

import pytest

from liftui.tui.commands.command import Command
from liftui.tui.commands.registry import COMMANDS
from liftui.tui.themes import NAMES

PAGE = (Path(__file__).parents[3] / "docs" / "workbench.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_command_is_on_the_page_with_all_its_keys(command: Command) -> None:
    keys = ", ".join(f"`{key}`" for key in command.keys.split(","))

    assert f"| {keys} | {command.title}: {command.explanation} | `{command.name}` |" in PAGE


def test_every_theme_is_on_the_page() -> None:
    assert all(f"`{name}`" in PAGE for name in NAMES)
