"""Where an endpoint is, what opens it, and how patient the client is."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import cast
from urllib.parse import urlsplit

from pydantic import SecretStr

from engine.endpoint.retry import RetryPolicy
from engine.errors import SettingsError

_HEADERS = {
    "api_key": ("Authorization", "Bearer "),
    "modal_key": ("Modal-Key", ""),
    "modal_secret": ("Modal-Secret", ""),
}
"""Which header carries which secret, and what stands before it."""


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Longest waits, in seconds.

    Keep-alive comments are a sign of life for ``silence_s``, never for ``first_token_s``: a server whose front
    answers while its engine hangs is given up.
    """

    connect_s: float = 10.0
    """For a connection, TLS included."""
    first_token_s: float = 120.0
    """For text: from the request to the first, and later from text to text while only keep-alives come."""
    silence_s: float = 60.0
    """For any byte once the text has begun."""


@dataclass(frozen=True, slots=True)
class EndpointConfig:
    """One OpenAI-compatible server; secrets are masked in every representation.

    Raises SettingsError where the URL or a secret cannot be used.
    """

    url: str
    """The server's root, with or without ``/v1``; no credentials in it."""
    model: str | None = None
    """The model to ask for; without it, the only one that the server has."""
    api_key: SecretStr | None = None
    """Sent as a bearer token."""
    modal_key: SecretStr | None = None
    """Sent as ``Modal-Key``, for Modal's proxy."""
    modal_secret: SecretStr | None = None
    """Sent as ``Modal-Secret``, for Modal's proxy."""
    slots: int = 16
    """Requests in flight at once; further ones queue here, where their wait can be told from TTFT."""
    timeouts: Timeouts = field(default=Timeouts())
    retries: RetryPolicy = field(default=RetryPolicy())

    def __post_init__(self) -> None:
        _check_url(self.url)
        for name, secret in self._secrets():
            if not secret.isascii() or not secret.isprintable() or " " in secret:
                raise SettingsError(f"{name} holds characters no HTTP header can carry; copy it again")

    @property
    def root(self) -> str:
        """The URL without a trailing slash or ``/v1``."""
        return self.url.rstrip("/").removesuffix("/v1")

    @property
    def is_loopback(self) -> bool:
        """Whether the server runs on this machine."""
        host = urlsplit(self.url).hostname or ""
        return host in ("localhost", "::1") or host.startswith("127.")

    @property
    def headers(self) -> dict[str, str]:
        """What opens the endpoint; never to be logged."""
        secrets = self._secrets()
        return {_HEADERS[name][0]: _HEADERS[name][1] + secret for name, secret in secrets}

    @property
    def credentials(self) -> str:
        """Which credentials are set, by name, for an error's text."""
        names = [name for name, _ in self._secrets()]
        return ", ".join(f"{name} ({'set' if name in names else 'not set'})" for name in _HEADERS)

    def redacted(self, text: str) -> str:
        """``text`` with every secret in it replaced."""
        for _, secret in self._secrets():
            text = text.replace(secret, "***")
        return text

    def _secrets(self) -> Iterator[tuple[str, str]]:
        for name in _HEADERS:
            secret = cast("SecretStr | None", getattr(self, name))
            if secret is not None and secret.get_secret_value():
                yield name, secret.get_secret_value()


def _check_url(url: str) -> None:
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise SettingsError("the endpoint's URL cannot be read; write it like https://host:8000") from error
    if parts.username or parts.password or parts.query or parts.fragment:
        raise SettingsError("the endpoint's URL carries credentials or a query; give a plain URL and set api_key")
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise SettingsError(f"the endpoint {url!r} is no URL; write it like https://host:8000")
