"""Some of a suite's tasks can be chosen by id or tag."""

import pytest

from engine.errors import SuiteError
from engine.suite.suite import Suite, select
from engine.task import Task

SUITE = Suite(
    "mine",
    (Task("is_even", "…", tags=("numbers",)), Task("is_odd", "…", tags=("numbers", "slow")), Task("greet", "…")),
    threshold=0.5,
)


@pytest.mark.parametrize(
    ("pattern", "ids"),
    [
        ("even", ["is_even"]),
        ("is_*", ["is_even", "is_odd"]),
        ("*e*", ["is_even", "greet"]),
        ("numbers", ["is_even", "is_odd"]),
        ("slow", ["is_odd"]),
    ],
)
def test_tasks_are_chosen_by_part_of_the_id_glob_or_tag(pattern: str, ids: list[str]) -> None:
    chosen = select(SUITE, pattern)
    assert [task.id for task in chosen.tasks] == ids
    assert (chosen.name, chosen.threshold) == ("mine", 0.5)


@pytest.mark.parametrize("pattern", ["number", "EVEN", "e*n"])
def test_part_of_a_tag_other_case_and_part_of_a_glob_choose_nothing(pattern: str) -> None:
    with pytest.raises(SuiteError, match="one of the tags numbers, slow"):
        select(SUITE, pattern)


def test_a_suite_without_tags_suggests_a_glob() -> None:
    with pytest.raises(SuiteError, match=r"no task of the suite 'bare' matches 'x'.*'is_\*'"):
        select(Suite("bare", (Task("greet", "…"),)), "x")
