"""The process from which jobs are forked: it has imported what they need, and runs one after another.

On its control socket it says first which layers it has; then each message it receives carries four descriptors
(request, standard output, standard error, results) and is answered by the job's pidfd, which lets the parent end
the job whenever it wants, and by the job's exit code once it is over.
"""

from __future__ import annotations

import gc
import json
import os
import socket
import sys

from . import confinement, layers
from .modules import load_common

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


def main(control_fd: int, parent: int) -> None:
    """Serve jobs until the parent closes its end of the control socket or ends."""
    control = socket.socket(fileno=control_fd)
    layers.die_with_parent(parent)
    load_common()
    has_namespaces = layers.leave_namespaces()
    ruleset = layers.landlock_ruleset()
    layers.shield()
    layers.die_with_parent(parent)  # again, as a change of credentials forgets it
    gc.collect()
    gc.freeze()
    version = ruleset[1] if ruleset else None
    control.send(json.dumps({"landlock": version, "namespaces": has_namespaces}).encode())
    _serve(control, ruleset[0] if ruleset else None)


def _serve(control: socket.socket, ruleset_fd: int | None) -> None:
    zygote = os.getpid()
    while True:
        message, fds, _, _ = socket.recv_fds(control, 1, 4)
        if not message:
            return
        pid = os.fork()
        if pid == 0:
            _run_job(fds, ruleset_fd, zygote)
        _watch(control, pid, fds)


def _run_job(fds: Sequence[int], ruleset_fd: int | None, zygote: int) -> None:
    """Never returns, whatever happens: what would come after it is the zygote's."""
    try:
        confinement.run_confined(fds, ruleset_fd, zygote)
    except BaseException:
        sys.excepthook(*sys.exc_info())  # into the job's standard error
    finally:
        os._exit(confinement.EXIT_NOT_CONFINED)


def _watch(control: socket.socket, pid: int, fds: Sequence[int]) -> None:
    for fd in fds:
        os.close(fd)
    pidfd = os.pidfd_open(pid)
    socket.send_fds(control, [b"started"], [pidfd])
    os.close(pidfd)
    _, status = os.waitpid(pid, 0)
    control.send(str(os.waitstatus_to_exitcode(status)).encode())
