"""The entries of suite files as they are written: checked by pydantic, handed on as dataclasses."""

import ast
from keyword import iskeyword
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from engine.sandbox.expected import parse_expected
from engine.task import Case, Comparison, Task


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


def _expression(source: str) -> str:
    """Raises ValueError where ``source`` is not a Python expression."""
    try:
        ast.parse(source, mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        reason = getattr(error, "msg", str(error)) or "it is nested too deeply"
        raise ValueError(f"{source!r} is not a Python expression ({reason}); correct it") from error
    return source


def _call(source: str) -> str:
    """Raises ValueError where ``source`` is not a Python expression or leaves ``f`` out."""
    names = (node.id for node in ast.walk(ast.parse(_expression(source))) if isinstance(node, ast.Name))
    if "f" not in names:
        raise ValueError(f"{source!r} does not call f; write the function as f, whatever its name")
    return source


def _expected(source: str) -> str:
    """Raises ValueError where ``source`` is not a value that can be compared."""
    parse_expected(_expression(source))
    return source


def _name(text: str) -> str:
    """Raises ValueError where ``text`` is not a Python name."""
    if not text.isidentifier() or iskeyword(text):
        raise ValueError(f"{text!r} is not a Python name; correct it")
    return text


def _dotted_name(text: str) -> str:
    """Raises ValueError where ``text`` is not a Python name, such as ``json.JSONDecodeError``."""
    for part in text.split("."):
        _name(part)
    return text


def _test(source: str) -> str:
    """Raises ValueError where ``source`` is not Python or defines no function ``check``."""
    try:
        statements = ast.parse(source).body
    except (SyntaxError, ValueError) as error:
        raise ValueError(f"is not Python ({error}); correct it") from error
    if not any(isinstance(node, ast.FunctionDef) and node.name == "check" for node in statements):
        raise ValueError("defines no function check(candidate); add it")
    return source


Name = Annotated[str, AfterValidator(_name)]
Call = Annotated[str, AfterValidator(_call)]
Test = Annotated[str, AfterValidator(_test)]


class _CaseEntry(_Entry):
    call: Call
    returns: Annotated[str, AfterValidator(_expected)] | None = None
    raises: Annotated[str, AfterValidator(_dotted_name)] | None = None
    check: Annotated[str, AfterValidator(_expression)] | None = None

    @model_validator(mode="after")
    def _one_verdict(self) -> Self:
        if [self.returns, self.raises, self.check].count(None) != 2:
            raise ValueError("must have exactly one of returns, raises and check")
        return self

    def case(self) -> Case:
        return Case(self.call, self.returns, self.raises, self.check)


class _CompareEntry(_Entry):
    float_tolerance: float | None = Field(default=None, gt=0)
    unordered: bool = False

    def comparison(self) -> Comparison:
        return Comparison(self.float_tolerance, self.unordered)


class _TaskEntry(_Entry):
    id: str = Field(pattern="^[a-z0-9_]+$")
    prompt: str = Field(min_length=1)
    entry_point: Name | None = None
    examples: tuple[Call, ...] = ()
    cases: tuple[_CaseEntry, ...] = ()
    test: Test | None = None
    compare: _CompareEntry = _CompareEntry()
    tags: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _one_kind_of_evidence(self) -> Self:
        if bool(self.cases) == bool(self.test):
            raise ValueError("must have either cases or a test")
        return self

    def task(self) -> Task:
        return Task(
            id=self.id,
            prompt=self.prompt,
            entry_point=self.entry_point,
            examples=self.examples,
            cases=tuple(entry.case() for entry in self.cases),
            test=self.test,
            comparison=self.compare.comparison(),
            tags=self.tags,
        )


class SuiteEntry(_Entry):
    """The table ``[suite]`` of a TOML file."""

    name: str = Field(min_length=1)
    description: str = ""
    threshold: float = Field(default=1.0, ge=0, le=1)
    include: tuple[str, ...] = ()
    """Suites whose tasks come before the file's own; a path is relative to the file's folder."""


class TomlFile(_Entry):
    """A TOML file whose tasks are not checked yet."""

    suite: SuiteEntry
    task: tuple[dict[str, Any], ...] = ()


def read_task(entry: dict[str, Any]) -> Task:
    """The task of one ``[[task]]`` or line; raises pydantic's ValidationError."""
    return _TaskEntry.model_validate(entry).task()


def fault(error: ValidationError) -> str:
    """The first of the error's faults as a clause: the key, what is wrong with it, and the cure."""
    first = error.errors()[0]
    key = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in first["loc"]).lstrip(".")
    match first["type"]:
        case "missing":
            return f"the key {key} is missing; add it"
        case "extra_forbidden":
            return f"the key {key} is unknown; remove it or correct its spelling"
        case "value_error":
            return f"{key} {first['ctx']['error']}".lstrip()
    return f"{key} is wrong ({first['msg']}); correct it"
