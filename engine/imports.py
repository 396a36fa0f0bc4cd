"""The imports that a module's free names need, from the standard library alone."""

import ast
import importlib
import sys

# In this order: where two modules export a name, the first is meant (collections.Counter, not typing.Counter).
_EXPORTERS = (
    "collections",
    "itertools",
    "functools",
    "datetime",
    "decimal",
    "fractions",
    "dataclasses",
    "enum",
    "math",
    "statistics",
    "string",
    "heapq",
    "bisect",
    "copy",
    "typing",
    "abc",
)


def import_lines(source: str, names: frozenset[str]) -> list[str]:
    """One line for each name that the standard library can provide, sorted; unknown names are left alone."""
    tree = ast.parse(source)
    return sorted(line for name in names if (line := _import_line(name, _attributes(tree, name))) is not None)


def _import_line(name: str, attributes: frozenset[str]) -> str | None:
    exporter = next((module for module in _EXPORTERS if name in _exports(module)), None)
    if name not in sys.stdlib_module_names:
        return exporter and f"from {exporter} import {name}"
    if exporter is None or _is_module(name, attributes):
        return f"import {name}"
    return f"from {exporter} import {name}"


def _is_module(name: str, attributes: frozenset[str]) -> bool:
    """Tell `datetime.date(…)`, the module, from `datetime.now()`, the class, by the attributes taken of it."""
    return bool(attributes) and attributes <= set(dir(importlib.import_module(name)))


def _exports(module: str) -> frozenset[str]:
    loaded = importlib.import_module(module)
    names = getattr(loaded, "__all__", None) or dir(loaded)
    return frozenset(name for name in names if not name.startswith("_"))


def _attributes(tree: ast.Module, name: str) -> frozenset[str]:
    """The attributes that the module takes of ``name``; none where it is ever used bare."""
    uses = [node for node in ast.walk(tree) if isinstance(node, ast.Name) and node.id == name]
    taken = [node for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.value in uses]
    return frozenset(node.attr for node in taken) if len(uses) == len(taken) else frozenset()
