"""From the IR's header and a generated body to one module of source; the compiler is the judge.

Nothing the model wrote is rearranged: the module is the imports that its free names need, the helpers that the
request itself defines, and the reply's code as it came.
"""

import builtins
import symtable
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from engine.imports import import_lines
from engine.request_code import helper_definitions


@dataclass(frozen=True, slots=True)
class Assembly:
    """One module of source, and why it does not compile where it does not."""

    source: str
    error: str | None = None
    line: int | None = None

    @property
    def compiled(self) -> bool:
        """Whether the source is a valid module."""
        return self.error is None


def assemble(header: str, body: str, request: str) -> Assembly:
    """The module for ``header`` and ``body``, with what they use of the request's own definitions.

    Where the code does not compile, it is returned as it is with the compiler's reason and line.
    """
    with _no_warnings():
        code = f"{header}\n{body.rstrip()}\n"
        error = _compile_error(code)
        if error is not None:
            return Assembly(code, _reason(error), error.lineno)
        helpers = helper_definitions(request, free_names(code))
        module = "\n\n".join([*helpers, code])
        imports = import_lines(module, free_names(module))
        source = "\n".join([*imports, "", "", module]) if imports else module
        error = _compile_error(source)
        return Assembly(source, _reason(error), error.lineno) if error else Assembly(source)


def free_names(source: str) -> frozenset[str]:
    """The names that a module uses and neither binds nor finds among the builtins; ``source`` compiles."""
    table = symtable.symtable(source, "<generated>", "exec")
    bound = {symbol.get_name() for symbol in table.get_symbols() if symbol.is_assigned() or symbol.is_imported()}
    bound |= {child.get_name() for child in table.get_children()}
    return frozenset(set(_globals_used(table)) - bound - set(dir(builtins)))


def _globals_used(table: symtable.SymbolTable) -> Iterator[str]:
    at_module = table.get_type() == "module"
    for symbol in table.get_symbols():
        if symbol.is_referenced() and (at_module or symbol.is_global()):
            yield symbol.get_name()
    for child in table.get_children():
        yield from _globals_used(child)


def _compile_error(source: str) -> SyntaxError | None:
    try:
        compile(source, "<generated>", "exec", dont_inherit=True)
    except SyntaxError as error:
        return error
    except (ValueError, RecursionError, MemoryError) as error:
        # null bytes, and nesting that the parser cannot hold
        return SyntaxError(str(error) or type(error).__name__)
    return None


@contextmanager
def _no_warnings() -> Iterator[None]:
    """Doubtful literals in generated code are the model's affair, not a message on the user's screen."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _reason(error: SyntaxError) -> str:
    known = error.lineno is None or " on line " in error.msg
    return error.msg if known else f"{error.msg} on line {error.lineno}"
