"""Time inside the engine that is neither the server's nor the executed code's, as a share of end to end.

    python -m tests.bench.overhead [--lifts 200]

A loopback server replays one lift at 100 and at 1,000 tokens a second and reports its own time; the rest of the
lift, less the execution, is the engine's. The goal is at most 3%.
"""

import argparse
import asyncio
from contextlib import aclosing
from dataclasses import dataclass
from statistics import median

from engine.endpoint.client import Endpoint
from engine.endpoint.config import EndpointConfig
from engine.events import LiftFinished
from engine.lift import Lifter
from engine.outcome import Outcome
from engine.sandbox.zygote.sandbox import ZygoteSandbox
from engine.task import Case, Task
from tests.bench.replay_server import replay_server

TASK = Task("count_vowels", "Count the vowels of a text", cases=(Case("f('aeiou')", returns="5"),))
GOAL = 0.03


@dataclass(frozen=True, slots=True)
class Sample:
    """One lift, in seconds."""

    e2e_s: float
    server_s: float
    run_s: float

    @property
    def overhead_s(self) -> float:
        """What is left for the engine, the client and the loopback between them."""
        return self.e2e_s - self.server_s - self.run_s


async def measure(url: str, lifts: int) -> list[Sample]:
    """Lift the recorded task so often, one after another, after one lift that is not counted."""
    async with Endpoint(EndpointConfig(url)) as endpoint:
        sandbox = ZygoteSandbox()
        lifter = Lifter(endpoint, sandbox)
        outcomes = [await _outcome(lifter) for _ in range(lifts + 1)]
        await sandbox.close()
    return [_sample(outcome) for outcome in outcomes[1:]]


async def _outcome(lifter: Lifter) -> Outcome:
    async with aclosing(lifter.lift(TASK)) as events:
        async for event in events:
            if isinstance(event, LiftFinished):
                return event.outcome
    raise RuntimeError("the lift ended without LiftFinished")


def _sample(outcome: Outcome) -> Sample:
    assert outcome.status == "passed", outcome
    ir, code, run = (outcome.stages[stage] for stage in ("ir", "code", "run"))
    server_s = sum((stage.prefill_s or 0.0) + (stage.decode_s or 0.0) for stage in (ir, code))
    return Sample(outcome.e2e_s, server_s, run.s)


def main() -> None:
    """Measure at both speeds and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--lifts", type=int, default=200)
    lifts = parser.parse_args().lifts
    print(f"{'tokens/s':>9} {'end to end':>11} {'server':>9} {'run':>9} {'overhead':>9} {'share':>7}   goal {GOAL:.0%}")
    for tokens_per_second in (100, 1000):
        with replay_server(tokens_per_second) as url:
            samples = asyncio.run(measure(url, lifts if tokens_per_second > 100 else lifts // 4))
        share = median(sample.overhead_s / sample.e2e_s for sample in samples)
        columns = [median(getattr(s, name) for s in samples) for name in ("e2e_s", "server_s", "run_s", "overhead_s")]
        print(f"{tokens_per_second:>9} " + " ".join(f"{1000 * s:>7.1f} ms" for s in columns) + f" {share:>7.2%}")


if __name__ == "__main__":
    main()
