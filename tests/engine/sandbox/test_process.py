"""What hostile and buggy code can do in every tier: waste its own time, and fail."""

import asyncio
import os
import sys
import tempfile
from pathlib import Path

import psutil
import pytest

from engine.errors import SandboxError
from engine.sandbox import process
from engine.sandbox.interface import Limits, Sandbox
from engine.sandbox.process import SubprocessSandbox
from engine.task import Case
from tests.engine.sandbox.running import IDENTITY, Runner

SHORT = Limits(wall_s=1)
ONE = Case("f(1)", returns="1")
WITH_FILES = pytest.mark.parametrize("sandbox", [SubprocessSandbox], ids=["subprocess"], indirect=True)
"""In a tier that lets the code open files."""


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which this test's temporary files arise."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def ended(pids: list[int]) -> bool:
    """Whether these processes are gone, or go within seconds: the system buries orphans when it likes."""
    processes = [process for process in psutil.process_iter() if process.pid in pids]
    return not psutil.wait_procs(processes, timeout=10)[1]


def descendants() -> list[psutil.Process]:
    return psutil.Process().children(recursive=True)


@pytest.mark.parametrize(
    "body",
    [
        "while True: pass",
        "while True:\n        try: import time; time.sleep(60)\n        except BaseException: pass",
        "import signal; [signal.signal(n, signal.SIG_IGN) for n in (2, 14, 15, 24)]\n    while True: pass",
        "import re; re.match('(a+)+$', 'a' * 50 + 'b')",
        "return 9 ** 9 ** 9",
    ],
    ids=["loop", "loop that catches everything", "ignored signals", "regular expression", "huge power"],
)
async def test_an_endless_call_ends_with_its_time_and_the_case_is_named(execute: Runner, body: str) -> None:
    source = f"def same(x):\n    if x == 1: return x\n    {body}"
    execution = await execute(source, ONE, Case("f(2)", returns="2"), Case("f(3)", returns="3"), limits=SHORT)
    assert execution.error is None
    assert [result.error for result in execution.results] == [
        None,
        "no result within 1 s",
        "never reached: no result within 1 s",
    ]


async def test_an_endless_module_ends_with_its_time(execute: Runner) -> None:
    execution = await execute("while True: pass", ONE, limits=SHORT)
    assert execution.error == "no result within 1 s"


async def test_processor_time_has_a_limit_of_its_own(execute: Runner) -> None:
    (result,) = (await execute("def same(x):\n    while True: pass", ONE, limits=Limits(cpu_s=1))).results
    assert result.error == "more than 1 s of processor time"


async def test_memory_is_limited_and_the_next_case_runs(execute: Runner) -> None:
    source = "def same(x): return [b'x' * (x << 30), x][1]"
    execution = await execute(source, Case("f(4)", returns="4"), Case("f(0)", returns="0"))
    assert [(result.error or "").partition(":")[0] for result in execution.results] == ["MemoryError", ""]


@pytest.mark.parametrize(
    ("leave", "ending"),
    [
        ("os._exit(0)", "the process ended with exit code 0"),
        ("os.kill(os.getpid(), 11)", "the process was ended by SIGSEGV"),
        ("os.abort()", "the process was ended by SIGABRT"),
    ],
)
async def test_leaving_the_process_passes_no_case(execute: Runner, leave: str, ending: str) -> None:
    source = f"import os\ndef same(x): return x if x == 1 else {leave}"
    execution = await execute(source, ONE, Case("f(2)", returns="None"), Case("f(3)", raises="SystemExit"))
    assert [(result.status, result.error) for result in execution.results] == [
        ("passed", None),
        ("failed", ending),
        ("failed", f"never reached: {ending}"),
    ]


async def test_system_exit_is_an_exception_like_any_other(execute: Runner) -> None:
    source = "def same(x):\n    raise SystemExit(0)"
    execution = await execute(source, Case("f(1)", raises="SystemExit"), ONE)
    assert [result.status for result in execution.results] == ["passed", "failed"]


ALWAYS_EQUAL = """
class same(BASE):
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    def __hash__(self): return hash(1)
    def __len__(self): return 0
    def __iter__(self): return iter(())
    def __bool__(self): return True
    def __repr__(self): return '1'
"""


@pytest.mark.parametrize("base", ["object", "int", "str", "list", "dict", "float", "tuple"])
@pytest.mark.parametrize("call", ["f()", "[f()]", "{f(): 1}"])
async def test_an_object_that_lies_about_equality_passes_nothing(execute: Runner, base: str, call: str) -> None:
    cases = [Case(call, returns="1"), Case(call, check="result == 1"), Case(call, check="True")]
    execution = await execute(ALWAYS_EQUAL.replace("BASE", base), *cases)
    assert [result.status for result in execution.results] == ["failed"] * 3


