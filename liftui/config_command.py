"""``liftui config``: which settings are in force, and why."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Literal

from engine.errors import UsageError
from liftui.config_file import config_path
from liftui.display.text import one_line
from liftui.exits import ExitCode
from liftui.settings import GivenSettings, Settings, gather_settings

Action = Literal["show", "validate", "path"]


def run_config(action: Action, typed: Mapping[str, str], environment: Mapping[str, str]) -> ExitCode:
    """Print what is asked. Raises SettingsError where a setting is wrong, UsageError for options without effect."""
    if typed and action != "show":
        raise UsageError(f"config {action} looks at the config file alone: leave --{next(iter(typed))} out")
    match action:
        case "path":
            print(config_path(environment))
        case "validate":
            print(_validate(environment))
        case "show":
            print("\n".join(_show(gather_settings(typed, environment))))
    return ExitCode.PASSED


def _validate(environment: Mapping[str, str]) -> str:
    """One sentence on the config file, whatever else the environment sets."""
    named = {key: value for key, value in environment.items() if key == "LIFTUI_CONFIG"}
    given = gather_settings({}, named)
    given.validated()
    if not given.config.exists():
        return f"{given.config} does not exist: the defaults are in force"
    return f"{given.config} is valid and sets {', '.join(given.values) or 'nothing'}"


def _show(given: GivenSettings) -> Iterator[str]:
    """Lines of TOML with the source of each value; what has no value is a comment."""
    lines = {key: _line(key, value) for key, value in _masked(given.validated()).items()}
    width = max(map(len, lines.values()))
    yield f"# config file: {given.config}{'' if given.config.exists() else ' (does not exist)'}"
    for key, line in lines.items():
        source = given.sources.get(key, "default")
        yield f"{line:{width}}  # {given.origin(key) if source != 'file' else 'config file'}"


def _line(key: str, value: object) -> str:
    return f"# {key} is not set" if value is None else f"{key} = {_toml(value)}"


def _toml(value: object) -> str:
    """A value that JSON can hold, as TOML."""
    match value:
        case dict():
            return f"{{ {', '.join(f'{json.dumps(key)} = {_toml(item)}' for key, item in value.items())} }}"
        case list():
            return f"[{', '.join(map(_toml, value))}]"
        case _:
            return one_line(json.dumps(value, ensure_ascii=False))


def _masked(settings: Settings) -> dict[str, object]:
    """All values; secrets are masked by their type, and what an endpoint's URL may carry is masked here."""
    values: dict[str, object] = settings.model_dump(mode="json")
    if settings.endpoint is not None:
        values["endpoint"] = re.sub(r"[?#].*", "?***", re.sub(r"//[^/]*@", "//***@", settings.endpoint))
    return values
