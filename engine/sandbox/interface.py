"""What a sandbox is asked and what it answers; every tier implements `Sandbox`."""

from dataclasses import dataclass
from typing import Literal, Protocol

from engine.task import Task

CaseStatus = Literal["passed", "failed"]


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one execution; the parent owns the wall clock."""

    wall_s: float = 10.0
    cpu_s: float = 10.0
    memory_bytes: int = 1 << 30
    output_bytes: int = 64 * 1024


@dataclass(frozen=True, slots=True)
class CaseResult:
    """The verdict on one case, with values as Python source for display."""

    call: str
    status: CaseStatus
    expected: str
    """What the case wants, such as ``10``, ``raises TypeError`` or the check expression."""
    actual: str | None
    """The value's source, or None where the call gave none."""
    error: str | None = None
    """Why it failed where no value can tell: an exception, a timeout, a value that cannot cross."""
    line: int | None = None
    """Line of the generated source at which the exception arose."""
    wall_s: float | None = None
    cpu_s: float | None = None

    @property
    def passed(self) -> bool:
        """Whether the case was satisfied."""
        return self.status == "passed"


@dataclass(frozen=True, slots=True)
class Execution:
    """What came of running one module of source against a task's cases."""

    results: tuple[CaseResult, ...]
    """One for each case, in order; a case that was never reached has failed."""
    stdout: str = ""
    stderr: str = ""
    s: float = 0.0
    peak_memory_bytes: int | None = None
    error: str | None = None
    """Why the module itself could not run (an exception at import, a limit), else None."""

    @property
    def passed(self) -> bool:
        """Whether the module ran and every case passed."""
        return self.error is None and all(result.passed for result in self.results)


class Sandbox(Protocol):
    """Runs untrusted source; expected values never enter it."""

    @property
    def name(self) -> str:
        """The tier, as records name it."""
        ...

    async def execute(self, source: str, entry_point: str, task: Task, limits: Limits) -> Execution:
        """Run ``source`` and judge its function ``entry_point`` by the task's cases or test.

        Cancelling the call ends the process. Raises SandboxError where nothing can be run; whatever the
        source does is an `Execution`, never an exception.
        """
        ...

    async def close(self) -> None:
        """End every process and remove every file of this sandbox."""
        ...
