"""Files that are either written whole or left as they were."""

import os
from pathlib import Path
from secrets import token_hex


def write_atomically(file: Path, content: str | bytes) -> None:
    """Put ``content``, text as UTF-8, in the place of ``file``; whoever reads it meets the old or the new, whole.

    It is on the disk when this returns. Raises OSError, and leaves nothing behind then.
    """
    partial = file.with_name(f"{file.name}.{token_hex(4)}.partial")
    try:
        with partial.open("xb") as stream:
            stream.write(content.encode() if isinstance(content, str) else content)
            stream.flush()
            os.fsync(stream.fileno())
        partial.replace(file)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
