"""Texts through editors that are small programs of the test's own."""

import shlex
import sys
from pathlib import Path

import pytest

from engine.errors import UsageError
from liftui.workbench.external_editor import edit_text

REPLACE = """
import pathlib, sys
old, new, name = sys.argv[1:]
file = pathlib.Path(name)
file.write_text(file.read_text(encoding="utf-8").replace(old, new) + "\\n", encoding="utf-8")
"""


def editor(folder: Path, program: str, *arguments: str) -> str:
    """Write an editor; returns the command that the user would set."""
    script = folder / "my editor.py"
    script.write_text(program)
    return shlex.join([sys.executable, str(script), *arguments])


def test_the_editors_text_comes_back_without_the_newline_it_adds(tmp_path: Path) -> None:
    command = editor(tmp_path, REPLACE, "a value", "grüne Werte")

    assert edit_text("Clamp a value\nnow", {"EDITOR": command}) == "Clamp grüne Werte\nnow"


def test_a_newline_that_was_there_stays(tmp_path: Path) -> None:
    assert edit_text("x = 1\n", {"EDITOR": editor(tmp_path, "")}) == "x = 1\n"


def test_visual_outranks_editor_and_an_empty_one_counts_as_unset(tmp_path: Path) -> None:
    command = editor(tmp_path, REPLACE, "a", "b")

    assert edit_text("a", {"VISUAL": command, "EDITOR": "false"}) == "b"
    assert edit_text("a", {"VISUAL": " ", "EDITOR": command}) == "b"


def test_the_file_says_its_language_and_is_gone_afterwards(tmp_path: Path) -> None:
    told = tmp_path / "told"
    command = editor(tmp_path, f"import pathlib, sys; pathlib.Path({str(told)!r}).write_text(sys.argv[1])")

    edit_text("x = 1", {"EDITOR": command}, suffix=".py")

    file = Path(told.read_text())
    assert file.suffix == ".py"
    assert not file.parent.exists()


@pytest.mark.parametrize(
    ("program", "sentence"),
    [
        ("raise SystemExit(3)", "ended with status 3: the text is as it was"),
        ("import os, sys; os.remove(sys.argv[1])", "left no text that can be read: the text is as it was"),
        ("import sys; open(sys.argv[1], 'wb').write(b'\\xff')", "left no text that can be read"),
    ],
)
def test_a_text_that_does_not_come_back_is_told(tmp_path: Path, program: str, sentence: str) -> None:
    with pytest.raises(UsageError, match=sentence):
        edit_text("a", {"EDITOR": editor(tmp_path, program)})


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        ("/no/such/editor -w", "'/no/such/editor' cannot be started .No such file or directory.: set VISUAL or EDITOR"),
        ("vi 'unclosed", "EDITOR is .* no command .No closing quotation.: set it to your editor's"),
    ],
)
def test_a_command_that_is_none_is_told_with_its_cure(command: str, sentence: str) -> None:
    with pytest.raises(UsageError, match=sentence):
        edit_text("a", {"EDITOR": command})
