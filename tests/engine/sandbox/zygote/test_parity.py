"""The published references of HumanEval and MBPP pass through the contained tier, and near-misses of them do not."""

import gzip
import json
import os
import sys
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import pytest

from engine.sandbox.interface import Limits
from engine.sandbox.zygote.sandbox import ZygoteSandbox
from engine.suite.load import load_suite

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the zygote tier needs Linux")
BENCHMARKS = Path(os.environ.get("LIFTUI_BENCHMARK_DATA") or Path(__file__).parents[5] / "shared" / "data")
PATIENT = Limits(wall_s=60, cpu_s=60)


@pytest.fixture
async def sandbox() -> AsyncGenerator[ZygoteSandbox]:
    sandbox = ZygoteSandbox()
    yield sandbox
    await sandbox.close()


def rows(name: str) -> list[dict[str, Any]]:
    file = BENCHMARKS / name
    if not file.exists():
        pytest.skip(f"{name} is not there; set LIFTUI_BENCHMARK_DATA to the folder that holds it")
    opener = gzip.open if name.endswith(".gz") else open
    with opener(file, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


async def passed(sandbox: ZygoteSandbox, name: str, sources: list[str]) -> list[bool]:
    """Which of the sources pass the tests of the tasks in their order."""
    tasks = load_suite(str(BENCHMARKS / name)).tasks
    verdicts = []
    for task, source in zip(tasks, sources, strict=True):
        assert task.entry_point is not None
        verdicts.append((await sandbox.execute(source, task.entry_point, task, PATIENT)).passed)
    return verdicts


def human_eval_sources(ending: str) -> list[str]:
    return [row["prompt"] + row["canonical_solution"] + ending.format(**row) for row in rows("HumanEval.jsonl.gz")]


async def test_every_reference_of_human_eval_passes(sandbox: ZygoteSandbox) -> None:
    assert sum(await passed(sandbox, "HumanEval.jsonl.gz", human_eval_sources(""))) == 164


WRONG_TYPE = "\n\n_right = {entry_point}\ndef {entry_point}(*arguments): return [_right(*arguments)]\n"


async def test_a_right_value_in_the_wrong_shape_passes_nothing(sandbox: ZygoteSandbox) -> None:
    assert sum(await passed(sandbox, "HumanEval.jsonl.gz", human_eval_sources(WRONG_TYPE))) == 0


@pytest.mark.timeout(600)
async def test_the_references_of_mbpp_pass(sandbox: ZygoteSandbox) -> None:
    sources = [row["code"].replace("\r", "") for row in rows("mbpp.jsonl")]
    assert sum(await passed(sandbox, "mbpp.jsonl", sources)) >= 973
