"""The one place that reaches into Textual's private parts; the version is pinned exactly because of it."""

from typing import Any

from textual.app import App
from textual.widgets._footer import FooterKey

__all__ = ["FooterKey", "write_to_terminal"]


def write_to_terminal(app: App[Any], sequence: str) -> None:
    """Write an escape sequence that Textual has no method for; a test's app has no terminal to write to."""
    driver = app._driver
    if driver is not None:
        driver.write(sequence)
        driver.flush()
