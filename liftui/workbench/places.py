"""Where the workbench keeps things; docs/configuration.md tells the user."""

from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_data_path


@dataclass(frozen=True, slots=True)
class Places:
    """The files and folders below one folder."""

    folder: Path

    @classmethod
    def of_user(cls) -> "Places":
        """Below the user's folder for liftui's data."""
        return cls(user_data_path("liftui"))

    @property
    def sessions(self) -> Path:
        """The database of `liftui.sessions.store.SessionStore`."""
        return self.folder / "sessions.db"

    @property
    def history(self) -> Path:
        """The file of `liftui.workbench.history.PromptHistory`."""
        return self.folder / "history.jsonl"

    @property
    def draft(self) -> Path:
        """The file of `liftui.workbench.draft.Draft`."""
        return self.folder / "draft.json"

    @property
    def copies(self) -> Path:
        """The folder for what no clipboard took."""
        return self.folder / "copies"
