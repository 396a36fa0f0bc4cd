"""The filter decides as meant on both processors; here it runs in a small interpreter instead of the kernel."""

import struct
from collections.abc import Mapping

import pytest

from engine.sandbox.child import syscalls
from engine.sandbox.child.seccomp import Instruction, filter_program

PID = 4242
ALLOW, KILL, EPERM, ENOSYS = 0x7FFF0000, 0x80000000, 0x00050001, 0x00050026
MACHINES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}


@pytest.fixture(params=MACHINES)
def machine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(syscalls.platform, "machine", lambda: request.param)
    return str(request.param)


def decide(program: list[Instruction], architecture: int, number: int, *arguments: int) -> int:
    """What the program returns, by the semantics of classic BPF in the kernel's networking/filter documentation."""
    padded = (*arguments, *[0] * (6 - len(arguments)))
    data = struct.pack("=IIQ6Q", number, architecture, 0, *(argument % 2**64 for argument in padded))
    position = accumulator = 0
    while True:
        code, if_true, if_false, operand = program[position]
        position += 1
        match code:
            case 0x20:
                (accumulator,) = struct.unpack_from("=I", data, operand)
            case 0x54:
                accumulator &= operand
            case 0x15 | 0x35:
                holds = accumulator == operand if code == 0x15 else accumulator >= operand
                position += if_true if holds else if_false
            case 0x06:
                return operand
            case _:
                raise AssertionError(f"unknown instruction {code:#x}")


def verdict(name: str, *arguments: int) -> int:
    architecture, calls = syscalls.table_of_this_machine()
    return decide(filter_program(PID, architecture, calls), architecture, calls[name], *arguments)


@pytest.mark.parametrize(
    ("name", "arguments", "expected"),
    [
        ("read", (0,), ALLOW),
        ("exit_group", (0,), ALLOW),
        ("clone3", (), ENOSYS),
        ("clone", (0x3D0F00,), ALLOW),  # a thread, as glibc asks for it
        ("clone", (0x1200011,), EPERM),  # fork
        ("clone", (0x10000 | 0x10000000,), EPERM),  # a thread in a new user namespace
        ("clone", (0x10000 | 0x80,), EPERM),  # in a new time namespace
        ("mmap", (0, 4096, 3), ALLOW),
        ("mmap", (0, 4096, 7), EPERM),
        ("mprotect", (0, 4096, 5), EPERM),
        ("kill", (PID, 9), ALLOW),
        ("kill", (1, 9), EPERM),
        ("kill", (-1, 9), EPERM),
        ("kill", (-PID, 9), EPERM),
        ("tgkill", (PID, 7, 9), ALLOW),
        ("tgkill", (PID + 1, 7, 9), EPERM),
        ("fcntl", (1, 1030), ALLOW),
        *[("fcntl", (1, command), EPERM) for command in (4, 5, 6, 8, 10, 15, 1024, 1033)],
        ("ioctl", (1, 0x5421), ALLOW),
        ("ioctl", (1, 0x5412), EPERM),
        ("prlimit64", (0, 7, 0), ALLOW),
        ("prlimit64", (0, 7, 1), EPERM),
        ("prlimit64", (0, 7, 1 << 32), EPERM),
        ("prlimit64", (1, 7, 0), EPERM),
        ("socketpair", (1, 1 | 0o2000000), ALLOW),
        ("socketpair", (1, 2), EPERM),
        ("socketpair", (2, 1), EPERM),
        ("sendto", (3, 0, 1, 0, 0), ALLOW),
        ("sendto", (3, 0, 1, 0, 1 << 32), EPERM),
    ],
)
def test_arguments_decide(machine: str, name: str, arguments: tuple[int, ...], expected: int) -> None:
    assert verdict(name, *arguments) == expected


def test_whatever_is_not_listed_is_refused(machine: str) -> None:
    architecture, calls = syscalls.table_of_this_machine()
    program = filter_program(PID, architecture, calls)
    refused = {number for number in range(600) if decide(program, architecture, number) == EPERM}
    assert refused >= set(range(600)) - set(calls.values())


def test_another_instruction_set_is_killed(machine: str) -> None:
    architecture, calls = syscalls.table_of_this_machine()
    program = filter_program(PID, architecture, calls)
    for foreign in (0x40000003, 0x40000028, *MACHINES.values()):
        assert (decide(program, foreign, calls["read"]) == ALLOW) == (foreign == architecture)
    assert decide(program, architecture, 0x40000000 | calls["read"]) == KILL
    assert decide(program, 0x40000003, 0) == KILL


FORBIDDEN = "open openat execve execveat socket connect bind fork vfork ptrace bpf unshare setns mount io_uring_setup"


def test_no_table_names_what_reaches_out(machine: str) -> None:
    calls: Mapping[str, int] = syscalls.table_of_this_machine()[1]
    assert not calls.keys() & set(FORBIDDEN.split())
    assert len(set(calls.values())) == len(calls)


def test_a_processor_without_a_table_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(syscalls.platform, "machine", lambda: "riscv64")
    with pytest.raises(OSError, match="riscv64"):
        syscalls.table_of_this_machine()
