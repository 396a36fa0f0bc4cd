"""A set of tasks, and the choice of some of them."""

from dataclasses import dataclass, replace
from fnmatch import fnmatchcase

from engine.errors import SuiteError
from engine.task import Task


@dataclass(frozen=True, slots=True)
class Suite:
    """Tasks with unique ids, at least one."""

    name: str
    tasks: tuple[Task, ...]
    description: str = ""
    threshold: float = 1.0
    """The share of tasks that must pass, from 0 to 1."""


def select(suite: Suite, pattern: str) -> Suite:
    """The suite with only those tasks whose id contains or globs ``pattern`` or that carry it as a tag.

    Raises SuiteError where nothing is left.
    """
    tasks = tuple(task for task in suite.tasks if _matches(task, pattern))
    if not tasks:
        tags = sorted({tag for task in suite.tasks for tag in task.tags})
        known = f"one of the tags {', '.join(tags)}" if tags else "a glob such as 'is_*'"
        raise SuiteError(
            f"no task of the suite {suite.name!r} matches {pattern!r}: give a part of a task's id or {known}"
        )
    return replace(suite, tasks=tasks)


def _matches(task: Task, pattern: str) -> bool:
    return pattern in task.id or pattern in task.tags or fnmatchcase(task.id, pattern)
