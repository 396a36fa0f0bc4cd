"""Growth of the client's resident memory over a run of many lifts against the replaying loopback server.

    python -m tests.bench.memory [--lifts 1000]

The goal is less than 20 MB over 1,000 lifts, records and statistics included.
"""

import argparse
import asyncio
import tempfile
from dataclasses import replace
from pathlib import Path

from engine.batch import run_suite
from engine.endpoint.client import Endpoint
from engine.endpoint.config import EndpointConfig
from engine.lift import MODE, Lifter
from engine.metering import resident_bytes
from engine.record import Conditions
from engine.run_events import RunEvent, TaskFinished
from engine.run_folder import RunDescription, RunFolder
from engine.sandbox.zygote.sandbox import ZygoteSandbox
from engine.suite.suite import Suite
from tests.bench.overhead import TASK
from tests.bench.replay_server import replay_server

_WARM = 50
"""Lifts after which the interpreter has loaded and allocated what any run needs."""


class _Watch:
    """Notes the resident memory as lifts end."""

    def __init__(self) -> None:
        self.samples: list[int] = []

    def __call__(self, event: RunEvent) -> None:
        if isinstance(event, TaskFinished):
            self.samples.append(resident_bytes())


async def measure(url: str, lifts: int) -> list[int]:
    """Run so many lifts, recorded to disk as a real run's are; the resident memory after each."""
    suite = Suite("memory", "", 1.0, tuple(replace(TASK, id=f"lift_{number}") for number in range(lifts)))
    watch = _Watch()
    with tempfile.TemporaryDirectory() as folder:
        async with Endpoint(EndpointConfig(url)) as endpoint:
            sandbox = ZygoteSandbox()
            lifter = Lifter(endpoint, sandbox)
            description = RunDescription(suite.name, {}, "recorded", "llamacpp", None)
            records = RunFolder(Path(folder) / "run", description)
            conditions = Conditions(MODE, sandbox.name, None)
            await run_suite(suite, lifter.lift, conditions, (records.observe, watch), concurrency=4)
            await sandbox.close()
    return watch.samples


def main() -> None:
    """Measure and print the growth."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--lifts", type=int, default=1000)
    lifts = parser.parse_args().lifts
    with replay_server(1000) as url:
        samples = asyncio.run(measure(url, lifts + _WARM))
    warm, last = samples[_WARM], samples[-1]
    print(
        f"{lifts} lifts: {warm / 1e6:.1f} MB after warm-up, {last / 1e6:.1f} MB at the end, "
        f"growth {(last - warm) / 1e6:.2f} MB (goal < 20), peak {max(samples) / 1e6:.1f} MB"
    )


if __name__ == "__main__":
    main()
