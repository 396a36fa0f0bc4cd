"""Which bytes the embedded model consists of, and where they can be had (``weights-*.json`` beside this file)."""

from importlib import resources
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

Sha256 = Annotated[str, StringConstraints(pattern="^[0-9a-f]{64}$")]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Hub(_Frozen):
    """The weights' home on the model hub, at a fixed revision."""

    repo: str
    revision: str


class Wheel(_Frozen):
    """A wheel that carries one part of the weights."""

    project: str
    version: str
    wheel_sha256: Sha256
    member: str
    """The part's path inside the wheel."""
    size_bytes: int = Field(alias="bytes", gt=0)
    """Size of the part, not of the wheel."""

    @property
    def requirement(self) -> str:
        """A line of a requirements file that accepts this very wheel only."""
        return f"{self.project}=={self.version} --hash=sha256:{self.wheel_sha256}\n"


class Manifest(_Frozen):
    """One model's weights: the whole file's size and hash, and its sources."""

    model: str
    file: str
    size_bytes: int = Field(alias="bytes", gt=0)
    sha256: Sha256
    license: str
    hub: Hub
    wheels: tuple[Wheel, ...]
    """In the order of their parts, which together are the file."""

    @model_validator(mode="after")
    def _parts_make_the_whole(self) -> Self:
        parts_bytes = sum(wheel.size_bytes for wheel in self.wheels)
        if parts_bytes != self.size_bytes:
            raise ValueError(f"the parts of {self.file} have {parts_bytes} bytes, not {self.size_bytes}")
        return self


def load_manifest(name: str = "weights-1.5b") -> Manifest:
    """Read the manifest ``name`` of this package."""
    text = resources.files("engine.local").joinpath(f"{name}.json").read_text(encoding="utf-8")
    return Manifest.model_validate_json(text)
