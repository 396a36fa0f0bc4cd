"""Chooses the tier in which generated code runs: one that is proven to hold, or none unless the user insists."""

import sys
from dataclasses import dataclass

from engine.errors import SandboxError
from engine.sandbox.interface import Sandbox
from engine.sandbox.process import SubprocessSandbox
from engine.sandbox.zygote.sandbox import ZygoteSandbox


@dataclass(frozen=True, slots=True)
class OpenedSandbox:
    """A sandbox that is ready, and what to tell the user about it."""

    sandbox: Sandbox
    layers: str
    """What stands between generated code and this machine."""
    is_safe: bool


async def open_sandbox(unsafe: bool = False) -> OpenedSandbox:
    """A sandbox that has passed its self-test, which the caller closes; ``unsafe`` asks for none at all.

    Raises SandboxError where code cannot be contained on this machine.
    """
    if unsafe:
        return OpenedSandbox(SubprocessSandbox(), "NO SANDBOX: generated code can do all that you can", is_safe=False)
    if sys.platform != "linux":
        raise SandboxError(
            "generated code can be contained on Linux only, so far: "
            "run liftui there, or use --unsafe-no-sandbox to run it unprotected"
        )
    sandbox = ZygoteSandbox()
    try:
        layers = await sandbox.start()
    except BaseException:
        await sandbox.close()
        raise
    return OpenedSandbox(sandbox, f"sandbox: {layers}", is_safe=True)
