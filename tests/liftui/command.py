"""liftui as a user runs it: a process with a home of its own."""

import asyncio
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from liftui.exits import ExitCode


@dataclass(frozen=True, slots=True)
class Finished:
    """What a finished process leaves."""

    stdout: str
    stderr: str
    code: int

    def assert_one_sentence(self, code: ExitCode, *parts: str) -> None:
        """Nothing on stdout, one line on stderr with all ``parts``, and the exit code."""
        assert self.stdout == ""
        assert self.stderr.startswith("liftui: ")
        assert self.stderr.count("\n") == 1, self.stderr
        assert [part for part in parts if part not in self.stderr] == [], self.stderr
        assert self.code == code


def home_environment(folder: Path, environment: Mapping[str, str]) -> dict[str, str]:
    """Give the environment of a user whose home is ``folder``, without settings of the tester's."""
    home = dict.fromkeys(("HOME", "USERPROFILE", "LOCALAPPDATA"), str(folder))
    foreign = ("LIFTUI_", "XDG_", "CI", "NO_COLOR", "FORCE_COLOR")
    inherited = {key: value for key, value in os.environ.items() if not key.startswith(foreign)}
    return inherited | home | dict(environment)


async def start_liftui(
    *arguments: str, folder: Path, stderr: int = asyncio.subprocess.PIPE, **environment: str
) -> asyncio.subprocess.Process:
    """Start liftui without waiting for it."""
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "liftui",
        *arguments,
        env=home_environment(folder, environment),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=stderr,
    )


async def finish(process: asyncio.subprocess.Process) -> Finished:
    """Wait for the end of ``process``."""
    stdout, stderr = await process.communicate()
    assert process.returncode is not None
    return Finished(stdout.decode(), (stderr or b"").decode(), process.returncode)


async def liftui(*arguments: str, folder: Path, **environment: Any) -> Finished:  # noqa: ANN401
    """Run liftui to its end."""
    return await finish(await start_liftui(*arguments, folder=folder, **environment))
