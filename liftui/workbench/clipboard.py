"""Text to the clipboard, by the best way there is.

A tool of this machine tells whether it worked; an escape sequence (OSC 52) reaches the user's terminal from afar but
is never acknowledged; a file always remains.
"""

import asyncio
import base64
import shutil
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from liftui.workbench.kept_file import keep_file

Way = Literal["tool", "terminal", "file"]

_TOOL_S = 2.0
"""A tool that takes longer hangs, for want of its display."""
_LONGEST_SEQUENCE_BYTES = 74_994
"""Of text in one OSC 52: a base64 payload within the 100,000 bytes that hterm and tmux take."""


@dataclass(frozen=True, slots=True)
class Copied:
    """Which way a text went."""

    way: Way
    where: str
    """The tool's name, ``terminal``, or the file."""

    def __str__(self) -> str:
        match self.way:
            case "tool":
                return f"copied with {self.where}"
            case "terminal":
                return "handed to the terminal's clipboard (OSC 52)"
            case "file":
                return f"saved to {self.where}: no clipboard here"


@dataclass(frozen=True, slots=True)
class _Tool:
    command: tuple[str, ...]
    needs: str | None = None
    """The variable without which there is no clipboard for it."""
    encoding: str = "utf-8"
    is_local: bool = True
    """Whether its clipboard is of no use to who is logged in from afar."""


_TOOLS = (
    _Tool(("pbcopy",)),
    _Tool(("clip.exe",), encoding="utf-16"),
    _Tool(("wl-copy",), needs="WAYLAND_DISPLAY"),
    _Tool(("xclip", "-selection", "clipboard"), needs="DISPLAY"),
    _Tool(("xsel", "--clipboard", "--input"), needs="DISPLAY"),
    _Tool(("tmux", "load-buffer", "-w", "-"), needs="TMUX", is_local=False),
)


async def copy_text(
    text: str, file: Path, environment: Mapping[str, str], write_to_terminal: Callable[[str], object]
) -> Copied:
    """Copy ``text`` and say how; it goes to ``file`` where there is no clipboard.

    ``write_to_terminal`` is handed an escape sequence. Raises RecordError where not even the file can be written.
    """
    for tool in _TOOLS:
        if (program := _program(tool, environment)) and await _feed(program, tool, text, environment):
            return Copied("tool", tool.command[0])
    content = text.encode(errors="replace")
    if len(content) <= _LONGEST_SEQUENCE_BYTES and _terminal_may_copy(environment):
        write_to_terminal(f"\x1b]52;c;{base64.b64encode(content).decode('ascii')}\a")
        return Copied("terminal", "terminal")
    await asyncio.to_thread(keep_file, file, content, "the copy")
    return Copied("file", str(file))


def _program(tool: _Tool, environment: Mapping[str, str]) -> str | None:
    """The path of the tool, where it is of use."""
    if tool.is_local and environment.get("SSH_CONNECTION"):
        return None
    if tool.needs is not None and not environment.get(tool.needs):
        return None
    return shutil.which(tool.command[0], path=environment.get("PATH"))


async def _feed(program: str, tool: _Tool, text: str, environment: Mapping[str, str]) -> bool:
    """Whether the tool took the text; it may neither write on the screen nor keep the user waiting."""
    try:
        process = await asyncio.create_subprocess_exec(
            program,
            *tool.command[1:],
            stdin=PIPE,
            stdout=DEVNULL,
            stderr=DEVNULL,
            env=dict(environment),
            start_new_session=True,
        )
    except OSError:
        return False
    content = text.encode(tool.encoding, errors="replace")
    try:
        async with asyncio.timeout(_TOOL_S):
            await process.communicate(content)
    except TimeoutError:
        return False
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return process.returncode == 0


def _terminal_may_copy(environment: Mapping[str, str]) -> bool:
    """Whether the terminal is none of those known to know no OSC 52: the consoles, GNU screen, macOS Terminal."""
    if environment.get("STY") or environment.get("TERM_PROGRAM") == "Apple_Terminal":
        return False
    return environment.get("TERM", "") not in ("", "dumb", "linux")
