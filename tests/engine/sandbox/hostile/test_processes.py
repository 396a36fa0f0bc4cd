"""Claims 15 to 22: no other process is reached, none is started, and no call beside the list is made."""

import os
import struct

import psutil
import pytest

from tests.engine.sandbox.hostile.conftest import Attack


@pytest.mark.parametrize(
    "attempt",
    [
        "os.kill(os.getppid(), 9)",
        "os.kill(os.getppid(), 0)",
        "os.kill(-1, 9)",
        "os.kill(0, 9)",
        "os.kill(1, 0)",
        "os.killpg(os.getpgrp(), 9)",
        "os.kill(PARENT, 15)",
        "fcntl.fcntl(1, 8, PARENT)",  # F_SETOWN
        "fcntl.fcntl(1, 10, 9)",  # F_SETSIG
        "fcntl.fcntl(1, 4, 0x2000)",  # F_SETFL with O_ASYNC
        "os.setpriority(os.PRIO_PROCESS, PARENT, 19)",
        "os.pidfd_open(PARENT)",
        "os.fork()",
        "os.forkpty()",
        "os.execv('/bin/sh', ['sh'])",
        "os.posix_spawn('/bin/sh', ['sh'], {})",
        "subprocess.run(['/bin/true'])",
        "os.setuid(0)",
        "os.setsid()",
        "resource.prlimit(PARENT, resource.RLIMIT_CPU, (1, 1))",
        "resource.prlimit(PARENT, resource.RLIMIT_CPU)",
    ],
)
async def test_no_other_process_is_reached_or_made(attack: Attack, attempt: str) -> None:
    source = attempt.replace("PARENT", str(os.getpid()))
    await attack.refused(f"import fcntl, os, resource, subprocess\n{source}")
    children = psutil.Process().children(recursive=True)
    assert len(children) == 1, children  # the zygote


async def test_no_daemon_is_left(attack: Attack) -> None:
    await attack.refused(
        "import os\nif os.fork() == 0:\n    os.setsid()\n    if os.fork() == 0:\n        while True: pass"
    )
    assert len(psutil.Process().children(recursive=True)) == 1


async def test_threads_are_bounded_by_memory_and_end_with_the_job(attack: Attack) -> None:
    body = """
import threading, time
started = 0
try:
    while True:
        threading.Thread(target=time.sleep, args=(600,), daemon=True).start()
        started += 1
except (RuntimeError, MemoryError):
    return "contained" if 1 < started < 1000 else started
"""
    result = await attack(body)
    assert result.passed, result
    assert len(psutil.Process().children(recursive=True)) == 1


RAW = """
import ctypes, errno, os
libc = ctypes.CDLL(None, use_errno=True)
result = libc.syscall(*[ctypes.c_long(n) for n in {numbers}])
name = errno.errorcode.get(ctypes.get_errno())
return "contained" if result == -1 and name == {expected!r} else (result, name)
"""
X86_64_CALLS = {
    "open": 2, "socket": 41, "connect": 42, "sendmsg": 46, "bind": 49, "fork": 57, "vfork": 58, "execve": 59,
    "shmget": 29, "ptrace": 101, "prctl": 157, "arch_prctl": 158, "mount": 165, "personality": 135, "tkill": 200,
    "io_setup": 206, "timer_create": 222, "openat": 257, "newfstatat": 262, "unshare": 272, "splice": 275,
    "signalfd4": 289, "perf_event_open": 298, "name_to_handle_at": 303, "setns": 308, "process_vm_readv": 310,
    "process_vm_writev": 311, "kcmp": 312, "finit_module": 313, "seccomp": 317, "memfd_create": 319, "kexec": 320,
    "bpf": 321, "execveat": 322, "userfaultfd": 323, "pkey_mprotect": 329, "statx": 332, "io_uring_setup": 425,
    "pidfd_send_signal": 424, "pidfd_open": 434, "openat2": 437, "pidfd_getfd": 438, "process_madvise": 440,
    "landlock_create_ruleset": 444, "memfd_secret": 447, "unheard_of": 999,
}  # fmt: skip
ON_X86_64 = pytest.mark.skipif(os.uname().machine != "x86_64", reason="calls by the numbers of x86-64")


@ON_X86_64
@pytest.mark.parametrize("name", X86_64_CALLS)
async def test_a_raw_call_is_refused(attack: Attack, name: str) -> None:
    result = await attack(RAW.format(numbers=[X86_64_CALLS[name], 0, 0, 0, 0, 0, 0], expected="EPERM"))
    assert result.passed, result


@ON_X86_64
@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ([435, 0, 0], "ENOSYS"),  # clone3
        ([56, 17, 0], "EPERM"),  # clone as fork does it
        ([56, 0x10010000, 0], "EPERM"),  # clone of a thread with a user namespace
        ([9, 0, 4096, 7, 0x22, -1, 0], "EPERM"),  # mmap with PROT_EXEC
        ([10, 0, 4096, 5], "EPERM"),  # mprotect with PROT_EXEC
        ([16, 0, 0x5412, 0], "EPERM"),  # ioctl TIOCSTI
        ([16, 0, (1 << 32) | 0x5412, 0], "EPERM"),
        ([302, 0, 0, 1, 0], "EPERM"),  # prlimit64 with a new limit
        ([302, 0, 0, 1 << 32, 0], "EPERM"),
    ],
)
async def test_the_arguments_of_a_raw_call_are_looked_at(attack: Attack, numbers: list[int], expected: str) -> None:
    result = await attack(RAW.format(numbers=numbers, expected=expected))
    assert result.passed, result


@ON_X86_64
async def test_the_x32_interface_ends_the_process(attack: Attack) -> None:
    result = await attack(RAW.format(numbers=[0x40000000 + 39], expected=None))
    assert result.error == "the process was ended by SIGSYS"


@ON_X86_64
async def test_calls_of_32_bit_cannot_even_be_written_into_memory(attack: Attack) -> None:
    code = struct.pack("6B", 0xB8, 0x14, 0, 0, 0, 0xCD) + b"\x80\xc3"  # mov eax, getpid; int 0x80; ret
    body = f"import mmap\nmemory = mmap.mmap(-1, 4096, prot=7)\nmemory.write({code!r})"
    await attack.refused(body)


async def test_a_memory_page_never_becomes_executable(attack: Attack) -> None:
    body = """
import ctypes, mmap
memory = mmap.mmap(-1, 4096)
memory.write(b"\\xc3")
address = ctypes.addressof(ctypes.c_char.from_buffer(memory))
libc = ctypes.CDLL(None, use_errno=True)
result = libc.mprotect(ctypes.c_void_p(address), 4096, 5)
return "contained" if (result, ctypes.get_errno()) == (-1, 1) else result
"""
    result = await attack(body)
    assert result.passed, result
