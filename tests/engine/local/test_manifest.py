"""The manifest that is shipped, and what a manifest may not say."""

import pytest
from pydantic import ValidationError

from engine.local.manifest import Manifest, load_manifest


def test_the_shipped_manifest_names_one_file_and_wheels_that_add_up_to_it() -> None:
    manifest = load_manifest()
    assert manifest.file.endswith(".gguf")
    assert sum(wheel.size_bytes for wheel in manifest.wheels) == manifest.size_bytes


def test_parts_that_do_not_add_up_are_refused() -> None:
    raw = load_manifest().model_dump(by_alias=True)
    with pytest.raises(ValidationError, match="the parts of"):
        Manifest.model_validate(raw | {"wheels": raw["wheels"][:-1]})
