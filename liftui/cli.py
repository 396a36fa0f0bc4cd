"""The command line: arguments and dispatch, nothing heavy before it is known what is asked.

Values are validated with all other settings in `liftui.settings`; here they are only told apart.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from engine.errors import LiftuiError, UsageError
from liftui.display.text import one_line
from liftui.exits import ExitCode, exit_code_for

_EPILOG = """\
examples:
  liftui
  liftui --run suite
  liftui --run suite --endpoint http://localhost:8000/v1 --concurrency 4
  liftui --run tasks.toml --json > results.jsonl

exit codes:
  0    the share of tasks passed reaches the threshold
  1    it does not
  2    arguments, settings, suite or run folder are wrong
  3    endpoint or model unavailable: no task could be lifted
  4    a limit on cost or time stopped the run
  70   a defect of liftui itself
  130  interrupted; what had finished is recorded

Settings are read from a config file and from the environment as well
(LIFTUI_ENDPOINT, LIFTUI_API_KEY, …); the command line wins.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code; whatever goes wrong is one sentence on stderr."""
    _print_any_character()
    try:
        return _dispatch(_parser().parse_args(arguments))
    except KeyboardInterrupt:
        _narrate("interrupted")
        return ExitCode.INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ExitCode.INTERRUPTED
    except LiftuiError as error:
        _narrate(str(error))
        return exit_code_for(error)
    except Exception as error:
        from liftui.defects import report_defect

        _narrate(report_defect(error))
        return exit_code_for(error)


def _dispatch(arguments: argparse.Namespace) -> int:
    typed = {key: value for key, value in vars(arguments).items() if value is not None}
    suite, as_json, words = typed.pop("run", None), typed.pop("json"), typed.pop("words")
    if typed.pop("version"):
        return _print_version()
    if words:
        return _dispatch_words(words, typed, suite is None and not as_json)
    if suite is None:
        return _open_workbench(typed, as_json)

    from liftui.run import run_headless
    from liftui.settings import load_settings

    return run_headless(suite, load_settings(typed, os.environ), as_json)


def _open_workbench(typed: dict[str, str], as_json: bool) -> int:
    if as_json or not all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)):
        raise UsageError("the workbench needs a terminal to open in: name a suite with --run to go without")

    if os.environ.get("TERM") == "dumb":
        raise UsageError("the workbench cannot draw on this terminal (TERM is dumb): name a suite with --run instead")

    from liftui.tui.app import run_workbench

    return run_workbench(typed)


def _dispatch_words(words: list[str], typed: dict[str, str], are_alone: bool) -> int:
    match words:
        case ["config", "show" | "validate" | "path" as action] if are_alone:
            from liftui.config_command import run_config

            return run_config(action, typed, os.environ)
    raise UsageError(
        f"{' '.join(words)!r} is no command here: name a suite with --run alone, or type config show, validate or path"
    )


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message} (`liftui --help` lists the options)")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="liftui",
        usage="liftui [options]\n       liftui --run NAME|PATH [options]\n       liftui config show|validate|path",
        description="Lift plain language to an intermediate representation, to Python, and run it.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="store_true", help="print the version and exit")
    lifted = parser.add_argument_group("what is lifted")
    lifted.add_argument("--run", metavar="NAME|PATH", help="a suite: its name, or a .toml or .jsonl file")
    lifted.add_argument("--filter", metavar="PATTERN", help="only the tasks whose id matches")
    lifted.add_argument("--repeat", metavar="N", help="lift each task N times (1)")
    lifted.add_argument("--concurrency", metavar="N", help="lifts under way at a time (1)")
    server = parser.add_argument_group("by what")
    server.add_argument("--endpoint", metavar="URL", help="an OpenAI-compatible server (the embedded model)")
    server.add_argument("--model", metavar="NAME", help="the model to ask it for (the only one it has)")
    server.add_argument(
        "--unsafe-no-sandbox", action="store_const", const="true", help="let generated code do all that you can"
    )
    results = parser.add_argument_group("what comes out")
    results.add_argument("--out", metavar="DIR", help="the run's folder, without a run in it yet (a new one)")
    results.add_argument("--threshold", metavar="SHARE", help="share of passes for exit code 0 (the suite's)")
    results.add_argument("--display", metavar="KIND", help="rich, plain, log or none (what fits the terminal)")
    results.add_argument("--json", action="store_true", help="print each record to stdout as a line of JSON")
    settings = parser.add_argument_group("settings")
    settings.add_argument("words", nargs="*", metavar="config ACTION", help="show, validate or path (of the file)")
    return parser


def _print_version() -> int:
    from engine.provenance import versions

    print(f"liftui {versions()['liftui'] or '(not installed)'}")
    return ExitCode.PASSED


def _print_any_character() -> None:
    """Write what a legacy encoding lacks as an escape instead of failing on it."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]


def _narrate(sentence: str) -> None:
    print(f"liftui: {one_line(sentence)}", file=sys.stderr)
