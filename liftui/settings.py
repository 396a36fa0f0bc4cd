"""Settings: defaults < config file < environment < command line; docs/configuration.md explains each.

The config file is TOML with one key a setting. ``LIFTUI_CONFIG`` names it; else it is ``config.toml`` in the
user's folder for liftui's configuration, where it may be missing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Literal, Self, get_args

from platformdirs import user_cache_path
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, ValidationError, model_validator

from engine.errors import SettingsError
from liftui.config_file import config_path, read_config
from liftui.display.choose import DisplayChoice


def _read_keys(value: object) -> object:
    """The environment writes the table as ``lift=f9 stop=f4``."""
    if isinstance(value, str):
        return dict(pair.partition("=")[::2] for pair in value.split())
    return value


class Settings(BaseModel):
    """Everything that can be configured, validated in this one place."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    endpoint: str | None = None
    """URL of an OpenAI-compatible server; without it the embedded model answers."""
    model: str | None = None
    """The model to ask for at the endpoint; without it, the only one that the endpoint has."""
    api_key: SecretStr | None = None
    """Sent to the endpoint as a bearer token."""
    modal_key: SecretStr | None = None
    """Id of a Modal proxy token; goes with ``modal_secret``."""
    modal_secret: SecretStr | None = None
    """Secret of a Modal proxy token; goes with ``modal_key``."""
    weights: Path | None = None
    """A GGUF file of the embedded model that is on this disk already."""
    cache_folder: Path = Field(default_factory=lambda: user_cache_path("liftui"))
    """Where the embedded model's weights are kept."""
    out: Path | None = None
    """The run's folder, which must not hold a run yet; without it, a new folder is made."""
    concurrency: int = Field(default=1, ge=1)
    """How many lifts are under way at a time."""
    repeat: int = Field(default=1, ge=1)
    """How often each task is lifted."""
    filter: str | None = None
    """Only tasks whose id contains or globs this, or that carry it as a tag."""
    price: str | None = None
    """Row of ``engine/pricing.toml`` that the endpoint charges by; the embedded model is ``local``."""
    threshold: float | None = Field(default=None, ge=0, le=1)
    """Share of lifts that must pass for exit code 0; without it, the suite's own."""
    unsafe_no_sandbox: bool = False
    """Run generated code with all the user's own rights, where it cannot be contained."""
    display: DisplayChoice = "auto"
    """How a run is shown; ``auto`` picks ``rich`` on a terminal and ``plain`` elsewhere."""
    theme: Literal["dark", "light", "ansi-dark", "ansi-light"] = "dark"
    """Colours that the workbench opens in; the ``ansi`` ones are the terminal's own."""
    keys: Annotated[dict[str, str], BeforeValidator(_read_keys)] = Field(default_factory=dict)
    """Keys of the workbench's commands, by the commands' names; several are separated by commas."""
    history_size: int = Field(default=1000, ge=0)
    """How many requests the workbench remembers over sessions; 0 switches that off."""

    @model_validator(mode="after")
    def _is_consistent(self) -> Self:
        if self.model is not None and self.endpoint is None:
            raise ValueError("model needs an endpoint that serves it: set endpoint too, or unset model")
        if (self.modal_key is None) != (self.modal_secret is None):
            raise ValueError("modal_key and modal_secret belong together: set both or neither")
        return self


Source = Literal["default", "file", "environment", "command line"]


@dataclass(frozen=True, slots=True)
class GivenSettings:
    """What was configured, merged but not yet validated."""

    config: Path
    values: Mapping[str, object]
    sources: Mapping[str, Source]
    """Which source each of the values is of."""

    def validated(self) -> Settings:
        """The settings; raises SettingsError, which names the source, the setting, the cause and the cure."""
        try:
            return Settings.model_validate(self.values)
        except ValidationError as error:
            raise SettingsError(_explain(error, self)) from None

    def origin(self, key: str) -> str:
        """Where exactly the value stands that is in force."""
        match self.sources.get(key, "default"):
            case "file":
                return f"{self.config}: {key}"
            case "environment":
                return _variable(key)
            case "command line":
                return f"--{key.replace('_', '-')}"
            case "default":
                return "default"


def gather_settings(typed: Mapping[str, str | None], environment: Mapping[str, str]) -> GivenSettings:
    """Merge all sources; ``typed`` holds only what stood on the command line; None unsets.

    Raises SettingsError where the config file cannot be read.
    """
    given: dict[Source, Mapping[str, object]] = {
        "file": read_config(environment),
        "environment": {key: value for key in Settings.model_fields if (value := environment.get(_variable(key)))},
        "command line": typed,
    }
    return GivenSettings(
        config_path(environment),
        values={key: value for values in given.values() for key, value in values.items()},
        sources={key: source for source, values in given.items() for key in values},
    )


def load_settings(typed: Mapping[str, str | None], environment: Mapping[str, str]) -> Settings:
    """Merge and validate all sources, as `gather_settings` and `GivenSettings.validated` do. Raises SettingsError."""
    return gather_settings(typed, environment).validated()


def _explain(error: ValidationError, given: GivenSettings) -> str:
    first = error.errors(include_url=False)[0]
    message = first["msg"].removeprefix("Value error, ").replace("Input", "it")
    if not first["loc"]:
        return message
    key = str(first["loc"][0])
    if first["type"] == "extra_forbidden":
        return f"{given.origin(key)} is no setting: {_suggestion(key)}"
    shown = "***" if SecretStr in get_args(Settings.model_fields[key].annotation) else repr(given.values[key])
    return f"{given.origin(key)} is {shown}, but {message}"


def _variable(key: str) -> str:
    return f"LIFTUI_{key.upper()}"


def _suggestion(key: str) -> str:
    for match in get_close_matches(key, Settings.model_fields, n=1):
        return f"did you mean {match!r}?"
    return f"the settings are {', '.join(Settings.model_fields)}"
