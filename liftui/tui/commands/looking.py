"""Commands that change what is seen, and leave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from liftui.tui.themes import after

if TYPE_CHECKING:
    from liftui.tui.screens.workbench import WorkbenchScreen


async def previous_lift(workbench: WorkbenchScreen) -> None:
    """Show the lift before."""
    workbench.go(-1)


async def next_lift(workbench: WorkbenchScreen) -> None:
    """Show the lift after."""
    workbench.go(1)


async def next_pane(workbench: WorkbenchScreen) -> None:
    """Focus the next pane."""
    workbench.focus_pane(1)


async def previous_pane(workbench: WorkbenchScreen) -> None:
    """Focus the pane before."""
    workbench.focus_pane(-1)


async def maximise(workbench: WorkbenchScreen) -> None:
    """Give the focused pane the whole screen, or take it back."""
    if workbench.maximized is not None:
        workbench.minimize()
    elif (pane := workbench.focused_pane) is not None:
        workbench.maximize(pane, container=False)


async def jump(workbench: WorkbenchScreen) -> None:
    """Show a letter on each pane; typing one focuses it."""
    from liftui.tui.screens.jump import JumpScreen

    workbench.minimize()
    key = await workbench.app.push_screen_wait(JumpScreen(workbench.panes))
    for pane in workbench.panes:
        if key == pane.JUMP_KEY:
            workbench.reach(pane)


async def help_pane(workbench: WorkbenchScreen) -> None:
    """Explain the focused pane and list all keys."""
    from liftui.tui.screens.help import HelpScreen

    pane = workbench.focused_pane or workbench.request_pane
    await workbench.app.push_screen_wait(HelpScreen(pane.HELP or "", workbench.command_keys()))


async def palette(workbench: WorkbenchScreen) -> None:
    """Search all commands."""
    from textual.command import CommandPalette

    workbench.app.push_screen(CommandPalette())


async def next_theme(workbench: WorkbenchScreen) -> None:
    """Go on to the next theme and say which."""
    workbench.app.theme = after(workbench.app.theme)
    workbench.notify(f"Theme: {workbench.app.theme}")


async def copy_or_quit(workbench: WorkbenchScreen) -> None:
    """Copy what is selected; with nothing selected, quit as `quit_safely` does."""
    if selected := workbench.selected_text:
        await workbench.copy(selected, "selection.txt")
    else:
        await quit_safely(workbench)


async def quit_safely(workbench: WorkbenchScreen) -> None:
    """Quit; asks first only if something is running."""
    from liftui.tui.screens.ask import AskScreen

    if workbench.is_lifting or workbench.is_running_suite:
        what = "A lift" if workbench.is_lifting else "A suite"
        answer = await workbench.app.push_screen_wait(AskScreen(f"{what} is running.", ("Stop it and quit", "Stay")))
        if answer != "Stop it and quit":
            return
        await workbench.stop_lift()
    await workbench.keep_draft()
    workbench.app.exit()
