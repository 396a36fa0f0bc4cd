"""The config file: where it is, and what it holds before anything is validated."""

from collections.abc import Mapping
from pathlib import Path

from platformdirs import user_config_path

from engine.errors import SettingsError


def config_path(environment: Mapping[str, str]) -> Path:
    """Name the config file, whether it exists or not."""
    named = environment.get("LIFTUI_CONFIG")
    return Path(named) if named else user_config_path("liftui") / "config.toml"


def read_config(environment: Mapping[str, str]) -> dict[str, object]:
    """Read the config file; only one that ``LIFTUI_CONFIG`` names must exist. Raises SettingsError."""
    path = config_path(environment)
    if not environment.get("LIFTUI_CONFIG") and not path.exists():
        return {}
    import tomllib  # most users have no such file, and the workbench looks for one before its first paint

    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{path} is not TOML: {error}") from error
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}, the config file, cannot be read: {error}") from error
