"""A headless run from settings to exit code: the wiring of suite, server, lifts, records and display."""

import asyncio
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from platformdirs import user_data_path

from engine.batch import run_suite
from engine.errors import RecordError
from engine.lift import MODE, Lifter
from engine.record import Conditions
from engine.run_events import Observer, RunEvent, TaskFinished
from engine.run_folder import RunDescription, RunFolder, default_folder
from engine.sandbox.open import open_sandbox
from engine.stats import Summary
from engine.suite.load import load_suite
from engine.suite.suite import Suite, select
from liftui.display.open import open_display
from liftui.display.protocol import Notice
from liftui.exits import ExitCode, exit_code_of_run
from liftui.served_lifts import ServedLifts
from liftui.server import Server, Tell, open_server
from liftui.settings import Settings


def run_headless(reference: str, settings: Settings, as_json: bool) -> ExitCode:
    """Run the suite ``reference`` and say how it went; ``as_json`` prints each record to stdout.

    Raises LiftuiError where nothing could be run, KeyboardInterrupt where the run was stopped by SIGINT or
    SIGTERM; what had finished is then recorded.
    """
    suite = load_suite(reference)
    if settings.filter is not None:
        suite = select(suite, settings.filter)
    threshold = suite.threshold if settings.threshold is None else settings.threshold
    with open_display(settings.display, sys.stdout, sys.stderr, as_json, os.environ) as display:
        watchers = (_print_record, display.handle) if as_json else (display.handle,)
        try:
            summary = asyncio.run(_run(suite, settings, display.handle, watchers))
        except asyncio.CancelledError:
            raise KeyboardInterrupt from None
    return exit_code_of_run(summary.passed, summary.errored, summary.total, threshold)


async def _run(suite: Suite, settings: Settings, tell: Tell, watchers: Sequence[Observer]) -> Summary:
    out = settings.out or default_folder(user_data_path("liftui") / "runs", suite.name, datetime.now(UTC))
    _make_folder(out)
    async with AsyncExitStack() as stack:
        stack.enter_context(_cancelled_by_sigterm())
        opened = await open_sandbox(settings.unsafe_no_sandbox)
        sandbox = opened.sandbox
        stack.push_async_callback(sandbox.close)
        if not opened.is_safe:
            tell(Notice(opened.layers))
        server = await stack.enter_async_context(open_server(settings, tell))
        folder = RunFolder(out, _describe(suite, settings, server))
        stack.callback(tell, Notice(f"Records: {out}"))
        return await run_suite(
            suite,
            ServedLifts(server, Lifter(server.endpoint, sandbox)).lift,
            Conditions(MODE, sandbox.name, server.price),
            (folder.observe, *watchers),
            concurrency=settings.concurrency,
            repeat=settings.repeat,
        )


def _describe(suite: Suite, settings: Settings, server: Server) -> RunDescription:
    return RunDescription(
        suite=suite.name,
        settings=settings.model_dump(mode="json"),
        model=server.identity.model,
        endpoint_kind=server.kind,
        price=server.price,
    )


def _print_record(event: RunEvent) -> None:
    if isinstance(event, TaskFinished):
        print(event.record.to_json(), flush=True)


def _make_folder(path: Path) -> None:
    """Find out before minutes of download, not after, that nothing can be recorded there."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise RecordError(
            f"the run cannot be recorded in {path} ({error.strerror}): name a folder that can be written to"
        ) from error


@contextmanager
def _cancelled_by_sigterm() -> Iterator[None]:
    """Let SIGTERM cancel the current task, as SIGINT does; Windows ends a process without asking it."""
    loop, task = asyncio.get_running_loop(), asyncio.current_task()
    if task is None or sys.platform == "win32":
        yield
        return
    loop.add_signal_handler(signal.SIGTERM, task.cancel)
    try:
        yield
    finally:
        loop.remove_signal_handler(signal.SIGTERM)
