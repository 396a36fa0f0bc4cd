"""From what went wrong on the wire to the error that says so: statuses, error events, lost connections."""

import json
import os
import re
import socket
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime

import httpx

from engine.endpoint.config import EndpointConfig
from engine.endpoint.errors import (
    AuthenticationError,
    ConnectError,
    ConnectTimeoutError,
    EndpointError,
    FirstTokenTimeoutError,
    ModelNotFoundError,
    ProtocolError,
    RequestRefusedError,
    ServerError,
    SilenceTimeoutError,
    StreamInterruptedError,
    TLSError,
    WarmingUpError,
)
from engine.endpoint.retry import retry_after_s

_QUOTED_CHARACTERS = 200
"""How much of a server's own words an error repeats."""
_OVERLOADED = (408, 429)
_REDIRECTS = (301, 302, 303, 307, 308)


def of_status(config: EndpointConfig, status: int, headers: httpx.Headers, body: bytes) -> EndpointError:
    """The error that an answer with this status, not 200, means."""
    if status in _REDIRECTS:
        return _redirect(config, httpx.URL(headers.get("location", "")))
    delay_s = retry_after_s(headers.get("retry-after"), datetime.now(UTC))
    return _refusal(config, status, f"HTTP {status}", _message(body), "", delay_s)


def of_event(config: EndpointConfig, error: object, partial: str) -> EndpointError:
    """The error that an error event after status 200 means; its `code` speaks as a status would."""
    code = error.get("code") if isinstance(error, dict) else None
    status = code if isinstance(code, int) and 400 <= code < 600 else 500
    return _refusal(config, status, "error event", _said(error), partial, None)


def of_transport(config: EndpointConfig, error: httpx.TransportError, partial: str) -> EndpointError:
    """The error that a connection which failed or was lost means."""
    causes = list(_causes(error))
    reason = config.redacted(_reason(error, causes))
    if isinstance(error, httpx.ConnectTimeout):
        seconds = config.timeouts.connect_s
        return ConnectTimeoutError(f"{config.root} did not answer within {seconds:g} s; check host and network")
    if isinstance(error, httpx.ConnectError):
        if any(isinstance(cause, ssl.SSLError) for cause in causes):
            return TLSError(f"no TLS with {config.root} ({reason}); check http or https, and the certificate")
        return ConnectError(f"nothing answers at {config.root} ({reason}); check that the server runs there")
    if isinstance(error, httpx.RemoteProtocolError) and not _closed_early(error):
        return off_protocol(config, reason, partial)
    return ended_early(config, reason, partial)


def of_timeout(config: EndpointConfig, partial: str) -> EndpointError:
    """The error that bytes or text which did not come in time mean."""
    limits = config.timeouts
    if partial:
        bounds = f"no byte for {limits.silence_s:g} s or no text for {limits.first_token_s:g} s"
        text = f"{config.root} fell silent amid its answer ({bounds}); check whether it hangs"
        return SilenceTimeoutError(text, partial=partial)
    return FirstTokenTimeoutError(
        f"{config.root} gave no answer within {limits.first_token_s:g} s; check its load, or raise first_token_s"
    )


def ended_early(config: EndpointConfig, reason: str, partial: str) -> EndpointError:
    """The error of a connection that was lost: before any text the request was as good as never sent."""
    if partial:
        text = f"{config.root} cut its answer off after {len(partial)} characters ({reason}); try again"
        return StreamInterruptedError(text, partial=partial)
    return ConnectError(f"{config.root} closed the connection ({reason}); check that the server still runs")


def off_protocol(config: EndpointConfig, reason: str, partial: str) -> ProtocolError:
    """The error of an answer that no OpenAI-compatible server gives."""
    return ProtocolError(
        f"{config.root} does not speak the protocol ({config.redacted(printable(reason))}); "
        "check that the URL is an OpenAI-compatible server's and no proxy's",
        partial=partial,
    )


def _refusal(
    config: EndpointConfig, status: int, via: str, message: str, partial: str, delay_s: float | None
) -> EndpointError:
    root, quoted = config.root, config.redacted(message)[:_QUOTED_CHARACTERS]
    said = f"{via}: {quoted}" if quoted else via
    if status in (401, 403):
        return AuthenticationError(f"{root} does not accept the credentials ({via}); check {config.credentials}")
    if status == 404 and re.search(r"\bmodel\b", message, re.IGNORECASE):
        return ModelNotFoundError(f"{root} does not have the model ({said}); set model to one that it has")
    if status == 404:
        return RequestRefusedError(f"{root} has no such API ({said}); check the path of the endpoint's URL")
    if status == 503:
        text = f"{root} is not ready ({said}); wait until its model is loaded, or check that it is deployed"
        return WarmingUpError(text, partial=partial, retry_after_s=delay_s)
    if status in _OVERLOADED:
        text = f"{root} is overloaded ({said}); try later or with fewer requests at once"
        return ServerError(text, partial=partial, retry_after_s=delay_s)
    if status >= 500:
        text = f"{root} failed ({said}); look into the server's log"
        return ServerError(text, partial=partial, retry_after_s=delay_s)
    if status >= 400:
        text = f"{root} refused the request ({said}); check that it takes grammars and that the prompt fits"
        return RequestRefusedError(text, partial=partial)
    return off_protocol(config, via, partial)


def _redirect(config: EndpointConfig, location: httpx.URL) -> ProtocolError:
    target = printable(config.redacted(f"{location.scheme}://{location.host}{location.path}"))
    where = target if location.host else "another path"
    return ProtocolError(
        f"{config.root} redirects to {where}, and credentials are not sent there unasked; "
        "set the endpoint's URL to the server itself"
    )


def _message(body: bytes) -> str:
    """What the body of a failed answer says in JSON; a page of HTML says nothing worth repeating."""
    try:
        payload = json.loads(body)
    except (ValueError, RecursionError):
        return "" if body.lstrip().startswith(b"<") else printable(body.decode("utf-8", "replace"))
    return _said(payload.get("error", payload) if isinstance(payload, dict) else payload)


def _said(error: object) -> str:
    match error:
        case {"message": str(message)} | {"detail": str(message)} | str(message):
            return printable(message)
    return ""


def printable(text: str) -> str:
    """On one line and without control characters, which a terminal would obey."""
    return "".join(character for character in " ".join(text.split()) if character.isprintable())


def _causes(error: BaseException) -> Iterator[BaseException]:
    """``error`` and what it arose from, outermost first."""
    cause: BaseException | None = error
    while cause is not None:
        yield cause
        group = cause.exceptions if isinstance(cause, BaseExceptionGroup) else ()
        cause = group[0] if group else cause.__cause__ or cause.__context__


def _reason(error: httpx.TransportError, causes: list[BaseException]) -> str:
    """The operating system's word for it, where it has one."""
    for cause in reversed(causes):
        if isinstance(cause, ssl.SSLError | socket.gaierror):
            return str(cause.strerror or cause)
        if isinstance(cause, OSError) and cause.errno:
            return os.strerror(cause.errno)
    return str(error) or type(error).__name__


def _closed_early(error: httpx.RemoteProtocolError) -> bool:
    """Whether the connection ended before the answer did; httpx tells it from garbage by its text alone."""
    return "disconnected" in str(error) or "peer closed" in str(error)
