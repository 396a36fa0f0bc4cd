"""The command palette's view of the table of commands."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from liftui.tui.commands.registry import COMMANDS


class WorkbenchCommands(Provider):
    """Offers every command that makes sense now, with its key."""

    async def discover(self) -> Hits:
        """All of them, in the table's order."""
        for name, title, explanation in self._offered():
            yield DiscoveryHit(title, partial(self._run, name), help=explanation)

    async def search(self, query: str) -> Hits:
        """Those that match."""
        matcher = self.matcher(query)
        for name, title, explanation in self._offered():
            if (score := matcher.match(f"{title} {explanation}")) > 0:
                yield Hit(score, Content(title), partial(self._run, name), help=explanation)

    def _offered(self) -> Iterator[tuple[str, str, str]]:
        from liftui.tui.screens.workbench import WorkbenchScreen

        if not isinstance(self.screen, WorkbenchScreen):
            return
        keys = self.screen.command_keys()
        for command in COMMANDS:
            if command.name != "palette" and command.available(self.screen):
                yield command.name, f"{command.title}  ({keys[command.name]})", command.explanation

    async def _run(self, name: str) -> None:
        await self.screen.run_action(f"command('{name}')")
