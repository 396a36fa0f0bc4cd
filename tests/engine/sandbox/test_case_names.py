"""A case may write dates and decimals whatever the code imported."""

import pytest

from engine.sandbox.interface import Limits, Sandbox
from engine.task import Case, Task

TASK = Task(
    "later",
    "…",
    cases=(
        Case("f(datetime.date(2024, 2, 28), 1)", returns="datetime.date(2024, 2, 29)"),
        Case("f(datetime.date(2024, 2, 28), 1)", check="result == datetime.date(2024, 2, 29)"),
        Case("f(datetime.date(2024, 2, 28), int(Decimal('0')))", returns="datetime.date(2024, 2, 28)"),
    ),
)
BODY = "def later(day, days):\n    return day + timedelta(days=days)\n"


@pytest.mark.parametrize(
    "imports",
    [
        "from datetime import timedelta",
        "from datetime import date, datetime, timedelta",
        "from datetime import timedelta\nDecimal = None",
    ],
)
async def test_the_codes_own_imports_do_not_reach_into_cases(sandbox: Sandbox, imports: str) -> None:
    execution = await sandbox.execute(f"{imports}\n{BODY}", "later", TASK, Limits())
    assert [result.error for result in execution.results if not result.passed] == []


async def test_the_codes_own_names_stay_its_own(sandbox: Sandbox) -> None:
    source = (
        "from datetime import datetime\ndef later(day, days):\n    return datetime.combine(day, datetime.min.time())"
    )
    task = Task("later", "…", cases=(Case("f(datetime.date(2024, 2, 28), 0).day", returns="28"),))
    assert (await sandbox.execute(source, "later", task, Limits())).passed
