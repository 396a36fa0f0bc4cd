"""Turns a process that was forked from the zygote into a job's: layer upon layer, the filter last, then the code."""

from __future__ import annotations

import json
import os
from itertools import pairwise

from . import layers
from .limits import empty_environment, limit_resources
from .modules import load_needed
from .runner import Run, report
from .seccomp import forbid_new_privileges, install_filter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

EXIT_NOT_CONFINED = 125
"""Exit code of a process in which the code never ran, as a layer failed."""
_HIGHEST_FD = 1 << 20


def run_confined(fds: Sequence[int], ruleset_fd: int | None, zygote: int) -> None:
    """Run the job of which ``fds`` are request, standard output, standard error and results; never return.

    Raises OSError where a layer cannot be put up.
    """
    request_fd, stdout_fd, stderr_fd, result_fd = fds
    os.setsid()
    layers.die_with_parent(zygote)
    os.dup2(stdout_fd, 1)
    os.dup2(stderr_fd, 2)
    job = _read_job(request_fd)
    load_needed([part["source"] for part in (*job["modules"], *job["calls"])])
    run = Run(job)
    _confine(job["limits"], ruleset_fd, zygote, keep=(result_fd, *run.open_fds))
    report(run, job, result_fd)


def _confine(limits: dict[str, int], ruleset_fd: int | None, zygote: int, keep: Sequence[int]) -> None:
    empty_environment()
    limit_resources(limits)
    layers.drop_privileges()
    layers.die_with_parent(zygote)  # again, as a change of credentials forgets it
    forbid_new_privileges()
    if ruleset_fd is not None:
        layers.enforce_landlock(ruleset_fd)
    _close_all_but((0, 1, 2, *keep))
    install_filter()


def _read_job(request_fd: int) -> dict[str, Any]:
    with os.fdopen(request_fd, "rb") as request:
        job: dict[str, Any] = json.loads(request.read())
    return job


def _close_all_but(fds: Sequence[int]) -> None:
    for low, high in pairwise((*sorted(fds), _HIGHEST_FD)):
        os.closerange(low + 1, high)
