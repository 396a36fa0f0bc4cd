"""Finds suites by name or path and reads them."""

import gzip
import json
import tomllib
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from difflib import get_close_matches
from importlib import resources
from pathlib import Path, PurePath
from typing import Any

from pydantic import ValidationError

from engine.errors import SuiteError
from engine.suite.entries import TomlFile, fault, read_task
from engine.suite.published import published_reader
from engine.suite.suite import Suite
from engine.task import Task


def load_suite(reference: str) -> Suite:
    """The suite that ships under the name ``reference``, or at that path if it has a slash or an ending.

    Raises SuiteError where there is none or something in it is wrong.
    """
    return _load(_locate(reference, Path()), ())


def known_suites() -> tuple[str, ...]:
    """Names of the suites that ship with liftui."""
    return tuple(sorted(file.stem for file in _shipped().glob("*.toml")))


def _shipped() -> Path:
    return Path(str(resources.files("prompts"))) / "suites"


def _locate(reference: str, folder: Path) -> Path:
    if PurePath(reference).suffix or PurePath(reference).name != reference:
        return folder / reference
    if reference not in known_suites():
        close = get_close_matches(reference, known_suites(), n=1)
        cure = f"did you mean {close[0]!r}?" if close else "a suite of your own is given as a path, ./name.toml;"
        raise SuiteError(f"unknown suite {reference!r}: {cure} known are {', '.join(known_suites())}")
    return _shipped() / f"{reference}.toml"


def _load(file: Path, including: tuple[Path, ...]) -> Suite:
    """Read ``file``, which the files ``including`` it wait for."""
    if file.resolve() in including:
        raise SuiteError(f"{file} includes itself, directly or by way of another suite; remove that include")
    if file.suffix == ".toml":
        suite = _read_toml(file, (*including, file.resolve()))
    elif file.name.endswith((".jsonl", ".jsonl.gz")):
        suite = _read_jsonl(file)
    else:
        raise SuiteError(f"{file} is no suite by its name; give a file that ends in .toml, .jsonl or .jsonl.gz")
    _must_be_distinct(suite.tasks, file)
    return suite


def _must_be_distinct(tasks: tuple[Task, ...], file: Path) -> None:
    if not tasks:
        raise SuiteError(f"{file} holds no task; add one")
    [(task_id, count)] = Counter(task.id for task in tasks).most_common(1)
    if count > 1:
        raise SuiteError(f"{file} has {count} tasks with the id {task_id!r}; rename all but one")


def _text(file: Path) -> str:
    try:
        content = file.read_bytes()
        return (gzip.decompress(content) if file.suffix == ".gz" else content).decode()
    except FileNotFoundError as error:
        raise SuiteError(f"there is no file {file}; check the path") from error
    except (OSError, EOFError, zlib.error, UnicodeDecodeError) as error:
        raise SuiteError(f"{file} cannot be read ({error}); check the file") from error


def _read_toml(file: Path, including: tuple[Path, ...]) -> Suite:
    try:
        content = TomlFile.model_validate(tomllib.loads(_text(file)))
    except tomllib.TOMLDecodeError as error:
        raise SuiteError(f"{file} is not TOML: {error}; correct it there") from error
    except ValidationError as error:
        raise SuiteError(f"{file}: {fault(error)}") from error
    header = content.suite
    included = (_load(_locate(name, file.parent), including).tasks for name in header.include)
    own = _tasks(file, read_task, ((_title(entry, n), entry) for n, entry in enumerate(content.task, 1)))
    tasks = (*(task for tasks in included for task in tasks), *own)
    return Suite(header.name, tasks, header.description, header.threshold)


def _title(entry: dict[str, Any], number: int) -> str:
    return f"task {entry['id']!r}" if "id" in entry else f"task number {number}"


def _read_jsonl(file: Path) -> Suite:
    rows = tuple(_rows(file))
    reader = published_reader(rows[0][1]) if rows else None
    return Suite(file.name.removesuffix(".gz").removesuffix(".jsonl"), _tasks(file, reader or read_task, rows))


def _rows(file: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    # Not splitlines: JSON strings may hold separators that only Unicode takes for the end of a line.
    for number, line in enumerate(_text(file).split("\n"), 1):
        if not line.strip():
            continue
        place = f"line {number}"
        try:
            row = json.loads(line)
        except ValueError as error:
            raise SuiteError(f"{file}, {place} is not JSON: {error}; correct it") from error
        if not isinstance(row, dict):
            raise SuiteError(f"{file}, {place} is not a JSON object; write one task a line")
        yield place, row


def _tasks(
    file: Path, read: Callable[[dict[str, Any]], Task], entries: Iterable[tuple[str, dict[str, Any]]]
) -> tuple[Task, ...]:
    tasks = []
    for place, entry in entries:
        try:
            tasks.append(read(entry))
        except ValidationError as error:
            raise SuiteError(f"{file}, {place}: {fault(error)}") from error
        except ValueError as error:
            raise SuiteError(f"{file}, {place}: {error}") from error
    return tuple(tasks)
