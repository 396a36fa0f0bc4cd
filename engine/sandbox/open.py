"""Chooses the tier in which generated code runs: one that is proven to hold, or none unless the user insists."""

import sys

from engine.errors import SandboxError
from engine.sandbox.interface import Sandbox
from engine.sandbox.process import SubprocessSandbox
from engine.sandbox.zygote.sandbox import ZygoteSandbox


async def open_sandbox(unsafe: bool = False) -> Sandbox:
    """A sandbox that has passed its self-test, which the caller closes; ``unsafe`` asks for none at all.

    Raises SandboxError where code cannot be contained on this machine.
    """
    if unsafe:
        return SubprocessSandbox()
    if sys.platform != "linux":
        raise SandboxError(
            "generated code can be contained on Linux only, so far: "
            "run liftui there, or use --unsafe-no-sandbox to run it unprotected"
        )
    sandbox = ZygoteSandbox()
    try:
        await sandbox.start()
    except BaseException:
        await sandbox.close()
        raise
    return sandbox
