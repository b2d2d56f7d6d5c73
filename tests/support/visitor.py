"""Somebody at the simulator's page, in a real browser."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from playwright.sync_api import BrowserContext, ConsoleMessage, FilePayload, FrameLocator, Locator, Page, Request

SETTLED = "() => !document.body.hasAttribute('aria-busy')"


class Visitor:
    """Types, taps and looks. What the browser complained of, and what it asked of other hosts, is kept."""

    def __init__(
        self, context: BrowserContext, port: int, *, width: int = 1400, height: int = 1000, scheme: str = "light"
    ) -> None:
        self.page: Page = context.new_page()
        self.page.set_viewport_size({"width": width, "height": height})
        self.page.emulate_media(color_scheme=scheme)
        self.page.set_default_timeout(10_000)
        self.home = f"http://127.0.0.1:{port}/"
        self.complaints: list[str] = []
        self.elsewhere: list[str] = []
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", self._see)
        self.page.goto(self.home)
        self.page.get_by_role("button", name="Open the skill").wait_for()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.page.close()

    def open(self) -> None:
        """Opens the skill."""
        with self._a_turn():
            self.page.get_by_role("button", name="Open the skill").click()

    def say(self, words: str) -> str:
        """Types words and sends them; what Alexa then says."""
        with self._a_turn():
            self.page.get_by_label("What you say").fill(words)
            self.page.keyboard.press("Enter")
        return self.heard

    def tap(self, label: str) -> str:
        """Taps something on the device's screen; what Alexa then says."""
        with self._a_turn():
            self.screen.get_by_text(label, exact=True).click()
        return self.heard

    def press(self, name: str) -> str:
        """Presses a button of the page that brings a turn; what Alexa then says."""
        with self._a_turn():
            self.button(name).click()
        return self.heard

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    def choose(self, device: str) -> None:
        """Puts another device on the page."""
        self.page.get_by_role("radio", name=device, exact=True).check()
        self.settle()

    def drop(self, given: Path | FilePayload) -> None:
        """Gives the page a transcript."""
        self.page.get_by_label("Drop a transcript here").set_input_files(given)

    def replay(self, lines: list[str]) -> None:
        """Says lines one after the other, beginning afresh, to a Dot: which is quick, since nothing is drawn."""
        turns = [{"launch": ""}, *({"say": words} for words in lines)]
        text = json.dumps({"turns": turns})
        self.drop({"name": "lines.yaml", "mimeType": "text/yaml", "buffer": text.encode()})
        self.page.get_by_text(f"Step 1 of {len(turns)}:").wait_for()
        self.button("Play all").click()
        self.page.get_by_text("is played to its end").wait_for()

    @property
    def turns(self) -> Locator:
        return self.page.locator(".turn")

    @property
    def heard(self) -> str:
        """What was said last."""
        return self.turns.last.locator(".alexa, .nothing").inner_text()

    @property
    def screen(self) -> FrameLocator:
        return self.page.frame_locator("iframe")

    @property
    def shown(self) -> str:
        """Every text on the device's screen."""
        return self.screen.locator("body").inner_text()

    def settle(self) -> None:
        """Waits until what was asked for is answered and drawn."""
        self.page.wait_for_function(SETTLED)

    def scrolls_sideways(self) -> bool:
        return bool(self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))

    @contextmanager
    def _a_turn(self) -> Iterator[None]:
        """Waits afterwards until one turn more is in the log, and all is drawn."""
        before = self.turns.count()
        yield
        self.turns.nth(before).wait_for(state="attached")
        self.settle()

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.complaints.append(message.text)

    def _see(self, request: Request) -> None:
        if not request.url.startswith((self.home, "data:", "blob:")):
            self.elsewhere.append(request.url)
