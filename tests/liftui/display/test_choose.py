"""Which display is chosen where."""

import pytest

from liftui.display.choose import DisplayChoice, choose_display


@pytest.mark.parametrize(
    ("requested", "is_terminal", "environment", "chosen"),
    [
        ("auto", True, {"TERM": "xterm-256color"}, "rich"),
        ("auto", True, {"NO_COLOR": "1"}, "rich"),
        ("auto", True, {"TERM": "dumb"}, "plain"),
        ("auto", True, {"CI": "true"}, "plain"),
        ("auto", True, {"CI": "false"}, "rich"),
        ("auto", False, {"TERM": "xterm-256color"}, "plain"),
        ("rich", False, {"CI": "true"}, "rich"),
        ("log", True, {}, "log"),
        ("none", True, {}, "none"),
    ],
)
def test_the_display_fits_its_place_unless_one_is_asked_for(
    requested: DisplayChoice, is_terminal: bool, environment: dict[str, str], chosen: str
) -> None:
    assert choose_display(requested, is_terminal, environment) == chosen
