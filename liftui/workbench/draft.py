"""The request that is being written survives a crash."""

import json
from pathlib import Path

from liftui.workbench.kept_file import explained, keep_file


class Draft:
    """One text in ``file``, that of the workbench which wrote last; the caller decides how often it is kept."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def read(self) -> str:
        """The draft, empty where there is none. Raises RecordError where it cannot be read."""
        with explained(self._file, "the draft"):
            try:
                text = json.loads(self._file.read_text(encoding="utf-8"))
            except (FileNotFoundError, ValueError):
                return ""
        return text if isinstance(text, str) else ""

    def keep(self, text: str) -> None:
        """Put ``text`` on the disk; a blank one forgets the draft. Raises RecordError."""
        if text.strip():
            keep_file(self._file, json.dumps(text), "the draft")
        else:
            self.forget()

    def forget(self) -> None:
        """Remove the draft, as once it has been lifted. Raises RecordError."""
        with explained(self._file, "the draft"):
            self._file.unlink(missing_ok=True)