HUNT = r"""
import re

def same(x):
    found = []
    for line in open("/proc/self/maps"):
        span, rights = line.split()[:2]
        if rights.startswith("rw"):
            start, end = (int(bound, 16) for bound in span.split("-"))
            with open("/proc/self/mem", "rb") as memory:
                memory.seek(start)
                found += re.findall(rb"needle[-][0-9]+", memory.read(end - start))
    return len(found)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@WITH_FILES
async def test_expected_values_are_nowhere_in_the_memory_of_the_code(execute: Runner) -> None:
    hidden = [Case("1", returns="'needle-417'"), Case("1", check="result == 'needle-418'")]
    execution = await execute(HUNT, Case("f(1)", returns="0"), *hidden)
    assert execution.results[0].passed, execution.results[0]
    seen = await execute(HUNT, Case("f('needle-419')", check="result > 0"))
    assert seen.passed, "the hunt finds nothing at all"


FORGE = """
import os, sys

def same(x):
    frame = sys._getframe()
    while "results" not in frame.f_locals:
        frame = frame.f_back
    nonce = frame.f_locals["job"]["nonce"].encode()
    pipe = os.fdopen(os.dup(frame.f_locals["results"].fileno()), "wb")
    pipe.write(PAYLOAD)
    pipe.close()
    os._exit(0)
"""
FORGED = 'nonce + b\'{"value": %s, "wall_s": 0, "cpu_s": %s, "peak_memory_bytes": 1}\\n\''


@pytest.mark.parametrize(
    "payload",
    [
        "b'garbage\\n'",
        "b'\\xff\\xfe\\n'",
        "b'no newline'",
        "nonce + b'[1, 2]\\n'",
        'nonce + b\'{"value": ["int"\'',
        "nonce + b'[' * 100_000 + b'\\n'",
        "b'x' * 20_000_000",
        FORGED % ('["int", "0x1"]', "NaN"),
        FORGED % ('["int", "0x1"]', "-1"),
        FORGED % ("7", "0"),
    ],
)
async def test_a_malformed_frame_ends_the_run(execute: Runner, payload: str) -> None:
    (result,) = (await execute(FORGE.replace("PAYLOAD", payload), ONE)).results
    assert not result.passed
    assert result.error is not None
    assert result.error.startswith("the code wrote to the sandbox's result pipe")


async def test_a_forged_frame_is_judged_like_any_value(execute: Runner) -> None:
    source = FORGE.replace("PAYLOAD", FORGED % ('["int", "0x7"]', "0"))
    execution = await execute(source, ONE, Case("f(2)", returns="2"))
    assert [(result.status, result.actual) for result in execution.results] == [("failed", "7"), ("failed", None)]


@pytest.mark.parametrize("value", ['["nonsense", 1]', '["set", [["list", []]]]', '["int", "x"]', "[]", "null"])
async def test_a_forged_value_that_cannot_be_decoded_fails_its_case(execute: Runner, value: str) -> None:
    (result,) = (await execute(FORGE.replace("PAYLOAD", FORGED % (value, "0")), ONE)).results
    assert (result.status, result.actual) == ("failed", None)
    assert result.error == "the value cannot be decoded"


@pytest.mark.parametrize(
    "patch",
    [
        "import builtins; builtins.isinstance = lambda *_: True; builtins.type = None",
        "import json; json.dumps = lambda *_: 'null'",
        "import sys; sys.modules['child.values'].encode = lambda _: ['int', '0x1']; sys.modules.clear()",
        "import sys; sys.setrecursionlimit(5)",
        "import os; os.closerange(0, 100)",
    ],
)
async def test_a_tampered_interpreter_gains_no_pass(execute: Runner, patch: str) -> None:
    execution = await execute(f"def same(x): return None\n{patch}", Case("f(2)", returns="2"), limits=SHORT)
    assert not execution.passed


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("dict(os.environ)", "{}"),
        ("os.getenv('HOME')", "None"),
        ("sys.stdin.read()", "''"),
        ("sum(os.path.exists(f'/dev/fd/{n}') for n in range(256)) <= 5", "True"),
        ("[part for part in sys.path if 'site-packages' in part or 'engine' in part]", "[]"),
        ("sys.flags.hash_randomization", "0"),
        ("resource.getrlimit(resource.RLIMIT_CORE)", "(0, 0)"),
    ],
)
async def test_the_code_finds_an_empty_world(
    execute: Runner, expression: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET_KEY", "secret")
    source = f"import os, sys, resource\ndef same(): return {expression}"
    assert await execute.verdict(source, Case("f()", returns=value)) == f"passed: {value}"


@WITH_FILES
async def test_the_code_starts_in_an_empty_folder(execute: Runner) -> None:
    assert (
        await execute.verdict("import os\ndef same(): return os.listdir()", Case("f()", returns="[]")) == "passed: []"
    )


async def test_output_is_captured_apart_from_results_and_cannot_steer_the_terminal(execute: Runner) -> None:
    source = "import os, sys\ndef same(x):\n    print('é\\x1b[2J', end='')\n    os.write(2, b'\\xffraw')\n    return x"
    execution = await execute(source, ONE)
    assert execution.passed
    assert (execution.stdout, execution.stderr) == ("é\\x1b[2J", "\ufffdraw")


async def test_output_without_end_is_cut(execute: Runner) -> None:
    source = "def same(x):\n    while True: print('x' * 1_000_000, end='')"
    execution = await execute(source, ONE, limits=Limits(output_bytes=1000))
    assert execution.stdout == "x" * 1000 + "\n… cut after 1000 bytes"
    assert execution.results[0].error == "OSError: [Errno 27] File too large"


async def test_output_beyond_the_cap_does_not_fail_the_code(execute: Runner) -> None:
    execution = await execute("def same(x):\n    print('x' * 1_000_000)\n    return x", ONE)
    assert execution.passed


async def test_output_survives_a_process_that_leaves(execute: Runner) -> None:
    execution = await execute("import os\nprint('before')\nos._exit(3)", ONE)
    assert (execution.stdout, execution.error) == ("before\n", "the process ended with exit code 3")


DAEMON = """
import os, time

