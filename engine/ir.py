"""The intermediate representation between a request and its code.

On the wire the signature is one string (`clamp(value: float, low: float) -> float`): the model writes Python
signatures better, and in fewer tokens, than nested objects.
"""

import ast
from collections.abc import Iterator
from typing import Annotated, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, PlainSerializer, ValidationError, WithJsonSchema


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Parameter(_Frozen):
    """One parameter: its name, its type and its default, the latter two as Python source."""

    name: str
    type: str
    default: str | None = None

    def __str__(self) -> str:
        default = "" if self.default is None else f" = {self.default}"
        return f"{self.name}: {self.type}{default}"


class Signature(_Frozen):
    """The function's name, parameters and return type."""

    name: str
    parameters: tuple[Parameter, ...]
    returns: str

    def __str__(self) -> str:
        return f"{self.name}({', '.join(map(str, self.parameters))}) -> {self.returns}"

    @property
    def header(self) -> str:
        """The `def` line that the code begins with."""
        return f"def {self}:"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``name(parameter: type = default, …) -> type``.

        Raises ValueError where that is not a Python function header of plain, annotated parameters.
        """
        try:
            module = ast.parse(f"def {text}: ...")
        except (SyntaxError, ValueError) as error:
            raise ValueError(f"the signature {text!r} is not Python: {error}") from error
        match module.body:
            case [ast.FunctionDef(returns=ast.expr() as returns) as function]:
                return cls(name=function.name, parameters=tuple(_parameters(function)), returns=ast.unparse(returns))
        raise ValueError(f"the signature {text!r} does not say what it returns")


def _parameters(function: ast.FunctionDef) -> Iterator[Parameter]:
    arguments = function.args
    if arguments.posonlyargs or arguments.vararg or arguments.kwonlyargs or arguments.kwarg:
        raise ValueError(f"the signature of {function.name!r} has more than plain parameters")
    names = [argument.arg for argument in arguments.args]
    if repeated := [name for name in names if names.count(name) > 1]:
        raise ValueError(f"the parameter {repeated[0]!r} of {function.name!r} is there twice")
    required = len(arguments.args) - len(arguments.defaults)
    defaults = [None] * required + [ast.unparse(default) for default in arguments.defaults]
    for argument, default in zip(arguments.args, defaults, strict=True):
        if argument.annotation is None:
            raise ValueError(f"the parameter {argument.arg!r} of {function.name!r} has no type")
        yield Parameter(name=argument.arg, type=ast.unparse(argument.annotation), default=default)


def _read_signature(value: object) -> object:
    return Signature.parse(value) if isinstance(value, str) else value


WireSignature = Annotated[
    Signature,
    BeforeValidator(_read_signature),
    PlainSerializer(str, return_type=str),
    WithJsonSchema({"type": "string", "description": "name(parameter: type, …) -> type"}),
]


class Hole(_Frozen):
    """Something that the request leaves open, and the answers that come to mind."""

    about: str
    question: str
    options: tuple[str, ...] = ()


class IR(_Frozen):
    """What is to be built: the commitments between request and code."""

    intent: str = ""
    """One sentence."""
    signature: WireSignature
    effects: tuple[str, ...] = ()
    """The steps the code takes, one phrase each."""
    assertions: tuple[str, ...] = ()
    """Python boolean expressions over the parameters and ``result``."""
    examples: tuple[str, ...] = ()
    """Python boolean expressions that call the function."""
    holes: tuple[Hole, ...] = ()

    @property
    def text(self) -> str:
        """Compact JSON as the grammar has it; optional parts that are empty are left out."""
        return self.model_dump_json(exclude_defaults=True)

    @classmethod
    def read(cls, text: str) -> Self:
        """Parse the IR's JSON. Raises ValueError, one sentence fit for the model and the user."""
        try:
            return cls.model_validate_json(text)
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            where = ".".join(map(str, first["loc"])) or "the IR"
            raise ValueError(f"{where}: {first['msg'].removeprefix('Value error, ')}") from error
