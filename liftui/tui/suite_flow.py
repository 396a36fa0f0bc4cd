"""A suite's run by the headless batch runner, watched from the workbench; knows nothing of Textual."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import monotonic

from engine.batch import run_suite
from engine.errors import LiftuiError
from engine.events import Event
from engine.record import TaskRecord
from engine.run_events import RunEvent, RunFinished, TaskFinished, TaskProgressed, TaskStarted
from engine.run_folder import RunDescription, RunFolder, default_folder
from engine.suite.suite import Suite
from engine.task import Task
from liftui.display import numbers
from liftui.display.lines import end_line
from liftui.display.state import LiftKey, RunView, fold
from liftui.settings import Settings
from liftui.tui.backend import Connection
from liftui.tui.lift_flow import Clock


@dataclass(slots=True)
class SuiteFlow:
    """One run: its state, and the events of each lift for drilling down."""

    suite: Suite
    settings: Settings
    connection: Connection
    runs_folder: Path
    clock: Clock = monotonic
    view: RunView = field(default_factory=RunView)
    events: dict[LiftKey, list[Event]] = field(default_factory=dict)
    tasks: dict[LiftKey, Task] = field(default_factory=dict)
    records: list[TaskRecord] = field(default_factory=list)
    end: str = ""
    """Why it ended, where it did not end by itself."""
    _running: asyncio.Task[object] | None = None

    @property
    def is_running(self) -> bool:
        """Whether lifts are still to come."""
        return self._running is not None and not self._running.done()

    @property
    def keys(self) -> Sequence[LiftKey]:
        """Every lift of the run, in the order of the runner."""
        return [(task.id, at) for at in range(1, self.settings.repeat + 1) for task in self.suite.tasks]

    def start(self) -> None:
        """Run the suite, recorded in a new folder below ``runs_folder``."""
        self._running = asyncio.create_task(self._run())

    async def cancel(self) -> None:
        """End the run; what had finished is recorded."""
        if self._running is not None:
            self._running.cancel()
            await asyncio.wait([self._running])

    @property
    def totals(self) -> str:
        """Where the run stands, in a line."""
        view, counts = self.view, self.view.counts
        latencies_s = [record.e2e_s for record in self.records if record.status != "error"]
        parts = [
            f"{view.finished} of {len(self.keys)}",
            f"{counts.get('passed', 0)} passed",
            f"{counts.get('failed', 0)} failed",
            f"{counts.get('error', 0)} errors",
            f"median {numbers.duration(median(latencies_s) if latencies_s else None)}",
            f"{numbers.dollars(_sum([record.cost_usd for record in self.records]))}",
        ]
        if self.is_running and view.finished:
            parts.append(f"{numbers.remaining(view.left_s(self.clock()))} left")
        return "   ".join(parts)

    async def _run(self) -> None:
        connection, settings = self.connection, self.settings
        folder = settings.out or default_folder(self.runs_folder, self.suite.name, datetime.now(UTC))
        price = connection.conditions.price
        try:
            description = RunDescription(
                self.suite.name, settings.model_dump(mode="json"), connection.model, connection.kind, price
            )
            records = RunFolder(folder, description)
            await run_suite(
                self.suite,
                connection.lifts.lift,
                connection.conditions,
                (records.observe, self._observe),
                concurrency=settings.concurrency,
                repeat=settings.repeat,
            )
        except LiftuiError as error:
            self.end = str(error)

    def _observe(self, event: RunEvent) -> None:
        self.view = fold(self.view, event, self.clock())
        match event:
            case TaskStarted(task=task, repeat=repeat):
                self.tasks[task.id, repeat], self.events[task.id, repeat] = task, []
            case TaskProgressed(task=task, repeat=repeat, event=happened):
                self.events[task.id, repeat].append(happened)
            case TaskFinished(record=record):
                self.records.append(record)
            case RunFinished():
                self.end = end_line(event) or ""


def _sum(costs: list[float | None]) -> float | None:
    """Dollars in all; None where one is unknown."""
    known = [cost for cost in costs if cost is not None]
    return sum(known) if len(known) == len(costs) else None
