"""A process that fetches the made-up model: python -m tests.engine.local.fetch MANIFEST CACHE HUB_URL.

Its output is a line ``source bytes`` for each report of progress, then the weights' path.
"""

import asyncio
import sys
from pathlib import Path

from engine.local.manifest import Manifest
from engine.local.progress import DownloadProgress
from engine.local.weights import ensure_weights


def main(manifest: str, cache: str, hub_url: str) -> None:
    """Fetch, telling each step."""
    parsed = Manifest.model_validate_json(Path(manifest).read_text(encoding="utf-8"))
    print(asyncio.run(ensure_weights(parsed, Path(cache), tell, hub_url=hub_url)), flush=True)


def tell(progress: DownloadProgress) -> None:
    """Print one report."""
    print(progress.source, progress.done_bytes, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
