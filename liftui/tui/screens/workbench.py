"""The workbench's one main screen: four panes, counters, and the routing between them, the lift and the commands."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.events import DescendantFocus
from textual.screen import Screen
from textual.widgets import Static, TextArea
from textual.worker import Worker, WorkerState

from engine.errors import LiftuiError, UsageError
from liftui.defects import report_defect
from liftui.display.text import one_line
from liftui.tui.commands import registry
from liftui.tui.commands.lifting import OWN_TASK
from liftui.tui.commands.palette import WorkbenchCommands
from liftui.tui.commands.taking_away import save_as
from liftui.tui.compat import write_to_terminal
from liftui.tui.endpoint_flow import EndpointFlow
from liftui.tui.lift_flow import Clock
from liftui.tui.lift_log import LiftLog, LoggedLift
from liftui.tui.panes.code import CodePane
from liftui.tui.panes.counters import CountersPane
from liftui.tui.panes.ir import IRPane
from liftui.tui.panes.key_line import KeyLine
from liftui.tui.panes.outline import Outline
from liftui.tui.panes.pane import Pane
from liftui.tui.panes.request import RequestEditor, RequestPane
from liftui.tui.panes.results import ResultsPane
from liftui.tui.panes.tab_strip import TabStrip
from liftui.tui.panes.title_bar import TitleBar
from liftui.tui.sitting import Sitting
from liftui.tui.view import LiftView

if TYPE_CHECKING:
    from engine.events import Event
    from engine.task import Task
    from liftui.settings import Settings
    from liftui.tui.backend import Connection, EndpointView, Lifts
    from liftui.tui.keeper import Keeper
    from liftui.tui.suite_flow import SuiteFlow

_DRAIN_EVERY_S = 0.08
_KEEP_DRAFT_EVERY_S = 2.0
_TAB_OF_PHASE = {
    "ir": "ir",
    "code": "code",
    "run": "results",
    "passed": "results",
    "failed": "results",
    "error": "results",
}


class WorkbenchScreen(Screen[None]):
    """Holds what commands work on; `commands.registry` says what they are."""

    BINDINGS: ClassVar[list[BindingType]] = [command.binding for command in registry.COMMANDS]
    COMMANDS: ClassVar[set[Any]] = {WorkbenchCommands}

    def __init__(self, endpoint: EndpointFlow, clock: Clock) -> None:
        super().__init__()
        self.endpoint = endpoint
        self.clock = clock
        self.sitting = Sitting(endpoint, clock, self._keep)
        self.keeper: Keeper | None = None
        self.settings: Settings | None = None
        self.suite_flow: SuiteFlow | None = None
        self.picked_task: Task | None = None
        """The task that the request was taken from, with the cases that the user added."""
        self.picked_suite = ""
        self._shown_endpoint: EndpointView | None = None
        self._kept_draft = ""
        self._told_failures: set[str] = set()
        self._keys: Mapping[str, str] = {}
        self._follows_lift = True
        self._was_lifting = False

    def compose(self) -> ComposeResult:
        """Title, panes, counters and keys; a sentence instead where the terminal is too small."""
        yield TitleBar(id="title-bar")
        yield TabStrip(("IR", "Code", "Results"))
        with Horizontal(id="panes", classes="show-ir"):
            with Vertical(id="left"):
                yield RequestPane(id="request-pane")
                yield IRPane(id="ir-pane")
            with Vertical(id="right"):
                yield CodePane(id="code-pane")
                yield ResultsPane(id="results-pane")
        yield CountersPane(id="counters")
        yield KeyLine()
        yield Static("liftui needs 60 columns and 15 rows: please enlarge the terminal.", id="too-small")

    def on_mount(self) -> None:
        """Begin to watch the lift and the endpoint."""
        self.show_lift()
        self.request_pane.focus_target.focus()
        self.set_interval(_DRAIN_EVERY_S, self._tick)
        self.set_interval(_KEEP_DRAFT_EVERY_S, self._keep_changed_draft)

    @property
    def request_pane(self) -> RequestPane:
        """Where the request is typed."""
        return self.query_one(RequestPane)

    @property
    def ir_pane(self) -> IRPane:
        """Where the IR is shown and edited."""
        return self.query_one(IRPane)

    @property
    def code_pane(self) -> CodePane:
        """Where the code is shown."""
        return self.query_one(CodePane)

    @property
    def results_pane(self) -> ResultsPane:
        """Where the verdicts are shown."""
        return self.query_one(ResultsPane)

    @property
    def panes(self) -> tuple[Pane, ...]:
        """In the order in which tab goes through them."""
        return self.request_pane, self.ir_pane, self.code_pane, self.results_pane

    @property
    def focused_pane(self) -> Pane | None:
        """The pane that has the focus."""
        return next((pane for pane in self.panes if pane.has_focus_within), None)

    @property
    def lifts(self) -> LiftLog:
        """The lifts of this sitting."""
        return self.sitting.lifts

    @property
    def is_lifting(self) -> bool:
        """Whether a lift is under way."""
        return self.sitting.is_lifting

    @property
    def is_running_suite(self) -> bool:
        """Whether a suite's run is under way."""
        return self.suite_flow is not None and self.suite_flow.is_running

    @property
    def selected_text(self) -> str:
        """What the user selected, by keys or mouse."""
        focused = self.focused
        selected = focused.selected_text if isinstance(focused, TextArea) else ""
        return selected or self.get_selected_text() or ""

    # What commands do

    async def action_command(self, name: str) -> None:
        """Run a command; what it raises is told, and the workbench goes on."""
        self.run_worker(registry.BY_NAME[name].run(self), name=name, group="command", exit_on_error=False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Say which keys mean something now."""
        if action == "command" and self.is_mounted:
            return registry.BY_NAME[str(parameters[0])].available(self)
        return True

    def command_keys(self) -> dict[str, str]:
        """Each command's first key, as it is bound now."""
        keys = {command.name: command.keys for command in registry.COMMANDS} | dict(self._keys)
        return {name: keys[name].partition(",")[0] for name in registry.BY_NAME}

    def bind_keys(self, keys: Mapping[str, str]) -> None:
        """Let ``keys``, by the commands' names, replace the default keys."""
        for name in keys:
            if name not in registry.BY_NAME:
                self.tell_error(f"keys.{name} in the config file is no command: {', '.join(registry.BY_NAME)} are")
        self._keys = keys
        self.app.set_keymap(dict(keys))

    def start_lift(self, view: LiftView, start: Callable[[Lifts], AsyncGenerator[Event]]) -> None:
        """Begin a lift, shown from ``view`` on; one that is under way is stopped."""
        self.sitting.start(view, start)
        self._follows_lift = True
        self.show_lift()

    async def stop_lift(self) -> None:
        """End the lift that is under way, if any; what has come stays."""
        if self.is_lifting:
            await self.sitting.stop()
            self.show_lift()

    def show_kept(self, lift: LoggedLift) -> None:
        """Show a lift that was made elsewhere or earlier."""
        self.sitting.add(lift)
        self._follows_lift = True
        self.show_lift()

    def go(self, steps: int) -> None:
        """Show another lift of this sitting."""
        if not self.lifts.go(steps):
            raise UsageError("there is no lift before this one" if steps < 0 else "there is no lift after this one")
        self.show_lift()

    def take_task(self, task: Task, suite: str) -> None:
        """Put the task's prompt in the editor, and have its cases judge the lift."""
        self.request_pane.put(task.prompt)
        self.picked_task, self.picked_suite = task, suite
        self.show_title()

    def focus_pane(self, steps: int) -> None:
        """Focus the pane so many further on, round and round."""
        focused = self.focused_pane
        at = self.panes.index(focused) + steps if focused else 0
        self.reach(self.panes[at % len(self.panes)])

    def reach(self, pane: Pane) -> None:
        """Bring ``pane`` into sight and focus it."""
        self._show_tab(pane)
        self._follows_lift = False
        pane.focus_target.focus()

    async def copy(self, text: str, name: str) -> None:
        """Copy ``text`` and say how; ``name`` is for the file that is the last resort."""
        if not text:
            raise UsageError("there is nothing to copy yet")
        copied = await self.asked_keeper().copy(text, name, partial(write_to_terminal, self.app))
        self.notify(f"{name.partition('.')[0].capitalize()} {copied}", markup=False)

    def asked_keeper(self) -> Keeper:
        """What keeps things on the disk. Raises UsageError in the first instant, when it is not there yet."""
        if self.keeper is None:
            raise UsageError("liftui is still starting: try again in a second")
        return self.keeper

    def asked_settings(self) -> Settings:
        """The settings. Raises UsageError where they could not be read, or not yet."""
        if self.settings is None:
            raise UsageError("the settings are not read yet, or wrong: `liftui config validate` tells")
        return self.settings

    async def keeping(self, keep: Callable[[Keeper], Awaitable[object]]) -> None:
        """Keep something, or say why that cannot be, the same only once; the lift goes on."""
        if self.keeper is not None:
            try:
                await keep(self.keeper)
            except LiftuiError as error:
                if str(error) not in self._told_failures:
                    self._told_failures.add(str(error))
                    self.tell_error(str(error))

    async def keep_draft(self) -> None:
        """Keep what is in the editor."""
        self._kept_draft = text = self.request_pane.text
        await self.keeping(lambda keeper: keeper.keep_draft(text))

    def tell_error(self, message: str) -> None:
        """Say what went wrong, in a toast."""
        self.notify(one_line(message), severity="error", markup=False, timeout=6)

    # What is shown

    def show_lift(self) -> None:
        """Show the chosen lift in all panes."""
        view = self._view
        before = self.lifts.before_shown
        self.ir_pane.show(view)
        self.code_pane.show(view, before.view.code_text if before else "")
        self.results_pane.show(view)
        self.show_title()
        self._show_counters()
        self._follow(view)
        if self.is_lifting != self._was_lifting:
            self._was_lifting = self.is_lifting
            self.refresh_bindings()

    def show_title(self) -> None:
        """Name what is on the screen."""
        name = self.keeper.session.name if self.keeper and self.keeper.is_named else ""
        task = self._view.task if self.lifts.shown else self.picked_task
        suite = self._view.suite if self.lifts.shown else self.picked_suite
        parts = (name, task.id if task and task.id != OWN_TASK.id else "", suite, self.lifts.place)
        self.query_one(TitleBar).show_lift(parts)

    @property
    def _view(self) -> LiftView:
        return self.lifts.shown.view if self.lifts.shown else LiftView()

    def _show_counters(self) -> None:
        self.query_one(CountersPane).show(
            self._view, self.sitting.flow.now_s, self.lifts.cost_usd, self.lifts.latencies_s
        )

    def _tick(self) -> None:
        self._show_endpoint()
        if not self.is_lifting:
            return
        if self.sitting.take_events() and self.lifts.latest is self.lifts.shown:
            self.show_lift()
        else:
            self._show_counters()

    def _show_endpoint(self) -> None:
        """Say how the endpoint stands; that it warms up is only known by the lift that waits for it."""
        view, latest = self.endpoint.view, self.lifts.latest
        if latest is not None and latest.view.waiting.startswith("warming up"):
            view = replace(view, phase="warming")
        if view != self._shown_endpoint:
            self._shown_endpoint = view
            self.query_one(TitleBar).show_endpoint(view)

    def _keep(self, lift: LoggedLift) -> None:
        recording = lift.recording
        if recording is not None and recording.events:
            self.run_worker(self.keeping(lambda keeper: keeper.keep_lift(recording)), group="keep")
        if self.endpoint.connection is not None and lift.view.compiled:
            self.run_worker(self._check_evidence(lift, self.endpoint.connection), group="evidence", exit_on_error=False)

    async def _check_evidence(self, lift: LoggedLift, connection: Connection) -> None:
        """See whether the IR's own word holds; shown apart, and no part of the lift."""
        from liftui.tui.evidence_flow import check_evidence

        evidence = await check_evidence(lift.view, connection.lifts)
        if evidence:
            lift.view = replace(lift.view, evidence=evidence)
            self.show_lift()

    def _keep_changed_draft(self) -> None:
        if self.request_pane.text != self._kept_draft:
            self.run_worker(self.keep_draft(), group="draft", exclusive=True)

    def _follow(self, view: LiftView) -> None:
        """In tabs, show the pane that the lift has come to, unless the user chose another."""
        tab = _TAB_OF_PHASE.get(view.phase)
        if tab and self._follows_lift:
            self._show_tab(self.query_one(f"#{tab}-pane", Pane))

    def _show_tab(self, pane: Pane) -> None:
        if isinstance(pane, RequestPane):
            return
        container = self.query_one("#panes")
        for tab in self.panes[1:]:
            container.set_class(tab is pane, f"show-{tab.NAME.lower()}")
        self.query_one(TabStrip).show(pane.NAME)

    # What panes ask for

    @on(DescendantFocus)
    def _reveal_focused(self) -> None:
        if (pane := self.focused_pane) is not None:
            self._show_tab(pane)

    @on(TabStrip.Chosen)
    def _reach_chosen(self, event: TabStrip.Chosen) -> None:
        self.reach(next(pane for pane in self.panes if event.pane == pane.NAME))

    @on(RequestEditor.HistoryWanted)
    async def _walk_history(self, event: RequestEditor.HistoryWanted) -> None:
        keeper = self.keeper
        if keeper is None:
            return
        try:
            text = await keeper.step(event.direction, self.request_pane.text)
        except LiftuiError as error:
            self.tell_error(str(error))
            return
        if text is not None:
            self.request_pane.put(text)

    @on(TextArea.Changed, "#request")
    def _part_with_task(self) -> None:
        """An emptied editor is a fresh start: the cases of a task that is gone judge nothing."""
        if self.picked_task is not None and not self.request_pane.text.strip():
            self.picked_task, self.picked_suite = None, ""
            self.show_title()

    @on(ResultsPane.LineWanted)
    def _show_line(self, event: ResultsPane.LineWanted) -> None:
        self.code_pane.mark(event.line)
        self.reach(self.code_pane)

    @on(IRPane.CopyWanted)
    def _copy_ir(self, event: IRPane.CopyWanted) -> None:
        self.run_worker(self.copy(event.text, "ir.json"), group="command", exit_on_error=False)

    @on(CodePane.CopyWanted)
    def _copy_code(self, event: CodePane.CopyWanted) -> None:
        self.run_worker(self.copy(event.text, "code.py"), group="command", exit_on_error=False)

    @on(CodePane.SaveWanted)
    def _save_code(self) -> None:
        self.run_worker(save_as(self, "code"), group="command", exit_on_error=False)

    @on(Outline.HoleAnswered)
    def _answer_hole(self, event: Outline.HoleAnswered) -> None:
        """Put the answer in the request, and let the IR be written anew."""
        self.request_pane.put(f"{self.request_pane.text.rstrip()}\n{event.about}: {event.answer}")
        self.run_worker(registry.BY_NAME["lift"].run(self), group="command", exit_on_error=False)

    @on(Worker.StateChanged)
    def _tell_failure(self, event: Worker.StateChanged) -> None:
        """A command that fails says why; a defect is kept in a file."""
        error = event.worker.error
        if event.state is WorkerState.ERROR and error is not None:
            self.tell_error(str(error) if isinstance(error, LiftuiError) else report_defect(error))