def same(x):
    print(os.getpid(), flush=True)
    if os.fork() == 0:
        print(os.getpid(), flush=True)
        time.sleep(600)
    END
"""


@pytest.mark.parametrize("end", ["return x", "os._exit(0)", "time.sleep(600)"])
async def test_a_process_left_in_the_session_is_ended(execute: Runner, end: str) -> None:
    execution = await execute(DAEMON.replace("END", end), ONE, limits=SHORT)
    pids = [int(pid) for pid in execution.stdout.split()]
    assert pids
    assert ended(pids)


def content(folder: Path) -> list[Path]:
    return list(folder.iterdir())


@WITH_FILES
async def test_files_of_the_code_are_removed(execute: Runner, scratch: Path) -> None:
    litter = "os.makedirs('a/b'); open('a/b/c', 'w').write('x'); os.chmod('a', 0)"
    execution = await execute(f"import os\ndef same(x):\n    {litter}\n    return x", ONE)
    assert execution.passed
    assert content(scratch) == []


REPORTING = """
import os, time

def same(x):
    FORK
    with open("FIFO", "w") as fifo:
        fifo.write(str(os.getpid()))
    time.sleep(600)
"""


@WITH_FILES
@pytest.mark.parametrize("fork", ["pass", "if os.fork(): time.sleep(600)"])
async def test_cancelling_ends_the_process_and_what_it_forked(
    execute: Runner, fork: str, tmp_path: Path, scratch: Path
) -> None:
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    source = REPORTING.replace("FORK", fork).replace("FIFO", str(fifo))
    running = asyncio.create_task(execute(source, ONE))
    pid = int(await asyncio.to_thread(fifo.read_text))
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert ended([pid])
    assert descendants() == []
    assert content(scratch) == []


@pytest.mark.parametrize("ticks", range(12))
async def test_cancelling_at_any_moment_of_the_start_leaves_nothing(execute: Runner, ticks: int, scratch: Path) -> None:
    running = asyncio.create_task(execute("while True: pass", ONE))
    for _ in range(ticks):
        await asyncio.sleep(0)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert descendants() == []
    assert content(scratch) == []


async def test_many_runs_leave_no_descriptor_and_no_process(sandbox: Sandbox, execute: Runner) -> None:
    before = None
    for _ in range(5):
        async with asyncio.TaskGroup() as group:
            for _ in range(4):
                group.create_task(execute(IDENTITY, ONE))
        open_now = psutil.Process().num_fds()
        assert before in (None, open_now)
        before = open_now
    await sandbox.close()
    assert not descendants()


@WITH_FILES
async def test_an_interpreter_that_cannot_be_started_is_an_error_of_the_sandbox(
    execute: Runner, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(process, "_INTERPRETER", (str(tmp_path / "missing"),))
    with pytest.raises(SandboxError, match="cannot be started"):
        await execute(IDENTITY, ONE)


def test_windows_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    with pytest.raises(SandboxError, match="Windows"):
        SubprocessSandbox()
