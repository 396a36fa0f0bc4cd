"""Copying by real programs on a PATH of the test's own, by escape sequence, and to a file."""

import asyncio
import base64
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.errors import RecordError
from liftui.workbench.clipboard import Copied, copy_text

TEXT = "def grün():\n    return '✓'\n"


def install(folder: Path, name: str, python: str) -> None:
    """Put a program into ``folder``."""
    program = folder / name
    program.write_text(f"#!{sys.executable}\nimport pathlib, sys, time\n{python}\n")
    program.chmod(0o755)


def keeps(file: Path) -> str:
    return f"pathlib.Path({str(file)!r}).write_bytes(sys.stdin.buffer.read()); print('on the screen?')"


async def copied(folder: Path, text: str = TEXT, **environment: str) -> tuple[Copied, str]:
    """Copy with the programs in ``folder``; returns what went to the terminal too."""
    sequences: list[str] = []
    way = await copy_text(text, folder / "copy.py", {"PATH": str(folder)} | environment, sequences.append)
    return way, "".join(sequences)


async def test_a_tool_of_this_machine_comes_first_and_the_screen_stays_clean(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    install(tmp_path, "xclip", keeps(tmp_path / "clipboard"))

    way, sequences = await copied(tmp_path, DISPLAY=":0", TERM="xterm")

    assert (way, sequences) == (Copied("tool", "xclip"), "")
    assert str(way) == "copied with xclip"
    assert (tmp_path / "clipboard").read_bytes() == TEXT.encode()
    assert capfd.readouterr() == ("", "")


async def test_windows_takes_its_own_encoding(tmp_path: Path) -> None:
    install(tmp_path, "clip.exe", keeps(tmp_path / "clipboard"))

    assert (await copied(tmp_path))[0] == Copied("tool", "clip.exe")
    assert (tmp_path / "clipboard").read_bytes().decode("utf-16") == TEXT


@pytest.mark.parametrize(
    ("python", "environment"),
    [
        ("sys.exit(1)", {"DISPLAY": ":0"}),
        ("time.sleep(3600)", {"DISPLAY": ":0"}),
        ("sys.exit(0)", {}),
        ("sys.exit(0)", {"DISPLAY": ":0", "SSH_CONNECTION": "192.0.2.1 5 192.0.2.2 22"}),
    ],
    ids=["fails", "hangs", "has no display", "is far away"],
)
async def test_where_the_tool_is_of_no_use_the_terminal_is_asked(
    tmp_path: Path, python: str, environment: dict[str, str]
) -> None:
    install(tmp_path, "xclip", python)

    way, sequence = await copied(tmp_path, TERM="xterm-256color", **environment)

    assert way.way == "terminal"
    assert sequence.startswith("\x1b]52;c;")
    assert sequence.endswith("\a")
    assert base64.b64decode(sequence[len("\x1b]52;c;") : -1]).decode() == TEXT


async def test_a_program_that_cannot_start_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "xclip").write_text("#!/no/such/interpreter\n")
    (tmp_path / "xclip").chmod(0o755)

    assert (await copied(tmp_path, DISPLAY=":0", TERM="xterm"))[0].way == "terminal"


@pytest.mark.parametrize(
    ("text", "environment"),
    [
        (TEXT, {"TERM": "linux"}),
        (TEXT, {"TERM": "dumb"}),
        (TEXT, {}),
        (TEXT, {"TERM": "xterm", "TERM_PROGRAM": "Apple_Terminal"}),
        (TEXT, {"TERM": "screen", "STY": "1.pts"}),
        ("x" * 80_000, {"TERM": "xterm"}),
    ],
)
async def test_a_file_remains_where_there_is_no_clipboard(
    tmp_path: Path, text: str, environment: dict[str, str]
) -> None:
    way, sequences = await copied(tmp_path, text, **environment)

    assert (way, sequences) == (Copied("file", str(tmp_path / "copy.py")), "")
    assert str(tmp_path / "copy.py") in str(way)
    assert (tmp_path / "copy.py").read_text(encoding="utf-8") == text


async def test_not_even_a_file_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(RecordError, match="the copy cannot be read or kept in"):
        await copied(tmp_path / "file")


@pytest.fixture
def tmux(tmp_path: Path) -> Iterator[list[str]]:
    """The command of a tmux server of the test's own."""
    program = shutil.which("tmux")
    if program is None:
        pytest.skip("tmux is not installed")
    command = [program, "-S", str(tmp_path / "socket")]
    subprocess.run([*command, "new-session", "-d"], check=True)
    yield command
    subprocess.run([*command, "kill-server"], check=True)


async def test_tmux_keeps_the_text_in_its_buffer(tmp_path: Path, tmux: list[str]) -> None:
    (tmp_path / "tmux").symlink_to(tmux[0])

    way, _ = await copied(tmp_path, TMUX=f"{tmux[-1]},1,0")

    assert way == Copied("tool", "tmux")
    saved = await asyncio.to_thread(subprocess.run, [*tmux, "save-buffer", "-"], capture_output=True, check=True)
    assert saved.stdout == TEXT.encode()
