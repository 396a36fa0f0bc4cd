"""What running code in the sandbox costs: time to be ready, overhead of a job, throughput, and growth.

    python -m tests.bench.sandbox [--jobs 10000]

The goals: ready within 300 ms, overhead of 6 ms (median) and 25 ms (p95), 200 jobs a second on two cores, no growth.
"""

import argparse
import asyncio
import os
from time import perf_counter

import psutil

from engine.sandbox.interface import Limits
from engine.sandbox.zygote.sandbox import ZygoteSandbox
from engine.task import Case, Task

SOURCE = "def same(x): return x"
TASK = Task("same", "", cases=(Case("f(1)", returns="1"),))


async def run_once(sandbox: ZygoteSandbox) -> float:
    """Seconds that one trivial job takes beyond the call itself."""
    start = perf_counter()
    execution = await sandbox.execute(SOURCE, "same", TASK, Limits())
    elapsed = perf_counter() - start
    assert execution.passed, execution
    return elapsed - (execution.results[0].wall_s or 0.0)


async def time_to_be_ready() -> float:
    """Seconds from nothing to a sandbox that has passed its self-test."""
    start = perf_counter()
    sandbox = ZygoteSandbox()
    await sandbox.start()
    elapsed = perf_counter() - start
    await sandbox.close()
    return elapsed


async def run_many(sandbox: ZygoteSandbox, jobs: int) -> None:
    """Run the jobs as fast as all zygotes together can."""
    todo = iter(range(jobs))

    async def work() -> None:
        for _ in todo:
            await run_once(sandbox)

    async with asyncio.TaskGroup() as group:
        for _ in range(2 * (os.cpu_count() or 1)):
            group.create_task(work())


def usage() -> str:
    """Memory, descriptors and zombies of this process and of its zygotes."""
    own = psutil.Process()
    family = [own, *own.children(recursive=True)]
    zombies = sum(process.status() == psutil.STATUS_ZOMBIE for process in family)
    sizes = ", ".join(f"{process.memory_info().rss / 1e6:.1f} MB {_descriptors(process)}" for process in family)
    return f"{len(family)} processes ({sizes}), {zombies} zombies"


def _descriptors(process: psutil.Process) -> str:
    try:
        return f"{process.num_fds()} descriptors"
    except psutil.AccessDenied:  # a zygote is shielded from all but root
        return "? descriptors"


async def measure(jobs: int) -> None:
    """Measure and print everything."""
    ready = sorted([await time_to_be_ready() for _ in range(10)])
    print(f"ready: median {1000 * ready[5]:.0f} ms, worst {1000 * ready[-1]:.0f} ms")
    sandbox = ZygoteSandbox()
    await run_many(sandbox, 100)
    overhead = sorted([await run_once(sandbox) for _ in range(1000)])
    print(f"overhead: median {1000 * overhead[500]:.1f} ms, p95 {1000 * overhead[950]:.1f} ms")
    print(f"before: {usage()}")
    start = perf_counter()
    await run_many(sandbox, jobs)
    print(f"throughput: {jobs / (perf_counter() - start):.0f} jobs a second over {jobs} jobs")
    print(f"after:  {usage()}")
    await sandbox.close()


def main() -> None:
    """Read the arguments and measure."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--jobs", type=int, default=10_000)
    asyncio.run(measure(parser.parse_args().jobs))


if __name__ == "__main__":
    main()
