"""The theme that the workbench opens in."""

from pathlib import Path
from typing import get_args

import pytest

from liftui.settings import Settings
from liftui.tui.themes import NAMES, after, chosen_theme, colorless


def test_the_setting_offers_every_theme() -> None:
    assert get_args(Settings.model_fields["theme"].annotation) == NAMES


@pytest.mark.parametrize(
    ("config", "environment", "theme"),
    [
        ("", {}, "dark"),
        ('theme = "light"', {}, "light"),
        ('theme = "light"', {"LIFTUI_THEME": "ansi-light"}, "ansi-light"),
        ('theme = "pink"', {}, "dark"),
        ("theme = 7", {}, "dark"),
        ("theme = [1]", {}, "dark"),
        ("not TOML", {}, "dark"),
    ],
)
def test_it_is_known_before_the_settings_are_validated(
    tmp_path: Path, config: str, environment: dict[str, str], theme: str
) -> None:
    file = tmp_path / "config.toml"
    file.write_text(config)

    assert chosen_theme({"LIFTUI_CONFIG": str(file), **environment}) == theme


def test_no_color_takes_the_terminals_own() -> None:
    assert [colorless(name) for name in NAMES] == ["ansi-dark", "ansi-dark", "ansi-dark", "ansi-light"]


def test_going_on_comes_round() -> None:
    assert [after(name) for name in NAMES] == [*NAMES[1:], NAMES[0]]
