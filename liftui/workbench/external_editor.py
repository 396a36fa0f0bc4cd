"""A text in the user's own editor."""

import os
import shlex
import signal
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from engine.errors import UsageError

_DEFAULT_EDITOR = "notepad" if os.name == "nt" else "vi"


def edit_text(text: str, environment: Mapping[str, str], suffix: str = ".txt") -> str:
    """Return ``text`` as the editor of ``$VISUAL`` or ``$EDITOR`` leaves it, in a file that ends with ``suffix``.

    Blocks, so call it in a thread, and leaves the terminal to the editor: the caller gives it up before. A newline
    that the editor adds at the end is taken away again. Raises UsageError where the text did not come back: it is
    then as it was.
    """
    command = _command(environment)
    with TemporaryDirectory(prefix="liftui-") as folder:
        file = Path(folder) / f"text{suffix}"
        file.write_text(text, encoding="utf-8", errors="replace")
        _run([*command, str(file)])
        edited = _read(file, command[0])
    return edited if text.endswith("\n") else edited.removesuffix("\n")


@contextmanager
def interrupts_left_to_editor() -> Iterator[None]:
    """Let ctrl+c in the editor be no reason for this program to end; only for the main thread."""
    before = signal.signal(signal.SIGINT, lambda number, frame: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _command(environment: Mapping[str, str]) -> list[str]:
    for variable in ("VISUAL", "EDITOR"):
        value = environment.get(variable, "")
        try:
            if words := shlex.split(value, posix=os.name != "nt"):
                return words
        except ValueError as error:
            raise UsageError(f"{variable} is {value!r}, no command ({error}): set it to your editor's") from error
    return [_DEFAULT_EDITOR]


def _run(command: list[str]) -> None:
    try:
        status = subprocess.run(command, check=False).returncode  # noqa: S603 - the user's own choice
    except OSError as error:
        raise UsageError(
            f"the editor {command[0]!r} cannot be started ({error.strerror}): set VISUAL or EDITOR to another"
        ) from error
    if status:
        raise UsageError(f"the editor {command[0]!r} ended with status {status}: the text is as it was")


def _read(file: Path, editor: str) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"the editor {editor!r} left no text that can be read: the text is as it was") from error
