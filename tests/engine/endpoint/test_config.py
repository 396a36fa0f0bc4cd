"""Where an endpoint is and what opens it."""

import pytest
from pydantic import SecretStr

from engine.endpoint.client import Endpoint
from engine.endpoint.config import EndpointConfig
from engine.errors import SettingsError

SECRET = "sk-very-secret"


def test_secrets_become_headers_and_nothing_else() -> None:
    config = EndpointConfig(
        "https://host/v1/", api_key=SecretStr(SECRET), modal_key=SecretStr("wk"), modal_secret=SecretStr("ws")
    )
    assert config.headers == {"Authorization": f"Bearer {SECRET}", "Modal-Key": "wk", "Modal-Secret": "ws"}
    assert SECRET not in repr(config) + str(config)
    assert config.redacted(f"wrong key {SECRET}!") == "wrong key ***!"


def test_an_empty_secret_is_none() -> None:
    config = EndpointConfig("http://host", api_key=SecretStr(""))
    assert (config.headers, config.redacted("text")) == ({}, "text")
    assert config.credentials == "api_key (not set), modal_key (not set), modal_secret (not set)"


@pytest.mark.parametrize(
    "url", ["http://host:8000", "http://host:8000/", "http://host:8000/v1", "http://host:8000/v1/"]
)
def test_the_root_is_the_same_with_and_without_v1(url: str) -> None:
    assert EndpointConfig(url).root == "http://host:8000"


@pytest.mark.parametrize(
    "url",
    [
        "host:8000",
        "ftp://host",
        "http://",
        "http://user:pa55@host",
        "https://host/?api_key=pa55",
        "http://h:x",
        "http://[",
    ],
)
def test_a_url_that_cannot_be_used_is_refused_without_showing_credentials(url: str) -> None:
    with pytest.raises(SettingsError, match="the endpoint") as caught:
        Endpoint(EndpointConfig(url))
    assert "pa55" not in str(caught.value)


@pytest.mark.parametrize("value", [f"{SECRET}\n", f"{SECRET} x", f"{SECRET}é", f"{SECRET}\x00"])
def test_a_secret_that_no_header_can_carry_is_refused_without_showing_it(value: str) -> None:
    with pytest.raises(SettingsError, match="api_key holds") as caught:
        EndpointConfig("http://host", api_key=SecretStr(value))
    assert SECRET not in str(caught.value)
