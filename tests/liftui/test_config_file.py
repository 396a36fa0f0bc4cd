"""Where the config file is."""

from pathlib import Path

from liftui.config_file import config_path


def test_the_config_path_is_the_users_folder_unless_named(tmp_path: Path) -> None:
    assert config_path({}).parts[-2:] == ("liftui", "config.toml")
    assert config_path({"LIFTUI_CONFIG": str(tmp_path / "mine.toml")}) == tmp_path / "mine.toml"
