"""A lift as a bar to scale: how long each stage waited, read its prompt, wrote and ran."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from liftui.tui.view import LiftView, StageView

if TYPE_CHECKING:
    from engine.outcome import Stage

Kind = Literal["waiting", "prefill", "decode", "run"]
GLYPHS: dict[Kind, str] = {"waiting": "░", "prefill": "▒", "decode": "▓", "run": "█"}
"""Densities, so that the kinds differ without colour."""


@dataclass(frozen=True, slots=True)
class Segment:
    """``s`` seconds of one kind within a stage."""

    stage: Stage
    kind: Kind
    s: float


def segments(view: LiftView, now_s: float) -> tuple[Segment, ...]:
    """Split the lift into segments, up to ``now_s`` where it is under way."""
    return tuple(segment for stage in view.stages for segment in _split(stage, view.elapsed_s(now_s)) if segment.s > 0)


def _split(stage: StageView, now_s: float) -> Iterator[Segment]:
    ended_s = now_s if stage.ended_s is None else stage.ended_s
    if stage.stage == "run":
        yield Segment("run", "run", ended_s - stage.began_s)
        return
    if stage.first_text_s is None:
        yield Segment(stage.stage, "waiting", ended_s - stage.began_s)
        return
    before_s = stage.first_text_s - stage.began_s
    prefill_s = min(_prefill_s(stage, before_s), before_s)
    yield Segment(stage.stage, "waiting", before_s - prefill_s)
    yield Segment(stage.stage, "prefill", prefill_s)
    yield Segment(stage.stage, "decode", ended_s - stage.first_text_s)


def _prefill_s(stage: StageView, before_s: float) -> float:
    """By the server's clock, else the request's time to first text; all the time before the text, at worst."""
    metrics = stage.metrics
    if metrics is None:
        return before_s
    known = (metrics.prefill_s, metrics.ttft_s)
    return next((value for value in known if value is not None), before_s)


def share_cells(parts: Sequence[float], width: int) -> tuple[int, ...]:
    """Share ``width`` cells among positive ``parts`` to scale: one each, the rest by the largest remainder.

    A larger part never has fewer cells. Where there are more parts than cells, the first ones get them.
    """
    if width <= len(parts):
        return tuple(int(index < width) for index in range(len(parts)))
    total = sum(parts)
    exact = [part / total * (width - len(parts)) for part in parts]
    cells = [1 + int(share) for share in exact]
    by_remainder = sorted(range(len(parts)), key=lambda index: (int(exact[index]) - exact[index], index))
    for index in by_remainder[: width - sum(cells)]:
        cells[index] += 1
    return tuple(cells)


def bar(view: LiftView, now_s: float, width: int, full_s: float) -> tuple[tuple[Segment, int], ...]:
    """Give each segment its cells, such that ``full_s`` seconds, or the lift where it is longer, fill ``width``."""
    parts = segments(view, now_s)
    total_s = sum(part.s for part in parts)
    filled = max(len(parts), round(width * min(1.0, total_s / full_s)))
    return tuple(zip(parts, share_cells([part.s for part in parts], filled), strict=True))
