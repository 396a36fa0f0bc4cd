"""Speed and remaining time of a download."""

from engine.local.progress import DownloadProgress
from liftui.display.download import describe_download, fold_download


def test_bytes_that_were_there_before_do_not_count_as_speed() -> None:
    view = fold_download(None, DownloadProgress(600, 1000, "hub"), 10.0)
    assert view.bytes_per_second is None
    assert describe_download(view) == "Weights from hub: 60%, 600 B of 1.0 kB"

    view = fold_download(view, DownloadProgress(800, 1000, "hub"), 12.0)
    assert (view.bytes_per_second, view.left_s) == (100.0, 2.0)


def test_another_source_begins_anew() -> None:
    view = fold_download(None, DownloadProgress(0, 1000, "hub"), 0.0)
    view = fold_download(view, DownloadProgress(500, 1000, "hub"), 1.0)
    view = fold_download(view, DownloadProgress(600, 1000, "wheels"), 5.0)

    assert (view.began_s, view.began_bytes, view.bytes_per_second) == (5.0, 600, None)
