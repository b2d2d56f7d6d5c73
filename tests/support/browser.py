"""A real browser, or a skip that says what is missing."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import BrowserContext, sync_playwright

from workbench.simulator import server

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@contextmanager
def chromium(*arguments: str) -> Iterator[BrowserContext]:
    """Chromium, started with more arguments than it needs here."""
    _needed(CHROMIUM, "no Chromium here (Debian: apt install chromium)")
    _needed(all(path.is_file() for path in server.INSTALLED.values()), "Amazon's renderer is not installed: make setup")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", *arguments])
        yield launched.new_context()
        launched.close()


def _needed(there: object, what: str) -> None:
    """Skips where something is missing, unless the browser tests are required, as in CI."""
    if not there and os.environ.get("BROWSER_TESTS") == "required":
        pytest.fail(f"{what}, and BROWSER_TESTS=required")
    if not there:
        pytest.skip(what)
