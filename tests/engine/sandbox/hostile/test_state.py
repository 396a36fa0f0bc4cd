"""Claims 35 to 38 and 40: nothing is found that was not given, and nothing stays for the next job."""

import pytest

from engine.sandbox.interface import Limits
from engine.sandbox.zygote.sandbox import ZygoteSandbox
from engine.task import Case
from tests.engine.sandbox.hostile.conftest import Attack
from tests.engine.sandbox.running import Runner

HUNT = r"""
import gc, sys

def hunt():
    strings = []
    frame = sys._getframe()
    while frame:
        strings += map(repr, [frame.f_locals, frame.f_globals])
        frame = frame.f_back
    strings += [repr(thing) for thing in gc.get_objects() if type(thing) in (dict, list, tuple)]
    return any("needle-" + digits in text for text in strings for digits in ("417", "418", "419"))
"""


async def test_frames_and_heap_hold_no_expected_value(sandbox: ZygoteSandbox) -> None:
    hidden = [Case("1", returns="'needle-417'"), Case("1", check="result == 'needle-418'")]
    test = Runner(sandbox)
    execution = await test(HUNT, Case("f()", returns="False"), *hidden, entry_point="hunt")
    assert execution.results[0].passed, execution.results[0]
    seen = await test(HUNT, Case("['needle-419', f()][1]", returns="True"), entry_point="hunt")
    assert seen.passed, "the hunt finds nothing at all"


@pytest.mark.parametrize(
    ("leave", "look"),
    [
        ("import builtins\nbuiltins.len = lambda _: 0", "len([1]) == 1"),
        ("import json\njson.dumps = None", "__import__('json').dumps(1) == '1'"),
        ("import sys\nsys.modules.clear()", "'json' in __import__('sys').modules"),
        ("import sys\nsys.modules['evil'] = 1", "'evil' not in __import__('sys').modules"),
        ("import os\nos.environ['EVIL'] = '1'", "__import__('os').getenv('EVIL') is None"),
        ("import decimal\ndecimal.getcontext().prec = 2", "__import__('decimal').getcontext().prec == 28"),
        ("import sys\nsys.setrecursionlimit(50)", "__import__('sys').getrecursionlimit() == 1000"),
        ("import signal\nsignal.signal(2, signal.SIG_IGN)",
         "__import__('signal').getsignal(2) != __import__('signal').SIG_IGN"),
        ("import threading, time\nthreading.Thread(target=time.sleep, args=(600,)).start()",
         "__import__('threading').active_count() == 1"),
        ("import atexit\natexit.register(lambda: [1 for _ in iter(int, 1)])", "True"),
        ("class Endless:\n    def __del__(self):\n        while True: pass\nkept = Endless()", "True"),
        ("import random\nrandom.seed(1)", "True"),
    ],
)  # fmt: skip
async def test_what_one_job_leaves_the_next_never_sees(sandbox: ZygoteSandbox, leave: str, look: str) -> None:
    run = Runner(sandbox)
    await run(f"{leave}\ndef same(x): return x", limits=Limits(wall_s=2))
    execution = await run("def same(x): return x", Case(look, returns="True"))
    assert execution.passed, execution


async def test_random_numbers_differ_from_job_to_job(sandbox: ZygoteSandbox) -> None:
    draws = set()
    for _ in range(3):
        execution = await Runner(sandbox)(
            "import random\ndef same(x): return random.random()", Case("f(1)", returns="1")
        )
        draws.add(execution.results[0].actual)
    assert len(draws) == 3


async def test_hashes_are_the_same_in_every_job(sandbox: ZygoteSandbox) -> None:
    hashes = set()
    for _ in range(3):
        execution = await Runner(sandbox)("def same(x): return hash('text')", Case("f(1)", returns="1"))
        hashes.add(execution.results[0].actual)
    assert len(hashes) == 1


async def test_standard_input_is_empty(attack: Attack) -> None:
    assert (await attack("import sys\nreturn 'contained' if sys.stdin.read() == '' else 1")).passed
