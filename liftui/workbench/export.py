"""What of a lift can be taken away as a file."""

from pathlib import Path
from typing import Literal

from engine.errors import UsageError
from engine.ir import IR
from engine.lifted import Lifted
from engine.recording import Recording
from liftui.workbench.export_text import readable_ir, safe_code
from liftui.workbench.kept_file import keep_file

ExportKind = Literal["ir", "code", "page"]

_ENDINGS: dict[ExportKind, str] = {"ir": ".json", "code": ".py", "page": ".html"}


def suggest_name(recording: Recording, kind: ExportKind) -> str:
    """A file's name, after the function where it has one: ``clamp.py``."""
    try:
        name = IR.read(Lifted.of(recording.events).ir).signature.name
    except ValueError:
        name = "lift"
    return name + _ENDINGS[kind]


def export_lift(recording: Recording, kind: ExportKind, file: Path) -> None:
    """Write that part of the lift to ``file``, in place of what is there.

    Raises UsageError where the lift has no such part yet, RecordError where the file cannot be written.
    """
    keep_file(file, export_text(recording, kind), "the export")


def export_text(recording: Recording, kind: ExportKind) -> str:
    """What `export_lift` writes. Raises UsageError where the lift has no such part yet."""
    from liftui.workbench.page import lift_page

    lifted = Lifted.of(recording.events)
    match kind:
        case "ir" if lifted.ir:
            return readable_ir(lifted.ir) + "\n"
        case "code" if lifted.code:
            return safe_code(lifted.code).removesuffix("\n") + "\n"
        case "page":
            return lift_page(recording)
    raise UsageError(f"this lift has no {'IR' if kind == 'ir' else 'code'} yet: lift it again, or export the page")
