"""Takes from this process, for good, every system call that is not on the list.

The filter is a classic BPF program over ``struct seccomp_data``: see ``man 2 seccomp``. A call that is not allowed
fails with EPERM, so that it surfaces in the code under test as PermissionError; one that comes by another
instruction set ends the process.
"""

from __future__ import annotations

import ctypes
import errno
import os
import struct

from .syscalls import table_of_this_machine

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_LOAD, _AND, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x54, 0x15, 0x35, 0x06
_ALLOW, _KILL, _ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
_NUMBER, _ARCHITECTURE, _ARGUMENTS = 0, 4, 16
_X32_BIT = 0x40000000

_PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS, _MODE_FILTER = 22, 38, 2

_PROT_EXEC = 0x4
_CLONE_THREAD = 0x00010000
_CLONE_NAMESPACES = 0x7E020080
_F_DUPFD, _F_GETFD, _F_SETFD, _F_GETFL, _F_DUPFD_CLOEXEC = 0, 1, 2, 3, 1030
_FIONBIO = 0x5421
_AF_UNIX, _SOCK_STREAM, _SOCK_TYPE_MASK = 1, 1, 0xF
_WHOLE = 0xFFFFFFFF

Instruction = tuple[int, int, int, int]
Condition = tuple[int, int, tuple[int, ...]]
"""A word of the arguments (two to each, the lower first), a mask, and the values that may remain under it."""


def _null(argument: int) -> list[Condition]:
    return [(2 * argument, _WHOLE, (0,)), (2 * argument + 1, _WHOLE, (0,))]


def _conditions(pid: int) -> dict[str, list[Condition]]:
    """What must hold of the arguments of these calls; of the others, anything may."""
    return {
        # Owner, signal and lease commands could aim a signal at another process.
        "fcntl": [(2, _WHOLE, (_F_DUPFD, _F_GETFD, _F_SETFD, _F_GETFL, _F_DUPFD_CLOEXEC))],
        "ioctl": [(2, _WHOLE, (_FIONBIO,))],
        "mmap": [(4, _PROT_EXEC, (0,))],
        "mprotect": [(4, _PROT_EXEC, (0,))],
        "clone": [(0, _CLONE_THREAD | _CLONE_NAMESPACES, (_CLONE_THREAD,))],
        "kill": [(0, _WHOLE, (pid,))],
        "tgkill": [(0, _WHOLE, (pid,))],
        "prlimit64": [(0, _WHOLE, (0, pid)), *_null(2)],
        # A pair wakes asyncio's loop; stream sockets that are connected take no address.
        "socketpair": [(0, _WHOLE, (_AF_UNIX,)), (2, _SOCK_TYPE_MASK, (_SOCK_STREAM,))],
        "sendto": _null(4),
    }


def filter_program(pid: int, architecture: int, calls: Mapping[str, int]) -> list[Instruction]:
    """The filter for the process ``pid`` as (code, jump if true, jump if false, operand)."""
    conditions = _conditions(pid)
    program: list[Instruction] = [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_EQUAL, 1, 0, architecture),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER),
        (_AT_LEAST, 0, 1, _X32_BIT),
        (_RETURN, 0, 0, _KILL),
    ]
    for name, number in calls.items():
        body = _verdict(name, conditions.get(name, []))
        program += [(_EQUAL, 0, len(body), number), *body]
    return [*program, _refusal(errno.EPERM)]


def _verdict(name: str, conditions: Sequence[Condition]) -> list[Instruction]:
    if name == "clone3":  # its flags lie in memory, out of a filter's sight; the C library falls back to clone
        return [_refusal(errno.ENOSYS)]
    checks = [instruction for condition in conditions for instruction in _check(*condition)]
    return [*checks, (_RETURN, 0, 0, _ALLOW)]


def _check(word: int, mask: int, values: tuple[int, ...]) -> list[Instruction]:
    """Go on behind the refusal where one of the values remains."""
    comparisons = [(_EQUAL, len(values) - n, 0, value) for n, value in enumerate(values)]
    return [(_LOAD, 0, 0, _ARGUMENTS + 4 * word), (_AND, 0, 0, mask), *comparisons, _refusal(errno.EPERM)]


def _refusal(number: int) -> Instruction:
    return (_RETURN, 0, 0, _ERRNO | number)


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


def forbid_new_privileges() -> None:
    """Let no later `exec` gain rights; Landlock and seccomp want it so. Raises OSError."""
    _prctl(_PR_SET_NO_NEW_PRIVS, 1, 0)


def install_filter() -> None:
    """Put the filter on this process. Raises OSError where the kernel or the processor offers none."""
    program = filter_program(os.getpid(), *table_of_this_machine())
    packed = b"".join(struct.pack("=HBBI", *instruction) for instruction in program)
    filter_ = _Program(len(program), packed)
    _prctl(_PR_SET_SECCOMP, _MODE_FILTER, ctypes.addressof(filter_))


def _prctl(option: int, first: int, second: int) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    arguments = (ctypes.c_ulong(argument) for argument in (first, second, 0, 0))
    if libc.prctl(option, *arguments):
        raise OSError(ctypes.get_errno(), "the kernel refuses prctl")
