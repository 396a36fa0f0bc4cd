"""Fills in the forms and lists that commands open."""

from textual.widgets import Input, OptionList

from liftui.tui.screens.ask import AskScreen
from liftui.tui.screens.form import FormScreen
from tests.liftui.tui.opened import Workbench


async def fill(workbench: Workbench, **texts: str) -> None:
    """Fill the open form in and accept it."""
    await workbench.until(lambda: isinstance(workbench.app.screen, FormScreen))
    for name, text in texts.items():
        workbench.app.screen.query_one(f"#{name}", Input).value = text
    await workbench.press("ctrl+j")


async def choose(workbench: Workbench, answer: str) -> None:
    """Choose an answer of the open question."""
    await workbench.until(lambda: isinstance(workbench.app.screen, AskScreen))
    options = workbench.app.screen.query_one(OptionList)
    options.highlighted = [str(option.prompt) for option in options.options].index(answer)
    await workbench.press("enter")
