"""What a run was made with: versions, and the commit of the source."""

import platform
import subprocess
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path


def versions() -> dict[str, str | None]:
    """Name the versions of liftui (None where it runs uninstalled), Python and the platform."""
    try:
        liftui = version("liftui")
    except PackageNotFoundError:
        liftui = None
    return {"liftui": liftui, "python": platform.python_version(), "platform": platform.platform()}


def source_commit(root: Path = Path(__file__).parents[1]) -> str | None:
    """Name the commit that is checked out at ``root``, with ``-dirty`` where files differ from it.

    None where the root is no git checkout (an installed package), or git is missing.
    """
    if not (root / ".git").exists():
        return None
    describe = ["git", "-C", str(root), "describe", "--always", "--dirty", "--abbrev=40", "--exclude=*"]
    try:
        answer = subprocess.run(describe, capture_output=True, text=True, check=True)  # noqa: S603
    except (OSError, subprocess.CalledProcessError):
        return None
    return answer.stdout.strip()
