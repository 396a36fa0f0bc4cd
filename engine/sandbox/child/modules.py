"""Which modules of the standard library code under test may import, and how they come to be there.

Once the filter stands, no file can be opened, so modules are loaded before: the common ones by the zygote, once;
the rest of the list by the job's process, where its sources name them. Nothing else can be imported. The list is
no wall: what a module can do is up to the filter. It leaves out what needs files, a screen or a network to be of
use, and what acts when it is imported.
"""

from __future__ import annotations

import ast
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from types import ModuleType

COMMON = (
    "abc", "argparse", "array", "ast", "base64", "binascii", "bisect", "builtins", "calendar", "cmath",
    "codecs", "collections", "collections.abc", "contextlib", "copy", "copyreg", "csv", "dataclasses",
    "datetime", "decimal", "difflib", "enum", "errno", "fnmatch", "fractions", "functools", "gc", "graphlib",
    "hashlib", "heapq", "html", "inspect", "io", "itertools", "json", "keyword", "linecache", "locale",
    "logging", "math", "numbers", "operator", "os", "os.path", "pathlib", "pprint", "queue", "random", "re",
    "resource", "reprlib", "secrets", "select", "shutil", "signal", "statistics", "string", "struct", "sys",
    "tempfile", "textwrap", "threading", "time", "timeit", "token", "tokenize", "traceback", "types", "typing",
    "unicodedata", "unittest", "uuid", "warnings", "weakref", "zlib",
)  # fmt: skip
"""Loaded once by the zygote."""
_LOADED_ON_USE = (
    "_strptime", "_pydecimal", "concurrent.futures.thread", "stringprep",
    "encodings.ascii", "encodings.latin_1", "encodings.utf_8_sig",
    "encodings.utf_16", "encodings.utf_32", "encodings.cp1252", "encodings.idna", "encodings.punycode",
    "encodings.hex_codec", "encodings.base64_codec", "encodings.rot_13", "encodings.unicode_escape",
    "encodings.raw_unicode_escape", "unittest.case", "unittest.util",
)  # fmt: skip
"""Loaded once by the zygote, as other modules would load them in the middle of a function."""
RARE = (
    "__future__", "asyncio", "atexit", "bz2", "cProfile", "cmd", "code", "codeop", "colorsys", "concurrent",
    "configparser", "contextvars", "ctypes", "dis", "doctest", "email", "encodings", "faulthandler", "filecmp",
    "fileinput", "ftplib", "getopt", "getpass", "gettext", "glob", "gzip", "hmac", "http", "importlib",
    "ipaddress", "lzma", "marshal", "mimetypes", "mmap", "multiprocessing", "opcode", "optparse", "pickle",
    "pickletools", "pkgutil", "platform", "plistlib", "posixpath", "profile", "pstats", "pwd", "quopri",
    "runpy", "sched", "selectors", "shelve", "shlex", "smtplib", "socket", "socketserver", "sqlite3", "ssl",
    "stat", "subprocess", "symtable", "sysconfig", "tarfile", "trace", "tracemalloc", "urllib", "wave",
    "webbrowser", "xml", "zipfile", "zoneinfo",
)  # fmt: skip
"""Loaded, like their submodules and those of common packages, by a job whose sources name them."""


def load_common() -> None:
    """Import what most code needs, once for all jobs."""
    for name in (*COMMON, *_LOADED_ON_USE):
        _load(name)


def load_needed(sources: Iterable[str]) -> None:
    """Import what these sources may import and name in an import statement; from now on, refuse all else."""
    permitted = {*COMMON, *RARE}
    for source in sources:
        for name, parts in _imports(source):
            if name.partition(".")[0] in permitted:
                _load(name, parts)
    sys.meta_path[:] = [_Refusal()]
    sys.path.clear()


def _load(name: str, parts: Sequence[str] = ()) -> None:
    try:
        __import__(name, fromlist=parts)  # as the statement does it: a part may be a module of its own
    except ImportError:
        return  # this version or build of Python lacks it, as the code will be told


def _imports(source: str) -> Iterator[tuple[str, list[str]]]:
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return  # running it will say so
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                yield from ((alias.name, []) for alias in names)
            case ast.ImportFrom(module=str(module), names=names, level=0):
                yield module, [alias.name for alias in names]
            case ast.Call(func=ast.Name(id="__import__"), args=[ast.Constant(value=str(name)), *_]):
                yield name, []


class _Refusal:
    """The one finder left: it finds nothing and says why."""

    def find_spec(self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None) -> None:
        """Raise ModuleNotFoundError for a module of the standard library that the sandbox leaves out."""
        if name.partition(".")[0] in sys.stdlib_module_names:
            raise ModuleNotFoundError(f"the sandbox has no module {name!r}", name=name)
