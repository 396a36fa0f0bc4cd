"""What can go wrong between this client and a server; every text names the cause, then the cure.

EndpointError
├── ConnectError                 no connection, or one lost before any text             worth retrying
│   ├── TLSError                 the certificate or the protocol does not fit
│   └── ConnectTimeoutError      nobody answers at that address
├── FirstTokenTimeoutError       connected, but no text comes
├── SilenceTimeoutError          the text stopped coming                                worth retrying
├── StreamInterruptedError       the stream was cut off amid the text                   worth retrying
├── ServerError                  408, 429, 5xx, or an error event                       worth retrying
│   └── WarmingUpError           503: no server runs yet, or its model is still loading worth retrying
├── AuthenticationError          401, 403
├── ModelNotFoundError           the server does not have the model
├── RequestRefusedError          400 and other 4xx: the request itself is wrong
├── ProtocolError                what answers does not speak this protocol
└── LengthLimitError             the text reached its limit of tokens

The client itself asks again only while no text has been delivered; after that the caller decides.
"""

from typing import ClassVar

from engine.errors import UnavailableError
from engine.metering import StageMetrics


class EndpointError(UnavailableError):
    """A server could not be reached, refused, or did not finish its answer."""

    worth_retrying: ClassVar[bool] = False
    """Whether the same request may succeed if it is sent again."""

    def __init__(self, message: str, *, partial: str = "") -> None:
        super().__init__(message)
        self.partial = partial
        """The text that had arrived."""
        self.http_retries = 0
        """How often the client had asked again before it gave up."""

    def __str__(self) -> str:
        message = super().__str__()
        return f"{message} (tried {self.http_retries + 1} times)" if self.http_retries else message


class ConnectError(EndpointError):
    """No connection could be made, or it was lost before any text."""

    worth_retrying = True


class TLSError(ConnectError):
    """The server's certificate is not trusted, or it does not speak TLS."""

    worth_retrying = False


class ConnectTimeoutError(ConnectError):
    """Nobody answered at the address in time."""

    worth_retrying = False


class FirstTokenTimeoutError(EndpointError):
    """The request was sent, but no text came in time; asking again would only lengthen the server's queue."""


class SilenceTimeoutError(EndpointError):
    """Text came, then nothing more; ``partial`` holds what had arrived."""

    worth_retrying = True


class StreamInterruptedError(EndpointError):
    """The stream ended without a finish reason; ``partial`` holds what had arrived."""

    worth_retrying = True


class ServerError(EndpointError):
    """The server failed or is overloaded, by status or by an error event after status 200."""

    worth_retrying = True

    def __init__(self, message: str, *, partial: str = "", retry_after_s: float | None = None) -> None:
        super().__init__(message, partial=partial)
        self.retry_after_s = retry_after_s
        """Seconds after which the server asks to be asked again."""


class WarmingUpError(ServerError):
    """Status 503: a cold endpoint that starts, or a server that loads its model."""


class AuthenticationError(EndpointError):
    """The server does not accept the credentials."""


class ModelNotFoundError(EndpointError):
    """The server does not have the model that was asked for."""


class RequestRefusedError(EndpointError):
    """The server understood the request and will not have it, such as for an invalid grammar."""


class ProtocolError(EndpointError):
    """What answers does not speak the protocol: a proxy's page, a redirect, broken JSON."""


class LengthLimitError(EndpointError):
    """The text reached its limit of tokens: ``partial`` holds it, ``metrics`` what it took."""

    def __init__(self, message: str, *, partial: str, metrics: StageMetrics) -> None:
        super().__init__(message, partial=partial)
        self.metrics = metrics
