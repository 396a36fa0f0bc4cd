"""Bounds that a job's process puts upon itself before it runs the code; none of them can be raised again."""

from __future__ import annotations

import os
import resource
import sys

OPEN_FILES = 64
"""File descriptors of the code under test."""
STACK_BYTES = 64 * 1024 * 1024
"""Stack of the main thread."""


def empty_environment() -> None:
    """Leave the code no variable of the environment."""
    os.environ.clear()


def limit_resources(limits: dict[str, int]) -> None:
    """Lower the limits of this process to those of a job, both the soft and the hard ones."""
    _lower(resource.RLIMIT_CORE, 0)
    _lower(resource.RLIMIT_NOFILE, OPEN_FILES)
    _lower(resource.RLIMIT_STACK, STACK_BYTES)
    _lower(resource.RLIMIT_FSIZE, limits["file_bytes"])
    # A second of grace lets SIGXCPU, which names its cause, come before SIGKILL.
    _lower(resource.RLIMIT_CPU, limits["cpu_s"], grace=1)
    if sys.platform != "darwin":  # macOS accepts the limit or not, and does not keep it
        _lower(resource.RLIMIT_AS, limits["memory_bytes"])


def _lower(kind: int, value: int, grace: int = 0) -> None:
    ceiling = value + grace
    hard = resource.getrlimit(kind)[1]
    if hard != resource.RLIM_INFINITY:
        ceiling = min(ceiling, hard)
    resource.setrlimit(kind, (min(value, ceiling), ceiling))
