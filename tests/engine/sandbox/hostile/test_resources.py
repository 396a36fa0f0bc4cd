"""Claims 23 to 32 and 39: waste ends with its limits, and no limit can be raised again."""

import pytest

from engine.sandbox.interface import Limits
from tests.engine.sandbox.hostile.conftest import Attack

SHORT = Limits(wall_s=1.5, cpu_s=1)


@pytest.mark.parametrize(
    "body",
    [
        "while True:\n    try:\n        while True: pass\n    except BaseException: pass",
        "import re\nre.match('(a+)+$', 'a' * 60 + 'b')",
        "return 9 ** 9 ** 9",
        "import signal\nfor n in set(range(1, 64)) - {9, 19, 32, 33}:\n    signal.signal(n, signal.SIG_IGN)\n"
        "while True: pass",
        "import threading\nfor _ in range(8):\n    threading.Thread(target=lambda: [1 for _ in iter(int, 1)]).start()\n"
        "while True: pass",
    ],
    ids=["catches everything", "regular expression", "huge power", "ignores signals", "many threads"],
)
async def test_processor_time_ends(attack: Attack, body: str) -> None:
    result = await attack(body, SHORT)
    assert result.error in {
        "more than 1 s of processor time",
        "no result within 1.5 s",
        "the process was ended by SIGKILL",
    }


@pytest.mark.parametrize(
    "body",
    [
        "import time\ntime.sleep(600)",
        "import signal\nsignal.pause()",
        "import threading\nthreading.Lock().acquire()\nthreading.Event().wait()",
        "import select\nselect.select([], [], [])",
        "import os\nos.read(os.pipe()[0], 1)",
        "import os\nos.closerange(0, 64)\nwhile True: pass",
    ],
)
async def test_wall_time_ends(attack: Attack, body: str) -> None:
    result = await attack(body, Limits(wall_s=0.5))
    assert result.error == "no result within 0.5 s"


@pytest.mark.parametrize(
    "body",
    [
        "bytearray(4 << 30)",
        "hoard = []\nwhile True:\n    hoard.append([0] * 100)",
        "text = 'x'\nwhile True:\n    text += text",
        "import mmap\nhoard = [mmap.mmap(-1, 1 << 28) for _ in range(64)]",
    ],
)
async def test_memory_ends(attack: Attack, body: str) -> None:
    result = await attack(f"try:\n    {body.replace(chr(10), chr(10) + '    ')}\nexcept (MemoryError, OSError):\n    "
                          "hoard = text = None\n    return 'contained'", Limits(wall_s=20, cpu_s=20))  # fmt: skip
    assert result.passed, result


@pytest.mark.parametrize(
    "body",
    [
        "while True: print('x')",
        "import sys\nwhile True: sys.stderr.write('x' * 1_000_000)",
        "print('x' * 1_000_000_000)",
        "import os\nwhile True:\n    if os.write(1, b'x' * 65536) == 0: return",
        "import os\nos.pwrite(1, b'x', 1 << 40)",
    ],
)
async def test_output_ends(attack: Attack, body: str) -> None:
    result = await attack(body)
    assert result.error is not None
    assert result.error.startswith(("OSError: [Errno 27]", "MemoryError", "no result", "more than"))


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ("def down(): down()\ndown()", "RecursionError"),
        ("import sys\nsys.setrecursionlimit(10**8)\ndef down(): down()\ndown()", ""),
        ("compile('(' * 100_000, '', 'eval')", ""),
        ("eval('-' * 100_000 + '1')", ""),
        ("import sys\nsys.setrecursionlimit(10**8)\nx = []\nfor _ in range(10**6): x = [x]\nrepr(x)", ""),
        ("import ctypes\nctypes.string_at(0)", "the process was ended by SIGSEGV"),
        ("import os\nos.abort()", "the process was ended by SIGABRT"),
        ("import os\nos._exit(0)", "the process ended with exit code 0"),
        ("import sys\nsys.exit(0)", "SystemExit"),
        ("import os\nos.kill(os.getpid(), 9)", "the process was ended by SIGKILL"),
        ("import os\nos.kill(os.getpid(), 19)", "no result"),
    ],
)
async def test_a_crash_is_a_failure_of_the_case(attack: Attack, body: str, error: str) -> None:
    result = await attack(body, Limits(wall_s=3, cpu_s=3))
    assert not result.passed
    assert result.error is not None
    assert result.error.startswith(error)


@pytest.mark.parametrize("kind", ["CPU", "AS", "FSIZE", "NOFILE", "CORE", "STACK"])
async def test_no_limit_is_raised_again(attack: Attack, kind: str) -> None:
    body = f"""
import resource
before = resource.getrlimit(resource.RLIMIT_{kind})
try:
    resource.setrlimit(resource.RLIMIT_{kind}, (before[0], before[1] + 1))
except (PermissionError, ValueError):
    return "contained" if resource.getrlimit(resource.RLIMIT_{kind}) == before else before
"""
    result = await attack(body)
    assert result.passed, result


async def test_descriptors_are_few(attack: Attack) -> None:
    body = """
import errno, os
try:
    while True: os.pipe()
except OSError as error:
    return "contained" if error.errno == errno.EMFILE else error.errno
"""
    assert (await attack(body)).passed
