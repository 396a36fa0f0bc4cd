"""What answers at an endpoint, out of its list of models."""

from pydantic import BaseModel, ValidationError

from engine.endpoint import faults
from engine.endpoint.chat import ServerIdentity
from engine.endpoint.config import EndpointConfig
from engine.endpoint.dialects import Kind
from engine.endpoint.errors import ModelNotFoundError


class _Model(BaseModel):
    id: str
    owned_by: str | None = None
    aliases: tuple[str, ...] = ()


class _Models(BaseModel):
    data: tuple[_Model, ...]


def identity_of(config: EndpointConfig, body: bytes) -> ServerIdentity:
    """Read ``/v1/models``: the configured model, or the only one, and the dialect by its owner.

    Raises ModelNotFoundError where there is no such model, or several to choose from; ProtocolError where the
    body is no list of models.
    """
    try:
        models = _Models.model_validate_json(body).data
    except ValidationError as error:
        raise faults.off_protocol(config, "its /v1/models is no list of models", "") from error
    model = _chosen(config, models)
    return ServerIdentity(_kind(model), config.model or model.id)


def _chosen(config: EndpointConfig, models: tuple[_Model, ...]) -> _Model:
    wanted = config.model
    fitting = [model for model in models if wanted is None or wanted in (model.id, *model.aliases)]
    if len(fitting) == 1:
        return fitting[0]
    names = ", ".join(faults.printable(model.id) for model in models) or "none"
    complaint = f"does not have the model {wanted!r}" if wanted else "does not have just one model"
    raise ModelNotFoundError(f"{config.root} {complaint}; set model to one that it has: {names}")


def _kind(model: _Model) -> Kind:
    match model.owned_by:
        case "llamacpp" | "vllm" as kind:
            return kind
    return "openai"
