"""What is told while the weights are fetched and verified."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Source = Literal["hub", "wheels", "another process", "disk"]


@dataclass(frozen=True, slots=True)
class DownloadProgress:
    """How far the weights have come; rate and remaining time are the display's to compute."""

    done_bytes: int
    total_bytes: int
    source: Source
    """Where the bytes come from; ``disk`` is the reading of the whole file to verify its hash."""


Report = Callable[[DownloadProgress], None]
