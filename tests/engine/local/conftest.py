"""A made-up model, its hub, and a pip that knows its wheels only."""

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.engine.local.hub_server import HubServer
from tests.engine.local.published import CONTENT, Published, publish


@pytest.fixture
def published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Published:
    index = tmp_path / "index"
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(index))
    return publish(index)


@pytest.fixture
def hub() -> Iterator[HubServer]:
    with HubServer(CONTENT) as server:
        yield server


@pytest.fixture
def no_hub() -> str:
    """The base URL of a hub that refuses connections."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return f"http://127.0.0.1:{server.getsockname()[1]}"
