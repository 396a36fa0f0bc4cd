"""Files to take away: named after the function, readable, without control codes."""

import ast
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import RecordError, UsageError
from engine.events import CodeAssembled, LiftStarted, StageStarted, TextStreamed
from engine.recording import Recording
from liftui.workbench.export import ExportKind, export_lift, export_text, suggest_name
from liftui.workbench.page import lift_page
from tests.engine.recordings import EVENTS, HEADER, IR_TEXT, RECORDING, SOURCE, any_text, asking


def test_files_are_named_after_the_function() -> None:
    assert suggest_name(RECORDING, "ir") == "double.json"
    assert suggest_name(RECORDING, "code") == "double.py"
    assert suggest_name(asking("…"), "page") == "lift.html"


def test_each_part_is_written_whole(tmp_path: Path) -> None:
    expected: dict[ExportKind, str] = {
        "ir": json.dumps(json.loads(IR_TEXT), indent=2) + "\n",
        "code": SOURCE,
        "page": lift_page(RECORDING),
    }
    for kind, text in expected.items():
        export_lift(RECORDING, kind, tmp_path / "new" / kind)
        assert (tmp_path / "new" / kind).read_text(encoding="utf-8") == text


@pytest.mark.parametrize(("kind", "name"), [("ir", "IR"), ("code", "code")])
def test_what_is_not_there_yet_is_told(tmp_path: Path, kind: ExportKind, name: str) -> None:
    with pytest.raises(UsageError, match=f"this lift has no {name} yet: lift it again, or export the page"):
        export_lift(asking("…"), kind, tmp_path / "file")
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match=r"the export cannot be read or kept in .* \(Is a directory\): see that"):
        export_lift(RECORDING, "code", tmp_path)


def test_an_unfinished_ir_is_written_as_it_is() -> None:
    assert export_text(Recording(HEADER, EVENTS[:3]), "ir") == IR_TEXT[:20] + "\n"


@given(any_text())
def test_an_ir_means_the_same_without_control_codes(text: str) -> None:
    ir = json.dumps({"intent": text})
    recording = Recording(HEADER, (StageStarted(0.0, "ir", 1), TextStreamed(0.0, "ir", ir)))

    exported = export_text(recording, "ir")

    assert exported.replace("\n", "").isprintable()
    assert json.loads(exported) == {"intent": text}


@given(st.text(st.characters(exclude_characters="\\'\r\n\0")))
def test_code_means_the_same_without_control_codes(text: str) -> None:
    source = f"VALUE = '''{text}'''\n"
    recording = Recording(HEADER, (LiftStarted(0.0, "…", None), CodeAssembled(0.0, 1, source, None)))

    exported = export_text(recording, "code")

    assert exported.replace("\n", "").replace("\t", "").isprintable()
    assert ast.literal_eval(exported.removeprefix("VALUE = ")) == text
