"""Files are written whole or not at all."""

import stat
from pathlib import Path

import pytest

from engine.atomic_file import write_atomically


def test_text_and_bytes_replace_what_was_there(tmp_path: Path) -> None:
    file = tmp_path / "file"
    for content in ("grün\n", b"\x00\xff"):
        write_atomically(file, content)
        assert file.read_bytes() == (content if isinstance(content, bytes) else content.encode())
    assert list(tmp_path.iterdir()) == [file]


def test_what_cannot_be_written_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("old")

    with pytest.raises(UnicodeEncodeError):
        write_atomically(file, "new \ud800")

    assert file.read_text() == "old"
    assert list(tmp_path.iterdir()) == [file]


def test_a_missing_folder_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write_atomically(tmp_path / "missing" / "file", "")


def test_a_file_has_the_permissions_of_any_other(tmp_path: Path) -> None:
    (tmp_path / "plain").write_text("")
    write_atomically(tmp_path / "atomic", "")

    assert stat.filemode((tmp_path / "atomic").stat().st_mode) == stat.filemode((tmp_path / "plain").stat().st_mode)
