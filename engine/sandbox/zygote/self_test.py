"""Tries, from inside a job, what no job may be able to do; believing in the layers is not enough."""

from engine.errors import SandboxError
from engine.sandbox.child.values import decode
from engine.sandbox.interface import Limits
from engine.sandbox.judge import RunJob
from engine.sandbox.protocol import Call, Job, Module

_ATTEMPTS = {
    "open a file": "os.open('/', os.O_RDONLY)",
    "open a socket": "socket.socket(socket.AF_INET, socket.SOCK_DGRAM)",
    "start a process": "os.fork() or os._exit(0)",
    "signal another process": "os.kill(os.getppid(), 0)",
    "run a program": "os.execv(sys.executable, [sys.executable, '-c', ''])",
}
_MODULE = Module(
    "<self-test>",
    "import os, socket, sys\n\n"
    "def refused(attempt):\n"
    "    try:\n"
    "        attempt()\n"
    "    except PermissionError:\n"
    "        return True\n"
    "    return False\n",
)
_LIMITS = Limits(wall_s=10, cpu_s=5)


async def prove_containment(run: RunJob) -> None:
    """Raise SandboxError, naming what was possible, unless every attempt is refused by the kernel."""
    calls = tuple(Call(f"refused(lambda: {attempt})") for attempt in _ATTEMPTS.values())
    report = await run(Job((_MODULE,), None, calls), _LIMITS)
    outcomes = [frame.raised is None and frame.value is not None and decode(frame.value) for frame in report.frames[1:]]
    outcomes += [False] * (len(_ATTEMPTS) - len(outcomes))
    possible = [name for name, refused in zip(_ATTEMPTS, outcomes, strict=True) if refused is not True]
    if possible:
        detail = f" ({report.ending})" if report.ending else ""
        raise SandboxError(
            f"the sandbox does not hold here: generated code could {' and '.join(possible)}{detail}; "
            "use a Linux kernel with seccomp, or --unsafe-no-sandbox to run it unprotected"
        )
