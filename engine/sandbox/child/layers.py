"""Layers beside the filter, each where the kernel offers it: Landlock, namespaces, no privileges, no survival.

Their absence weakens nothing that the filter alone holds. Structures and numbers are those of ``man 7 landlock``,
``man 2 unshare``, ``man 2 capset`` and ``man 2 prctl``.
"""

from __future__ import annotations

import ctypes
import os
import struct

_CREATE_RULESET, _RESTRICT_SELF, _ASK_VERSION = 444, 446, 1
_FILE_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15}
_ALL_FILE_RIGHTS = 16
_TCP_RIGHTS, _SCOPES = 0b11, 0b11

_NEW_USER, _NEW_NETWORK, _NEW_IPC = 0x10000000, 0x40000000, 0x08000000

_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _SIGKILL = 1, 4, 9
_CAPABILITY_VERSION_3 = 0x20080522
NOBODY = 65534
"""The user and group without rights, by convention."""


def landlock_ruleset() -> tuple[int, int] | None:
    """A ruleset that grants nothing, as descriptor, with Landlock's version; None where there is no Landlock."""
    libc = _libc()
    version = int(libc.syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), _ASK_VERSION))
    if version < 1:
        return None
    rights = (1 << _FILE_RIGHTS.get(version, _ALL_FILE_RIGHTS)) - 1
    attributes = struct.pack("=Q", rights)
    if version >= 4:
        attributes += struct.pack("=Q", _TCP_RIGHTS)
    if version >= 6:
        attributes += struct.pack("=Q", _SCOPES)
    ruleset_fd = int(libc.syscall(_CREATE_RULESET, attributes, ctypes.c_size_t(len(attributes)), 0))
    return None if ruleset_fd < 0 else (ruleset_fd, version)


def enforce_landlock(ruleset_fd: int) -> None:
    """Put the ruleset on this process. Raises OSError."""
    _checked(_libc().syscall(_RESTRICT_SELF, ruleset_fd, 0), "landlock_restrict_self")


def leave_namespaces() -> bool:
    """Move this process into a network and IPC namespace of its own; whether the kernel let it."""
    flags = _NEW_NETWORK | _NEW_IPC
    if os.geteuid() != 0:
        flags |= _NEW_USER
    return int(_libc().unshare(flags)) == 0


def drop_privileges() -> None:
    """Become nobody where this process is root, and give up all capabilities. Raises OSError."""
    if os.geteuid() == 0:
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)
    header = struct.pack("=Ii", _CAPABILITY_VERSION_3, 0)
    _checked(_libc().capset(header, bytes(24)), "capset")


def shield() -> None:
    """Let no process of the same user read this one's memory. Raises OSError."""
    _prctl(_PR_SET_DUMPABLE, 0)


def die_with_parent(parent: int) -> None:
    """Be killed when the process ``parent`` ends, at once where it has ended already. Raises OSError."""
    _prctl(_PR_SET_PDEATHSIG, _SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def _prctl(option: int, value: int) -> None:
    _checked(_libc().prctl(option, *(ctypes.c_ulong(argument) for argument in (value, 0, 0, 0))), "prctl")


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _checked(result: int, name: str) -> None:
    if result:
        raise OSError(ctypes.get_errno(), f"the kernel refuses {name}")
