"""What the user sees, at the sizes that matter."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from textual.color import Color

from liftui.tui.compat import FooterKey
from liftui.tui.panes.key_line import KeyLine
from liftui.tui.screens.help import HelpScreen
from liftui.tui.screens.picker import PickerScreen
from liftui.tui.screens.suite import SuiteScreen
from liftui.tui.themes import NAMES
from tests.liftui.tui.conftest import Matches
from tests.liftui.tui.opened import Workbench, opened
from tests.liftui.tui.screen_text import screen_lines, screen_segments
from tests.liftui.tui.scripted import (
    FAILING,
    PASSING,
    TASK,
    Hold,
    Script,
    code_events,
    error_events,
    ir_events,
    run_events,
    scripted,
)

SIZES = [(80, 24), (120, 40)]
IR_STREAMING: Script = (*ir_events()[:26], Hold())
CODE_STREAMING: Script = (*ir_events(), *code_events()[:4], Hold())


def name(what: str, size: tuple[int, int]) -> str:
    return f"{what}-{size[0]}x{size[1]}"


async def lift_until(workbench: Workbench, script: Script) -> None:
    """Lift the task up to where the script holds."""
    workbench.screen.take_task(TASK, "everyday")
    await workbench.press("ctrl+j")
    events = len(script)  # with LiftStarted, without the Hold
    await workbench.until(lambda: workbench.screen.lifts.latest and len(workbench.screen.lifts.latest.events) == events)
    workbench.clock.now_s = 3.0
    workbench.screen.show_lift()
    await workbench.pilot.pause()


@pytest.mark.parametrize("size", [*SIZES, (200, 60)])
async def test_empty(tmp_path: Path, size: tuple[int, int], screen_matches: Matches) -> None:
    async with opened(scripted(), tmp_path, size) as workbench:
        screen_matches(workbench.app, name("empty", size))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(("what", "script"), [("ir-streaming", IR_STREAMING), ("code-streaming", CODE_STREAMING)])
async def test_streaming(
    tmp_path: Path, size: tuple[int, int], what: str, script: Script, screen_matches: Matches
) -> None:
    async with opened(scripted(script), tmp_path, size) as workbench:
        await lift_until(workbench, script)
        screen_matches(workbench.app, name(what, size))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    ("what", "script"),
    [
        ("passed", PASSING),
        ("failed", FAILING),
        ("error", error_events("http://localhost:8000 refuses connections: start the server, or name another.")),
    ],
)
async def test_ended(tmp_path: Path, size: tuple[int, int], what: str, script: Script, screen_matches: Matches) -> None:
    async with opened(scripted(script), tmp_path, size) as workbench:
        await workbench.lift_task()
        screen_matches(workbench.app, name(what, size))


@pytest.mark.parametrize("size", SIZES)
async def test_suite_running(tmp_path: Path, size: tuple[int, int], screen_matches: Matches) -> None:
    async with opened(scripted(PASSING, FAILING, IR_STREAMING), tmp_path, size) as workbench:
        await workbench.press("f9")
        await workbench.until(lambda: isinstance(workbench.app.screen, PickerScreen))
        await workbench.press(*"seed", "enter")
        await workbench.until(lambda: isinstance(workbench.app.screen, SuiteScreen))
        flow = workbench.screen.suite_flow
        assert flow is not None
        await workbench.until(lambda: len(flow.records) == 2 and len(flow.events) == 3)
        await workbench.until(lambda: any("… ir" in line for line in screen_lines(workbench.app)))
        screen_matches(workbench.app, name("suite-running", size))


@pytest.mark.parametrize("size", SIZES)
async def test_help(tmp_path: Path, size: tuple[int, int], screen_matches: Matches) -> None:
    async with opened(scripted(), tmp_path, size) as workbench:
        await workbench.press("f1")
        await workbench.until(lambda: isinstance(workbench.app.screen, HelpScreen))
        await workbench.until(lambda: any("Request" in line for line in screen_lines(workbench.app)[3:10]))
        screen_matches(workbench.app, name("help", size))


@pytest.mark.parametrize("size", SIZES)
async def test_palette(tmp_path: Path, size: tuple[int, int], screen_matches: Matches) -> None:
    async with opened(scripted(), tmp_path, size) as workbench:
        await workbench.press("ctrl+p")
        await workbench.until(lambda: any("New IR" in line for line in screen_lines(workbench.app)[:20]))
        screen_matches(workbench.app, name("palette", size))


async def test_jump_letters(tmp_path: Path, screen_matches: Matches) -> None:
    async with opened(scripted(PASSING), tmp_path) as workbench:
        await workbench.lift_task()
        await workbench.press("ctrl+o")
        await workbench.until(lambda: workbench.app.screen is not workbench.screen)
        screen_matches(workbench.app, "jump-120x40")


@pytest.mark.parametrize("columns", [60, 80, 100, 120])
@pytest.mark.parametrize("letter", ["r", "c"])
async def test_the_key_line_shows_whole_keys_and_always_the_way_to_all_others(
    tmp_path: Path, columns: int, letter: str
) -> None:
    async with opened(scripted(IR_STREAMING), tmp_path, (120, 40)) as workbench:
        await workbench.press("ctrl+o", letter)
        await lift_until(workbench, IR_STREAMING)
        await workbench.pilot.resize_terminal(columns, 40)
        keys = workbench.screen.query_one(KeyLine)
        await workbench.until(lambda: keys.children and keys.children[-1].region.right <= columns)
        line = screen_lines(workbench.app)[-1]

        assert "f1 Help" in line
        assert "^p Commands" in line
        assert all(f"{key.key_display} {key.description}" in line for key in keys.query(FooterKey))
        assert len(line) > min(columns, 100) - 16


@pytest.mark.parametrize("size", [(59, 40), (120, 14)])
async def test_too_small_a_terminal_gets_a_sentence(tmp_path: Path, size: tuple[int, int]) -> None:
    async with opened(scripted(), tmp_path, size) as workbench:
        text = " ".join(" ".join(screen_lines(workbench.app)).split())

        assert text == "liftui needs 60 columns and 15 rows: please enlarge the terminal."


async def show_nothing(workbench: Workbench) -> None:
    pass


async def show_failed(workbench: Workbench) -> None:
    await workbench.lift_task()


@pytest.mark.parametrize("show", [show_nothing, show_failed])
@pytest.mark.parametrize("theme", [name for name in NAMES if not name.startswith("ansi")])
async def test_all_text_of_our_themes_can_be_read(
    tmp_path: Path, theme: str, show: Callable[[Workbench], Awaitable[None]]
) -> None:
    async with opened(scripted(FAILING), tmp_path) as workbench:
        workbench.app.theme = theme
        await show(workbench)
        for segment in screen_segments(workbench.app):
            style = segment.style
            if style is None or style.color is None or style.bgcolor is None or _is_frame(segment.text):
                continue
            ink, ground = Color.from_rich_color(style.color), Color.from_rich_color(style.bgcolor)
            assert contrast(ink, ground) >= 3, segment


async def test_the_light_theme_is_light(tmp_path: Path, screen_matches: Matches) -> None:
    async with opened(scripted(FAILING), tmp_path) as workbench:
        workbench.app.theme = "light"
        await workbench.lift_task()
        grounds = [segment.style.bgcolor for segment in screen_segments(workbench.app) if segment.style]

        assert all(Color.from_rich_color(ground).brightness > 0.5 for ground in grounds if ground)
        screen_matches(workbench.app, "failed-120x40")


async def test_no_color_means_none_and_the_words_remain(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, screen_matches: Matches
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with opened(scripted(FAILING), tmp_path) as workbench:
        await workbench.lift_task()
        for segment in screen_segments(workbench.app):
            if segment.style is not None:
                assert segment.style.color is None or segment.style.color.is_default
                assert segment.style.bgcolor is None or segment.style.bgcolor.is_default
        screen_matches(workbench.app, "no-color-120x40")


async def test_model_text_can_neither_style_nor_steer_the_terminal(tmp_path: Path) -> None:
    text = '{"intent":"[bold red]x[/] \\u001b","signature":"f() -> int","effects":["[/x]"]}'
    body = "    return '[blink]\x1b]0;pwned\x07'\n"
    script: Script = (*ir_events(text), *code_events("def f() -> int:\n", body), *run_events(()))
    async with opened(scripted(script), tmp_path) as workbench:
        await workbench.lift("[red]request[/]")
        screen = "\n".join(screen_lines(workbench.app))

        assert "[bold red]x[/]" in screen
        assert "'[blink]\\x1b]0;pwned\\x07'" in screen
        assert all(character.isprintable() or character == "\n" for character in screen)


def contrast(one: Color, other: Color) -> float:
    """The contrast ratio of WCAG 2.1, from 1 to 21."""
    lights = sorted((luminance(one), luminance(other)))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def luminance(color: Color) -> float:
    """The relative luminance of WCAG 2.1."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in color.normalized]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _is_frame(text: str) -> bool:
    return not any(character.isalnum() for character in text)
