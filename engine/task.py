"""What is to be lifted: a request and the evidence by which its code is judged."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Comparison:
    """How an actual value is held against the expected one; exact in type and value by default."""

    float_tolerance: float | None = None
    """Largest difference, absolute or relative, at which two floats are equal."""
    unordered: bool = False
    """Whether the order of list and tuple items is disregarded."""


@dataclass(frozen=True, slots=True)
class Case:
    """One hidden check; exactly one of ``returns``, ``raises`` and ``check`` is set.

    ``f`` stands for the generated function, whatever its name.
    """

    call: str
    """A Python expression, such as ``f('7')``."""
    returns: str | None = None
    """Source of the expected value: a literal, or a datetime or Decimal constructor."""
    raises: str | None = None
    """Name of the expected exception class; subclasses are accepted."""
    check: str | None = None
    """A Python expression over ``result`` that must be true."""


@dataclass(frozen=True, slots=True)
class Task:
    """A request in plain language with its evidence; an interactive request has none."""

    id: str
    """Unique in its suite, ``[a-z0-9_]+`` (published benchmarks keep their own ids)."""
    prompt: str
    entry_point: str | None = None
    """The function's name where it is prescribed."""
    examples: tuple[str, ...] = ()
    """Boolean expressions such as ``f('7') == 7`` that the model may see."""
    cases: tuple[Case, ...] = ()
    """Hidden from the model; they decide pass or fail."""
    test: str | None = None
    """Source of a ``check(candidate)`` function (HumanEval style), instead of cases."""
    comparison: Comparison = field(default=Comparison())
    tags: tuple[str, ...] = ()
