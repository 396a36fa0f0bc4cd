"""Claims 6 to 14: no file by name, no secret, no descriptor that belongs to somebody else."""

from pathlib import Path

import pytest

from tests.engine.sandbox.hostile.conftest import Attack


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    file = tmp_path / "secret"
    file.write_text("needle")
    file.chmod(0o666)
    return file


READS = [
    "open(SECRET).read()",
    "os.open(SECRET, 0)",
    "os.stat(SECRET)",
    "os.listdir(FOLDER)",
    "os.readlink(SECRET)",
    "os.symlink(SECRET, SECRET + '2')",
    "os.link(SECRET, SECRET + '2')",
    "open('/etc/passwd')",
    "open('/proc/self/environ')",
    "open('/proc/1/environ')",
    "open('/proc/self/mem', 'rb')",
    "open(f'/proc/{os.getppid()}/mem', 'rb')",
    "os.open('/proc/self/fd/0', 0)",
    "os.open('/proc/self/exe', 0)",
    "os.scandir('/proc/self/fd')",
    "os.chdir(FOLDER)",
    "os.chroot('/')",
    "os.access(SECRET, 4) or open(SECRET)",
]
CHANGES = [
    "open(SECRET, 'w')",
    "open(SECRET + '2', 'w')",
    "os.unlink(SECRET)",
    "os.rmdir(FOLDER)",
    "os.chmod(SECRET, 0)",
    "os.rename(SECRET, SECRET + '2')",
    "os.utime(SECRET, (0, 0))",
    "os.truncate(SECRET, 0)",
    "os.mkdir(FOLDER + '/new')",
    "os.mkfifo(SECRET + '2')",
    "os.chown(SECRET, 1, 1)",
    "os.setxattr(SECRET, 'user.x', b'')",
    "open('/tmp/liftui-hostile', 'w')",
    "open('/dev/shm/x', 'w')",
    "open('here', 'w')",
    "tempfile.mkdtemp(dir=FOLDER)",
    "os.memfd_create('x')",
    "shutil.rmtree(FOLDER)",
]


def state_of(file: Path) -> object:
    status = file.stat()
    kept = (status.st_mode, status.st_mtime, status.st_uid, status.st_nlink)
    return kept, file.read_text(), list(file.parent.iterdir())


@pytest.mark.parametrize("attempt", [*READS, *CHANGES])
async def test_no_name_leads_to_a_file(attack: Attack, secret: Path, attempt: str) -> None:
    before = state_of(secret)
    source = attempt.replace("SECRET", repr(str(secret))).replace("FOLDER", repr(str(secret.parent)))
    await attack.refused(f"import os, shutil, tempfile\n{source}")
    assert state_of(secret) == before


async def test_the_environment_is_empty_even_in_memory(attack: Attack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "needle-417")
    body = """
import ctypes, gc, os
environ = ctypes.POINTER(ctypes.c_char_p).in_dll(ctypes.CDLL(None), "environ")
left = [environ[0]] if environ else []
held = [thing for thing in gc.get_objects() if type(thing) is dict and "OPENAI_API_KEY" in thing]
return "contained" if not dict(os.environ) and left in ([], [None]) and not held else (left, held)
"""
    result = await attack(body)
    assert result.passed, result


async def test_only_its_own_descriptors_are_open(attack: Attack) -> None:
    body = """
import os
opened = []
for fd in range(4096):
    try:
        os.get_inheritable(fd)
        opened.append(fd)
    except OSError:
        pass
# The standard three, the results, and this process's own status for its peak of memory.
return "contained" if opened[:3] == [0, 1, 2] and len(opened) == 5 else opened
"""
    result = await attack(body)
    assert result.passed, result


async def test_captured_output_cannot_be_grown_by_other_means(attack: Attack) -> None:
    for attempt in ("os.ftruncate(1, 1 << 40)", "os.posix_fallocate(1, 0, 1 << 30)", "os.sendfile(1, 0, 0, 1)"):
        await attack.refused(f"import os\n{attempt}")
