"""The workbench's own colours: grounds of grey and one accent."""

from textual.theme import Theme

DARK = Theme(
    name="liftui-dark",
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
    name="liftui-light",
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


def after(name: str) -> str:
    """The theme that follows ``name``."""
    return NAMES[(NAMES.index(name) + 1) % len(NAMES)] if name in NAMES else NAMES[0]
