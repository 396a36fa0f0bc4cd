"""Exit codes: which error or result gives which."""

import pytest

from engine.errors import ModelError, RecordError, SandboxError, SettingsError, SuiteError
from liftui.exits import ExitCode, exit_code_for, exit_code_of_run


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (SettingsError("…"), 2),
        (SuiteError("…"), 2),
        (RecordError("…"), 2),
        (ModelError("…"), 3),
        (SandboxError("…"), 3),
        (KeyError("…"), 70),
    ],
)
def test_an_error_gives_its_exit_code(error: Exception, code: int) -> None:
    assert exit_code_for(error) == code


@pytest.mark.parametrize(
    ("passed", "errored", "total", "threshold", "code"),
    [
        (5, 0, 5, 1.0, ExitCode.PASSED),
        (4, 0, 5, 1.0, ExitCode.FAILED),
        (4, 1, 5, 0.8, ExitCode.PASSED),
        (3, 2, 5, 0.8, ExitCode.FAILED),
        (0, 5, 5, 0.0, ExitCode.UNAVAILABLE),
        (0, 0, 5, 0.0, ExitCode.PASSED),
    ],
)
def test_a_run_gives_the_exit_code_of_its_share_passed(
    passed: int, errored: int, total: int, threshold: float, code: ExitCode
) -> None:
    assert exit_code_of_run(passed, errored, total, threshold) is code
