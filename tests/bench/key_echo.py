"""From a key press to its character on the terminal while text streams into the workbench.

    python -m tests.bench.key_echo [--tokens-per-second 1000] [--keys 200]

The goal is a 95th percentile below 50 ms.
"""

import argparse
import os
import random
import sys
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import perf_counter, sleep

from tests.terminal import run_in_terminal

GOAL_S = 0.050
_FIRST_KEY = 0x4E00
"""A block of characters that nothing else on the screen uses."""


def measure(tokens_per_second: float, keys: int) -> list[float]:
    """Seconds of each key, pressed at moments that follow no beat."""
    moments = random.Random(1)
    with TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "tests.bench.streaming_workbench", str(tokens_per_second), folder]
        with run_in_terminal(command, os.environ | {"TERM": "xterm-256color"}) as terminal:
            terminal.read_until(b"ready", 30.0)
            terminal.write(b"go\n")
            terminal.read_until(b"IR", 10.0)
            waits_s = []
            for number in range(keys):
                drain_until = perf_counter() + moments.uniform(0.02, 0.12)
                while perf_counter() < drain_until:
                    sleep(0.002)
                    terminal.read_available()
                key = chr(_FIRST_KEY + number).encode()
                terminal.written, pressed_s = b"", perf_counter()
                terminal.write(key)
                terminal.read_until(key, 10.0)
                waits_s.append(perf_counter() - pressed_s)
                terminal.write(b"\x7f")
    return waits_s


def main() -> None:
    """Print the distribution."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tokens-per-second", type=float, default=1000)
    parser.add_argument("--keys", type=int, default=200)
    arguments = parser.parse_args()
    waits_s = measure(arguments.tokens_per_second, arguments.keys)
    p95_s = quantiles(waits_s, n=20, method="inclusive")[-1]
    print(f"{len(waits_s)} keys at {arguments.tokens_per_second:g} tokens/s")
    print(f"median {median(waits_s) * 1000:.1f} ms, p95 {p95_s * 1000:.1f} ms, goal {GOAL_S * 1000:.0f} ms")


if __name__ == "__main__":
    main()
