"""The draft outlives the process that wrote it."""

from pathlib import Path

import pytest

from engine.errors import RecordError
from liftui.workbench.draft import Draft

TEXT = "Clamp a value\nbetween two others ✓ \ud800"


def test_a_draft_is_found_by_the_next_workbench(tmp_path: Path) -> None:
    file = tmp_path / "liftui" / "draft.json"
    assert Draft(file).read() == ""

    Draft(file).keep("older")
    Draft(file).keep(TEXT)

    assert Draft(file).read() == TEXT


def test_a_blank_or_forgotten_draft_leaves_nothing(tmp_path: Path) -> None:
    draft = Draft(tmp_path / "draft.json")
    for forget in (lambda: draft.keep(" \n"), draft.forget):
        draft.keep(TEXT)
        forget()
        assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"[1]", b"\xff", b'"half'])
def test_a_damaged_draft_is_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "draft.json").write_bytes(content)

    assert Draft(tmp_path / "draft.json").read() == ""


def test_a_draft_that_cannot_be_kept_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    draft = Draft(tmp_path / "file" / "draft.json")

    with pytest.raises(RecordError, match=r"the draft cannot be read or kept in .*: see that there is room"):
        draft.keep(TEXT)
