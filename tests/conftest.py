"""What tests of several packages share."""

import asyncio
import os
from pathlib import Path

import platformdirs
import pytest
from hypothesis import settings

from engine.errors import ModelError
from engine.local.manifest import load_manifest
from engine.local.weights import ensure_weights

# A deadline would assert time, which a busy machine breaks.
settings.register_profile("liftui", deadline=None)
settings.load_profile("liftui")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--screens-update", action="store_true", help="take the screens as they are for the right ones")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the tests with the model last, so that a broken unit is known in seconds."""
    items.sort(key=lambda item: item.get_closest_marker("weights") is not None)


@pytest.fixture(scope="session")
def weights() -> Path:
    """The embedded model's verified weights: the file of LIFTUI_WEIGHTS, else fetched into the user's cache.

    Where they cannot be had, tests are skipped; under continuous integration (CI=true) they fail instead.
    """
    local = os.environ.get("LIFTUI_WEIGHTS")
    cache = platformdirs.user_cache_path("liftui")
    try:
        return asyncio.run(
            ensure_weights(load_manifest(), cache, lambda progress: None, local=Path(local) if local else None)
        )
    except ModelError as error:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(str(error))
