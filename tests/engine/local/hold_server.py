"""A process that runs the embedded server until it is killed: python -m tests.engine.local.hold_server WEIGHTS.

It prints ``ready`` when the server is.
"""

import asyncio
import sys
from pathlib import Path

from engine.local.server import EmbeddedServer


async def main(weights: Path) -> None:
    """Serve, and never end of itself."""
    async with EmbeddedServer.start(weights, "held"):
        print("ready", flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
