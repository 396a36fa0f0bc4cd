"""What the user is told of a defect of liftui itself."""

from __future__ import annotations

import traceback

from platformdirs import user_log_path


def report_defect(error: BaseException) -> str:
    """Write the traceback to a file and return one sentence that names it; on a full disk, without the file."""
    sentence = f"a defect of liftui, {type(error).__name__}"
    try:
        log = user_log_path("liftui", ensure_exists=True) / "defect.log"
        log.write_text("".join(traceback.format_exception(error)), encoding="utf-8")
    except OSError:
        return f"{sentence}: please report it"
    return f"{sentence}: please report it with {log}"
