"""A run in a process of its own, for tests that end it: ``python -m tests.engine.hanging_run FOLDER``.

The tasks ``a`` and ``b`` finish; then ``hang`` is under way for good, which ``ready`` on stdout tells.
"""

import asyncio
import sys
from collections.abc import AsyncGenerator
from pathlib import Path

from engine.batch import run_suite
from engine.events import Event, LiftFinished, LiftStarted
from engine.run_folder import RunDescription, RunFolder
from engine.suite.suite import Suite
from engine.task import Task
from tests.engine.outcomes import conditions, passed

SUITE = Suite("hanging", tuple(Task(name, "…") for name in ("a", "b", "hang", "never")))


async def _lift(task: Task) -> AsyncGenerator[Event, None]:
    yield LiftStarted(0.0, task.prompt, task.entry_point)
    if task.id == "hang":
        print("ready", flush=True)
        await asyncio.Event().wait()
    yield LiftFinished(0.0, passed())


if __name__ == "__main__":
    folder = RunFolder(Path(sys.argv[1]), RunDescription(SUITE.name, {}, "a model", "llamacpp", None))
    asyncio.run(run_suite(SUITE, _lift, conditions(), [folder.observe]))
