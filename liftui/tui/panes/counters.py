"""The counters: where the time goes, live, and what it costs."""

from collections.abc import Iterator

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from liftui.display import numbers
from liftui.tui.timeline import GLYPHS, Kind, Segment, bar
from liftui.tui.view import LiftView, Phase

_FULL_S = 5.0
"""Seconds that fill the bar: what a lift should stay under."""
_STAGE_NAMES = {"ir": "IR", "code": "code", "run": "run"}
_STYLES: dict[Kind, str] = {
    "waiting": "$foreground 60%",
    "prefill": "$foreground 60%",
    "decode": "$accent",
    "run": "$success",
}
_VERDICTS: dict[Phase, tuple[str, str]] = {
    "passed": ("✓ PASS", "$success bold"),
    "failed": ("✗ FAIL", "$error bold"),
    "error": ("! ERR", "$error bold"),
    "stopped": ("■ STOP", "$warning bold"),
}
_LABELS_WIDTH = 48
"""What names and seconds of three stages take of the timeline's line."""
_ROOMY = 100
"""Columns from which there is room for the tokens' details."""
_BLOCKS = "▁▂▃▄▅▆▇█"


class CountersPane(Vertical):
    """Two lines that are always in sight: the timeline, and numbers."""

    def compose(self) -> ComposeResult:
        """The two lines."""
        yield Static(id="timeline", markup=False)
        yield Static(id="numbers", markup=False)

    def show(self, view: LiftView, now_s: float, session_usd: float | None, latencies_s: tuple[float, ...]) -> None:
        """Show ``view`` as it stands ``now_s`` seconds after the lift began."""
        self.query_one("#timeline", Static).update(_timeline(view, now_s, self.size.width - 2), layout=False)
        self.query_one("#numbers", Static).update(
            _numbers(view, now_s, session_usd, latencies_s, self.size.width >= _ROOMY), layout=False
        )


def _timeline(view: LiftView, now_s: float, width: int) -> Content:
    if view.phase == "idle":
        return Content.styled("░ waiting  ▒ prefill  ▓ decode  █ run", "$foreground 60%")
    room = max(width - _LABELS_WIDTH, 20)
    groups: dict[str, list[tuple[Segment, int]]] = {}
    for segment, cells in bar(view, now_s, room, _FULL_S):
        groups.setdefault(segment.stage, []).append((segment, cells))
    return Content("  ").join(_group(stage, parts) for stage, parts in groups.items())


def _group(stage: str, parts: list[tuple[Segment, int]]) -> Content:
    cells = (Content.styled(GLYPHS[segment.kind] * count, _STYLES[segment.kind]) for segment, count in parts)
    s = sum(segment.s for segment, _ in parts)
    return Content.assemble(
        (_STAGE_NAMES[stage], "bold"), " ▕", *cells, "▏", (f" {numbers.duration(s)}", "$foreground 60%")
    )


def _numbers(
    view: LiftView, now_s: float, session_usd: float | None, latencies_s: tuple[float, ...], roomy: bool
) -> Content:
    parts = list(_parts(view, now_s, roomy)) if view.phase != "idle" else []
    parts.append(Content(f"session {numbers.dollars(session_usd)}"))
    if latencies_s:
        parts.append(Content.styled(sparkline(latencies_s), "$accent"))
    return Content("   ").join(parts)


def _parts(view: LiftView, now_s: float, roomy: bool) -> Iterator[Content]:
    yield Content.styled(*_state(view))
    yield Content.styled(numbers.duration(view.elapsed_s(now_s)), "bold")
    if (ttft_s := _ttft_s(view)) is not None:
        yield Content(f"TTFT {numbers.duration(ttft_s)}")
    if (speed := _speed(view, now_s)) is not None:
        yield Content(numbers.tokens_per_second(speed))
    if any(stage.deltas for stage in view.stages):
        yield Content(_tokens(view, roomy))
    if view.cost_usd is not None:
        yield Content(numbers.dollars(view.cost_usd))


def _state(view: LiftView) -> tuple[str, str]:
    """Word, glyph and colour for where the lift stands."""
    if view.phase == "passed" and not view.results:
        return "✓ RAN", "$success bold"
    waiting = view.waiting.partition(":")[0]
    return _VERDICTS.get(view.phase) or (f"… {waiting or _STAGE_NAMES.get(view.phase, 'waiting')}", "$accent bold")


def _ttft_s(view: LiftView) -> float | None:
    """Of the IR, which the user waits for first: as measured, else as seen here."""
    first = next((stage for stage in view.stages if stage.stage != "run"), None)
    if first is None or first.first_text_s is None:
        return None
    measured_s = first.metrics.ttft_s if first.metrics else None
    return first.first_text_s - first.began_s if measured_s is None else measured_s


def _speed(view: LiftView, now_s: float) -> float | None:
    """Tokens per second of decoding: the server's count where it is known, else the pieces of text so far."""
    written = [stage for stage in view.stages if stage.first_text_s is not None]
    s = sum((now_s if stage.ended_s is None else stage.ended_s) - (stage.first_text_s or 0) for stage in written)
    tokens = sum(
        _completion(stage.metrics.completion_tokens if stage.metrics else None, stage.deltas) for stage in written
    )
    return tokens / s if s > 0 and tokens > 1 else None


def _completion(reported: int | None, deltas: int) -> int:
    return deltas if reported is None else reported


def _tokens(view: LiftView, roomy: bool) -> str:
    metrics = [stage.metrics for stage in view.stages if stage.metrics is not None and stage.stage != "run"]
    prompt = _sum([item.prompt_tokens for item in metrics])
    cached = _sum([item.cached_tokens for item in metrics])
    written = _written(view)
    if prompt is None:
        return f"{written} out" if roomy else f"{written} tok"
    if not roomy:
        return f"{numbers.count(prompt)}+{written} tok"
    return f"{numbers.count(prompt)} in ({numbers.count(cached)} cached) {written} out"


def _written(view: LiftView) -> str:
    """Tokens written, by the server's count; while text streams, about as many as there were pieces of it."""
    reported = [stage.metrics.completion_tokens for stage in view.stages if stage.metrics and stage.stage != "run"]
    streaming = sum(stage.deltas for stage in view.stages if stage.metrics is None)
    return f"≈{(_sum(reported) or 0) + streaming}" if streaming else numbers.count(_sum(reported))


def _sum(values: list[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def sparkline(values: tuple[float, ...]) -> str:
    """One block per value, the largest the highest."""
    largest = max(values)
    return "".join(_BLOCKS[round(value / largest * (len(_BLOCKS) - 1))] if largest else _BLOCKS[0] for value in values)
