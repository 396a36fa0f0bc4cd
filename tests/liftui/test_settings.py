"""Settings: precedence of the sources, and one sentence for each bad value."""

from pathlib import Path

import pytest

from engine.errors import SettingsError
from liftui.settings import Settings, load_settings

DOCUMENTATION = Path(__file__).parents[2] / "docs" / "configuration.md"


def write_config(folder: Path, text: str) -> dict[str, str]:
    """Write a config file and return an environment that names it."""
    path = folder / "config.toml"
    path.write_text(text, encoding="utf-8")
    return {"LIFTUI_CONFIG": str(path)}


def test_each_source_beats_the_ones_before_it(tmp_path: Path) -> None:
    environment = write_config(tmp_path, "concurrency = 2\nrepeat = 2\nfilter = 'file'\n")
    environment |= {"LIFTUI_REPEAT": "3", "LIFTUI_FILTER": "environment"}

    settings = load_settings({"filter": "typed"}, environment)

    assert settings.display == "auto"
    assert (settings.concurrency, settings.repeat, settings.filter) == (2, 3, "typed")


def test_an_empty_variable_counts_as_unset() -> None:
    assert load_settings({}, {"LIFTUI_ENDPOINT": "", "LIFTUI_CONFIG": ""}).endpoint is None


def test_the_config_file_may_be_missing_unless_it_is_named(tmp_path: Path) -> None:
    missing = tmp_path / "nowhere.toml"

    with pytest.raises(SettingsError, match=r"nowhere\.toml.*cannot be read"):
        load_settings({}, {"LIFTUI_CONFIG": str(missing)})


def test_a_config_file_that_is_not_toml_is_blamed_with_its_line(tmp_path: Path) -> None:
    environment = write_config(tmp_path, "concurrency = 1\nrepeat 3\n")

    with pytest.raises(SettingsError, match=r"config\.toml is not TOML: .*line 2"):
        load_settings({}, environment)


def test_an_unknown_key_is_answered_with_the_closest_known_one(tmp_path: Path) -> None:
    environment = write_config(tmp_path, "concurency = 4\n")

    with pytest.raises(SettingsError, match=r"config\.toml: concurency .* did you mean 'concurrency'\?"):
        load_settings({}, environment)


@pytest.mark.parametrize(
    ("typed", "environment", "sentence"),
    [
        ({"concurrency": "0"}, {}, "--concurrency is '0', but it should be greater than or equal to 1"),
        ({"repeat": "many"}, {}, "--repeat is 'many', but it should be a valid integer"),
        (
            {},
            {"LIFTUI_THRESHOLD": "80"},
            "LIFTUI_THRESHOLD is '80', but it should be less than or equal to 1",
        ),
        ({"display": "loud"}, {}, "it should be 'auto', 'rich', 'plain', 'log' or 'none'"),
        ({"model": "large"}, {}, "model needs an endpoint"),
        ({}, {"LIFTUI_MODAL_KEY": "wk-1"}, "modal_key and modal_secret belong together"),
    ],
)
def test_a_bad_value_is_named_with_its_source_and_cure(
    typed: dict[str, str], environment: dict[str, str], sentence: str
) -> None:
    with pytest.raises(SettingsError) as caught:
        load_settings(typed, environment)

    assert sentence in str(caught.value)
    assert "\n" not in str(caught.value)


def test_secrets_are_in_no_text(tmp_path: Path) -> None:
    settings = load_settings({}, {"LIFTUI_API_KEY": "sk-hidden"})
    assert "sk-hidden" not in f"{settings!r} {settings} {settings.model_dump_json()}"

    environment = write_config(tmp_path, "api_key = [ 'sk-hidden' ]\n")
    with pytest.raises(SettingsError) as caught:
        load_settings({}, environment)
    assert "sk-hidden" not in str(caught.value)


@pytest.mark.parametrize("key", Settings.model_fields)
def test_every_setting_is_documented(key: str) -> None:
    page = DOCUMENTATION.read_text(encoding="utf-8")

    assert f"`{key}`" in page
    assert f"`LIFTUI_{key.upper()}`" in page


def test_keys_are_a_table_in_the_file_and_pairs_in_the_environment(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text('[keys]\nlift = "ctrl+j,f9"\n')

    assert load_settings({}, {"LIFTUI_CONFIG": str(config)}).keys == {"lift": "ctrl+j,f9"}
    both = {"LIFTUI_CONFIG": str(config), "LIFTUI_KEYS": "lift=f9 stop=f4"}
    assert load_settings({}, both).keys == {"lift": "f9", "stop": "f4"}


def test_a_value_of_none_unsets_what_the_other_sources_say() -> None:
    given = {"LIFTUI_ENDPOINT": "http://localhost:8000", "LIFTUI_MODEL": "big"}

    assert load_settings({"endpoint": None, "model": None}, given).endpoint is None
