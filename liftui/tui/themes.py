"""The workbench's own colours: grounds of grey and one accent."""

from collections.abc import Mapping

from textual.theme import Theme

from engine.errors import SettingsError
from liftui.config_file import read_config

DARK = Theme(
    name="dark",
    primary="#5fb3a1",
    secondary="#8fb8d8",
    accent="#5fb3a1",
    success="#86c06c",
    warning="#d9a75a",
    error="#e57b70",
    foreground="#d3d7de",
    background="#15181d",
    surface="#15181d",
    panel="#20242b",
    dark=True,
    variables={"frame": "#3a404b", "footer-key-foreground": "#5fb3a1", "footer-background": "#15181d"},
)
LIGHT = Theme(
    name="light",
    primary="#0f766e",
    secondary="#1d5f96",
    accent="#0f766e",
    success="#2f7d1f",
    warning="#96600a",
    error="#b3261e",
    foreground="#24292f",
    background="#fbfbf9",
    surface="#fbfbf9",
    panel="#efeeea",
    dark=False,
    variables={"frame": "#c9c9c2", "footer-key-foreground": "#0f766e", "footer-background": "#fbfbf9"},
)
NAMES = (DARK.name, LIGHT.name, "ansi-dark", "ansi-light")
"""In the order in which the theme command goes through them."""


def chosen_theme(environment: Mapping[str, str]) -> str:
    """The theme to open in, known before the settings are: what is wrong with them is told when all are read."""
    try:
        chosen = environment.get("LIFTUI_THEME") or read_config(environment).get("theme")
    except SettingsError:
        chosen = None
    return str(chosen) if chosen in NAMES else DARK.name


def colorless(name: str) -> str:
    """The theme to take for ``name`` where NO_COLOR is set: it is honoured on the terminal's own colours alone."""
    return name if name.startswith("ansi") else "ansi-dark"


def after(name: str) -> str:
    """The theme that follows ``name``."""
    return NAMES[(NAMES.index(name) + 1) % len(NAMES)] if name in NAMES else NAMES[0]
