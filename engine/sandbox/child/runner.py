"""Runs one job and reports each step as a frame, a line of JSON, on the result pipe.

A job holds modules to execute in one namespace and calls to evaluate in it; it holds no expected value. The
first frame tells how the modules loaded, each further one what a call gave.
"""

from __future__ import annotations

import datetime
import decimal
import json
import os
import resource
import sys
from functools import partial
from time import perf_counter, process_time
from types import ModuleType

from .limits import empty_environment, limit_resources
from .values import class_name, decode, encode

TYPE_CHECKING = False  # importing typing would cost a sixth of the child's start-up time
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

MAX_MESSAGE = 500
"""Characters of an exception's message."""

_CASE_NAMES = {"datetime": datetime, "decimal": decimal, "Decimal": decimal.Decimal}
"""What a case may always write; the code may have imported these under other names, or others under these."""


def main(result_fd: int) -> None:
    """Read the job from standard input, run it, and leave without any clean-up the code may have planned."""
    job = json.loads(sys.stdin.buffer.read())
    run = Run(job)
    empty_environment()
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.close(null)
    limit_resources(job["limits"])
    report(run, job, result_fd)


def report(run: Run, job: dict[str, Any], result_fd: int) -> None:
    """Write a frame for each step of the run, then leave."""
    with os.fdopen(result_fd, "wb") as results:
        for frame in run.frames():
            results.write(f"{job['nonce']}{json.dumps(frame)}\n".encode())
            results.flush()
        os._exit(0)


class Run:
    """One job under way in its own module."""

    def __init__(self, job: dict[str, Any]) -> None:
        self._modules = job["modules"]
        self._entry_point = job["entry_point"]
        self._calls = job["calls"]
        self._files = {part["name"] for part in self._modules}
        self._status_fd = os.open("/proc/self/status", os.O_RDONLY) if sys.platform == "linux" else None
        module = ModuleType("generated")
        sys.modules[module.__name__] = module
        self._namespace = vars(module)

    @property
    def open_fds(self) -> tuple[int, ...]:
        """What the run reads about itself with."""
        return () if self._status_fd is None else (self._status_fd,)

    def frames(self) -> Iterator[dict[str, object]]:
        """What each step gave: the loading of the modules, then each call."""
        yield self._attempt(self._load)
        for call in self._calls:
            yield self._attempt(partial(self._evaluate, call))

    def _load(self) -> None:
        for part in self._modules:
            code = compile(part["source"], part["name"], "exec", dont_inherit=True)
            exec(code, self._namespace)  # noqa: S102 - what a sandbox is for
        if self._entry_point is not None and self._entry_point not in self._namespace:
            raise NameError(f"the source defines no {self._entry_point!r}")

    def _evaluate(self, call: dict[str, Any]) -> object:
        namespace = self._namespace | _CASE_NAMES
        if self._entry_point is not None:
            namespace["f"] = self._namespace[self._entry_point]
        namespace.update((name, decode(value)) for name, value in call["bindings"].items())
        code = compile(call["source"], "<case>", "eval", dont_inherit=True)
        return eval(code, namespace)  # noqa: S307 - what a sandbox is for

    def _attempt(self, action: Callable[[], object]) -> dict[str, object]:
        wall, cpu = perf_counter(), process_time()
        error = value = None
        try:
            value = action()
        except BaseException as raised:  # SystemExit and KeyboardInterrupt are results too
            error = raised
        spent: dict[str, object] = {"wall_s": perf_counter() - wall, "cpu_s": process_time() - cpu}
        outcome = _crossing(value) if error is None else {"raised": self._described(error)}
        return outcome | spent | {"peak_memory_bytes": self._peak_memory_bytes()}

    def _described(self, error: BaseException) -> dict[str, object]:
        lines: dict[str, int | None] = {}
        if isinstance(error, SyntaxError) and error.filename and error.filename in self._files:
            lines[error.filename] = error.lineno
        traceback = error.__traceback__
        while traceback:
            file = traceback.tb_frame.f_code.co_filename
            if file in self._files:
                lines[file] = traceback.tb_lineno
            traceback = traceback.tb_next
        names = [class_name(kind) for kind in type.mro(type(error))]
        return {"names": names, "message": _message(error), "lines": lines}

    def _peak_memory_bytes(self) -> int:
        # Linux counts the parent, from which this process was forked, into ru_maxrss.
        if self._status_fd is not None:
            status = os.pread(self._status_fd, 4096, 0)
            return int(status.partition(b"VmHWM:")[2].split(maxsplit=1)[0]) * 1024
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return peak if sys.platform == "darwin" else peak * 1024


def _crossing(value: object) -> dict[str, object]:
    try:
        return {"value": encode(value)}
    except (ValueError, MemoryError, RuntimeError) as error:
        return {"refused": str(error)}


def _message(error: BaseException) -> str:
    try:
        return str(error.msg if isinstance(error, SyntaxError) else error)[:MAX_MESSAGE]
    except BaseException:
        return "its text cannot be had"
