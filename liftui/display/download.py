"""How fast a download goes and when it will be done."""

from dataclasses import dataclass, replace

from engine.local.progress import DownloadProgress
from liftui.display import numbers


@dataclass(frozen=True, slots=True)
class DownloadView:
    """A transfer under way from one source; times are seconds of one monotonic clock."""

    progress: DownloadProgress
    began_s: float
    began_bytes: int
    """Bytes that were there before: a resumed download did not fetch them at this speed."""
    now_s: float

    @property
    def bytes_per_second(self) -> float | None:
        """Mean speed since the transfer began; None at its very beginning."""
        elapsed_s = self.now_s - self.began_s
        fetched_bytes = self.progress.done_bytes - self.began_bytes
        return fetched_bytes / elapsed_s if elapsed_s > 0 and fetched_bytes > 0 else None

    @property
    def left_s(self) -> float | None:
        """Seconds to the end at this speed."""
        speed = self.bytes_per_second
        return None if speed is None else (self.progress.total_bytes - self.progress.done_bytes) / speed

    @property
    def percent(self) -> int:
        """Whole per cent that are done."""
        return 100 * self.progress.done_bytes // max(self.progress.total_bytes, 1)


def fold_download(view: DownloadView | None, progress: DownloadProgress, now_s: float) -> DownloadView:
    """Return the view after ``progress``; another source, or a step back, begins a new transfer."""
    if view is None or view.progress.source != progress.source or progress.done_bytes < view.progress.done_bytes:
        return DownloadView(progress, now_s, progress.done_bytes, now_s)
    return replace(view, progress=progress, now_s=now_s)


def describe_download(view: DownloadView) -> str:
    """Say in a line what is transferred, how far it is, how fast, and how long it will take."""
    progress = view.progress
    doing = "Verifying the weights" if progress.source == "disk" else f"Weights from {progress.source}"
    speed = view.bytes_per_second
    parts = [
        f"{doing}: {view.percent}%",
        f"{numbers.size(progress.done_bytes)} of {numbers.size(progress.total_bytes)}",
    ]
    if speed is not None:
        parts += [f"{numbers.size(speed)}/s", f"{numbers.remaining(view.left_s)} left"]
    return ", ".join(parts)
