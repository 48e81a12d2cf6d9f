"""A real Chromium for tests, driven by playwright through its executable path.

What may live here: starting and stopping the browser. Pages and what they should show are in tests/browser.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

from tests.engines import suites

# The sandbox cannot start as root or in a container; the rest keeps the browser from talking to its maker.
FLAGS = (
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@contextmanager
def running(*more: str) -> Iterator[Browser]:
    """Yields a headless browser with `more` flags and closes it. LookupError with the way out if there is none."""
    executable = suites.chromium()
    if executable is None:
        raise LookupError("no Chromium; Debian: apt-get install chromium fonts-noto-cjk")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=[*FLAGS, *more])
        try:
            yield browser
        finally:
            browser.close()
