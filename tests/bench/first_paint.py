"""From exec to the first visible character of the workbench, in a pseudo-terminal.

    python -m tests.bench.first_paint [--starts 9]

The file cache is warm after one start that is not counted; the goal is a median below 500 ms.
"""

import argparse
import os
import sys
from statistics import median
from tempfile import TemporaryDirectory

from tests.terminal import run_in_terminal

GOAL_S = 0.5


def measure() -> float:
    """Seconds of one start, by a user who has nothing yet."""
    with TemporaryDirectory() as home:
        environment = os.environ | {
            "HOME": home,
            "XDG_CACHE_HOME": home,
            "XDG_DATA_HOME": home,
            "TERM": "xterm-256color",
        }
        with run_in_terminal([sys.executable, "-m", "liftui"], environment) as terminal:
            return terminal.read_until(None, 30.0)


def main() -> None:
    """Print every start and the median."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--starts", type=int, default=9)
    starts = parser.parse_args().starts
    measured_s = [measure() for _ in range(starts + 1)][1:]
    print("ms:", " ".join(f"{s * 1000:.0f}" for s in sorted(measured_s)))
    print(f"median {median(measured_s) * 1000:.0f} ms, goal {GOAL_S * 1000:.0f} ms")


if __name__ == "__main__":
    main()
