"""Exit codes, an API: codes may be added, never renamed or given another meaning."""

from enum import IntEnum

from engine.errors import UnavailableError, UsageError


class ExitCode(IntEnum):
    """What the process's exit status says."""

    PASSED = 0
    """The share of tasks passed reaches the threshold."""
    FAILED = 1
    """The run is complete and the share of tasks passed is below the threshold."""
    USAGE = 2
    """Arguments, settings, suite or run folder are wrong; nothing was lifted."""
    UNAVAILABLE = 3
    """Endpoint, model or sandbox is unavailable: no task could be lifted."""
    LIMIT = 4
    """A limit on cost or time stopped the run; what had finished is recorded."""
    DEFECT = 70
    """A defect of liftui itself."""
    INTERRUPTED = 130
    """Ctrl-C or SIGTERM stopped the run; what had finished is recorded."""


def exit_code_for(error: BaseException) -> ExitCode:
    """Tell by an exit code what kind of error ended the process."""
    match error:
        case UsageError():
            return ExitCode.USAGE
        case UnavailableError():
            return ExitCode.UNAVAILABLE
        case _:
            return ExitCode.DEFECT


def exit_code_of_run(passed: int, errored: int, total: int, threshold: float) -> ExitCode:
    """Judge a complete run of ``total`` lifts (tasks × repeats); an errored one has not passed."""
    if errored == total:
        return ExitCode.UNAVAILABLE
    return ExitCode.PASSED if passed / total >= threshold else ExitCode.FAILED
