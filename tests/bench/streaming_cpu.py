"""How much of one core the workbench takes while text streams in.

    python -m tests.bench.streaming_cpu [--tokens-per-second 100] [--seconds 15]

The goal is below 40% at 100 tokens a second.
"""

import argparse
import os
import sys
from tempfile import TemporaryDirectory
from time import perf_counter, sleep

import psutil

from tests.terminal import run_in_terminal

GOAL = 0.40


def measure(tokens_per_second: float, seconds: float) -> float:
    """The share of one core."""
    with TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "tests.bench.streaming_workbench", str(tokens_per_second), folder]
        with run_in_terminal(command, os.environ | {"TERM": "xterm-256color"}) as terminal:
            terminal.read_until(b"ready", 30.0)
            terminal.write(b"go\n")
            terminal.read_until(b"TTFT", 10.0)
            process = psutil.Process(terminal.pid)
            before, began_s = _cpu_s(process), perf_counter()
            while perf_counter() - began_s < seconds:
                sleep(0.01)
                terminal.read_available()
            return (_cpu_s(process) - before) / (perf_counter() - began_s)


def _cpu_s(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


def main() -> None:
    """Print the share."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tokens-per-second", type=float, default=100)
    parser.add_argument("--seconds", type=float, default=15)
    arguments = parser.parse_args()
    share = measure(arguments.tokens_per_second, arguments.seconds)
    print(f"{share:.1%} of one core at {arguments.tokens_per_second:g} tokens/s, goal {GOAL:.0%}")


if __name__ == "__main__":
    main()
