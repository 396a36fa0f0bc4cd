"""Starts the replaying loopback server in a process of its own, so that it does not share the client's event loop."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def replay_server(tokens_per_second: float) -> Iterator[str]:
    """Serve the recorded lift at this speed; yields the URL."""
    command = (sys.executable, "-m", "tests.loopback.replay", "--tokens-per-second", str(tokens_per_second))
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
        process.communicate()
