"""Seconds, tokens and bytes of one stage of a lift."""

from dataclasses import dataclass

import psutil


@dataclass(frozen=True, slots=True)
class StageMetrics:
    """What one stage took; a count or time that the server did not report is None, never 0."""

    s: float
    """Seconds from the stage's start to its end, waiting and retries included."""
    ttft_s: float | None = None
    """Seconds from sending the answered request to its first text."""
    prompt_tokens: int | None = None
    cached_tokens: int | None = None
    """Of the prompt tokens, those that the server's prefix cache already held."""
    completion_tokens: int | None = None
    queue_s: float | None = None
    """Seconds the request waited for a free slot, where that is known."""
    prefill_s: float | None = None
    """Seconds of prompt processing, by the server's own clock."""
    decode_s: float | None = None
    """Seconds of token generation, by the server's own clock."""
    http_retries: int = 0
    client_memory_bytes: int | None = None
    """Growth of this process's resident memory over the stage."""


def resident_bytes() -> int:
    """Resident memory of this process."""
    return int(psutil.Process().memory_info().rss)
