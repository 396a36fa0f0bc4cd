"""Which server answers a run: the endpoint that is configured, else the embedded one, made ready."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from engine.endpoint.chat import ServerIdentity
from engine.endpoint.client import Endpoint
from engine.endpoint.config import EndpointConfig
from engine.errors import SettingsError
from engine.local.manifest import load_manifest
from engine.local.progress import DownloadProgress
from engine.local.server import EmbeddedServer
from engine.local.weights import ensure_weights
from engine.pricing import Price, read_prices
from engine.warm_up import warm_up
from liftui.display.protocol import Notice
from liftui.settings import Settings

Tell = Callable[[Notice | DownloadProgress], None]


@dataclass(frozen=True, slots=True)
class Server:
    """A server that is ready for lifts."""

    endpoint: Endpoint
    identity: ServerIdentity
    kind: str
    """``embedded``, or the dialect of a server elsewhere."""
    price: Price | None
    """None where it is unknown."""
    ensure_running: Callable[[], Awaitable[None]]
    """To be awaited before each lift."""


@asynccontextmanager
async def open_server(settings: Settings, tell: Tell) -> AsyncGenerator[Server]:
    """Make the server ready, telling what is under way, and close it in the end.

    Raises SettingsError, ModelError or EndpointError.
    """
    opened = _open_embedded(settings, tell) if settings.endpoint is None else _open_remote(settings, tell)
    async with opened as server:
        version = f" {server.identity.version}" if server.identity.version else ""
        tell(Notice(f"Model: {server.identity.model} ({server.kind}{version})"))
        yield server


@asynccontextmanager
async def _open_remote(settings: Settings, tell: Tell) -> AsyncGenerator[Server]:
    config = EndpointConfig(
        url=settings.endpoint or "",
        model=settings.model,
        api_key=settings.api_key,
        modal_key=settings.modal_key,
        modal_secret=settings.modal_secret,
    )
    price = _find_price(settings.price) if settings.price else None
    async with Endpoint(config) as endpoint:
        tell(Notice(f"Asking {config.root} for its model"))
        identity = await endpoint.identify()
        yield Server(endpoint, identity, identity.kind, price, _always_running)


@asynccontextmanager
async def _open_embedded(settings: Settings, tell: Tell) -> AsyncGenerator[Server]:
    price = _find_price(settings.price or "local")
    manifest = load_manifest()
    weights = await ensure_weights(manifest, settings.cache_folder, tell, local=settings.weights)
    tell(Notice("Starting the embedded model"))
    async with (
        EmbeddedServer.start(weights, manifest.model) as server,
        Endpoint(server.endpoint) as endpoint,
    ):
        identity = await endpoint.identify()
        tell(Notice("Warming the prompt cache"))
        await warm_up(endpoint)
        yield Server(endpoint, identity, "embedded", price, server.ensure_running)


async def _always_running() -> None:
    """A server elsewhere is not ours to start."""


def _find_price(name: str) -> Price:
    prices = read_prices()
    if name not in prices:
        raise SettingsError(f"there is no price {name!r}: set price to one of {', '.join(prices)}")
    return prices[name]
