"""One lift as a page of HTML that needs nothing else: no network, no script, light and dark as the reader prefers."""

from collections.abc import Iterable, Iterator
from html import escape
from importlib.resources import files

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexer import Lexer
from pygments.lexers import JsonLexer, PythonLexer

from engine.lifted import Lifted
from engine.metering import StageMetrics
from engine.pricing import request_cost
from engine.recording import Recording, RecordingHeader
from engine.sandbox.interface import CaseResult, Execution
from liftui.display import numbers
from liftui.display.text import many_lines
from liftui.workbench.export_text import readable_ir

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""Even markup that slipped through could load and run nothing."""

_CASE_HEADS = ("Verdict", "Call", "Expected", "Actual", "ms")
_STAGE_HEADS = ("Stage", "Seconds", "TTFT s", "Prompt tokens", "Cached", "Completion tokens")


def lift_page(recording: Recording) -> str:
    """The whole page, XML at the same time; what is foreign in it is escaped, control codes are written out."""
    lifted, header = Lifted.of(recording.events), recording.header
    sections = "\n".join(_section(title, body) for title, body in _sections(lifted) if body)
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8"/>
<meta name="viewport" content="width=device-width"/>
<meta http-equiv="Content-Security-Policy" content="{_POLICY}"/>
<title>{_text(lifted.request)}</title>
<style>
{_style()}
</style>
</head>
<body>
<h1>{_text(lifted.request)}</h1>
{_facts(lifted, header)}
{sections}
<footer>Lifted by liftui {_text(header.versions.get("liftui") or "")} at {_text(header.recorded)}</footer>
</body>
</html>
"""


def _sections(lifted: Lifted) -> Iterator[tuple[str, str]]:
    yield "IR", _highlighted(readable_ir(lifted.ir), JsonLexer(stripnl=False)) if lifted.ir else ""
    yield "Warnings", "\n".join(f"<p>{_text(warning)}</p>" for warning in lifted.warnings)
    yield "Code", _highlighted(lifted.code, PythonLexer(stripnl=False)) if lifted.code else ""
    if lifted.execution is not None:
        yield "Cases", _cases(lifted.execution)
        yield "Standard output", _plain(lifted.execution.stdout)
        yield "Standard error", _plain(lifted.execution.stderr)
    yield "Stages", _stages(lifted) if lifted.stages else ""


def _section(title: str, body: str) -> str:
    return f"<section>\n<h2>{title}</h2>\n{body}\n</section>"


def _facts(lifted: Lifted, header: RecordingHeader) -> str:
    status = lifted.status or "stopped"
    facts = (
        numbers.duration(lifted.e2e_s),
        f"{header.model} ({header.endpoint_kind})",
        f"cost {numbers.dollars(request_cost(header.price, lifted.e2e_s))}",
    )
    line = f'<p class="facts"><span class="{status}">{status}</span> · {_text(" · ".join(facts))}</p>'
    return f"{line}\n<p>{_text(lifted.failure.message)}</p>" if lifted.failure else line


def _cases(execution: Execution) -> str:
    rows = [_row(_case_cells(result)) for result in execution.results]
    table = _table("cases", _CASE_HEADS, rows) if rows else ""
    return f"<p>{_text(execution.error)}</p>\n{table}" if execution.error else table


def _case_cells(result: CaseResult) -> Iterator[str]:
    yield _cell(f"{'✓' if result.passed else '✗'} {result.status}", result.status)
    for text in (result.call, result.expected, result.error or result.actual or numbers.UNKNOWN):
        yield _cell(text)
    yield _cell(numbers.UNKNOWN if result.wall_s is None else f"{result.wall_s * 1000:.1f}", "number")


def _stages(lifted: Lifted) -> str:
    widths = "".join(f'<span style="flex-grow: {metrics.s:.3f}"></span>' for metrics in lifted.stages.values())
    rows = [_row((_cell(stage), *_metrics_cells(metrics))) for stage, metrics in lifted.stages.items()]
    return f'<div class="timeline">{widths}</div>\n{_table("stages", _STAGE_HEADS, rows)}'


def _metrics_cells(metrics: StageMetrics) -> Iterator[str]:
    yield _cell(numbers.seconds(metrics.s), "number")
    yield _cell(numbers.seconds(metrics.ttft_s), "number")
    for tokens in (metrics.prompt_tokens, metrics.cached_tokens, metrics.completion_tokens):
        yield _cell(numbers.count(tokens), "number")


def _table(name: str, heads: Iterable[str], rows: Iterable[str]) -> str:
    head, body = _row(f"<th>{head}</th>" for head in heads), "\n".join(rows)
    table = f'<table class="{name}">\n<thead>{head}</thead>\n<tbody>\n{body}\n</tbody>\n</table>'
    return f'<div class="scroll">{table}</div>'


def _row(cells: Iterable[str]) -> str:
    return f"<tr>{''.join(cells)}</tr>"


def _cell(text: str, css_class: str = "text") -> str:
    return f'<td class="{css_class}">{_text(text)}</td>'


def _plain(text: str) -> str:
    return f"<pre>{_text(text)}</pre>" if text else ""


def _text(text: str) -> str:
    return escape(many_lines(text))


def _highlighted(text: str, lexer: Lexer) -> str:
    """The text in colours, each line in a span of its own, by which the stylesheet counts them."""
    lines = highlight(many_lines(text), lexer, HtmlFormatter(nowrap=True)).removesuffix("\n").split("\n")
    return '<pre class="source">{}</pre>'.format("\n".join(f"<span>{line}</span>" for line in lines))


def _style() -> str:
    css = files("liftui.workbench").joinpath("page.css").read_text(encoding="utf-8")
    light, dark = (HtmlFormatter(style=style).get_token_style_defs(".source") for style in ("default", "github-dark"))
    light_rules, dark_rules = "\n".join(light), "\n".join(dark)
    return f"{light_rules}\n@media (prefers-color-scheme: dark) {{\n{dark_rules}\n}}\n{css}"
