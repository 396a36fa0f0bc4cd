"""A program in a pseudo-terminal, as tests and benchmarks of the workbench drive it."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from time import perf_counter

_SEQUENCE = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[PX^_][^\x1b]*\x1b\\|.)", re.DOTALL)


@dataclass
class Terminal:
    """A running program and what it has written so far."""

    pid: int
    master: int
    began_s: float
    written: bytes = b""
    has_ended: bool = False

    def read_until(self, text: bytes | None, timeout_s: float) -> float:
        """Seconds since the program began when ``text``, or else any visible character, had been written.

        Raises TimeoutError where it is not.
        """
        deadline_s = perf_counter() + timeout_s
        while (left_s := deadline_s - perf_counter()) > 0:
            if select.select([self.master], [], [], left_s)[0]:
                self.written += os.read(self.master, 65536)
                shown = _SEQUENCE.sub(b"", self.written)
                if text in shown if text is not None else shown.strip():
                    return perf_counter() - self.began_s
        raise TimeoutError(f"{text!r} was not written: {self.written[-500:]!r}")

    def read_available(self) -> None:
        """Take what has been written, as a terminal does all the time."""
        while select.select([self.master], [], [], 0)[0]:
            self.written = os.read(self.master, 65536)

    def read_for(self, seconds: float) -> None:
        """Take what is written in that time."""
        deadline_s = perf_counter() + seconds
        while (left_s := deadline_s - perf_counter()) > 0:
            if select.select([self.master], [], [], left_s)[0]:
                self.written += os.read(self.master, 65536)

    def wait(self, timeout_s: float) -> int:
        """The exit status, once the program has ended. Raises TimeoutError where it does not."""
        deadline_s = perf_counter() + timeout_s
        while perf_counter() < deadline_s:
            with suppress(OSError):  # Linux ends the terminal of a program that is gone so
                self.read_for(0.05)
            ended, status = os.waitpid(self.pid, os.WNOHANG)
            if ended:
                self.has_ended = True
                return os.waitstatus_to_exitcode(status)
        raise TimeoutError(f"it does not end: {self.written[-500:]!r}")

    def write(self, keys: bytes) -> None:
        """Press keys."""
        os.write(self.master, keys)


@contextmanager
def run_in_terminal(
    command: Sequence[str], environment: Mapping[str, str], columns: int = 120, rows: int = 40
) -> Iterator[Terminal]:
    """Start ``command`` in a terminal of that size, and end it at the end."""
    began_s = perf_counter()
    pid, master = pty.fork()
    if pid == 0:
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        os.execvpe(command[0], list(command), dict(environment))
    fcntl.ioctl(master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    terminal = Terminal(pid, master, began_s)
    try:
        yield terminal
    finally:
        if not terminal.has_ended:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
        os.close(master)
