"""What a response draws on a screen: its texts, and what of it can be touched."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from workbench.simulator.session import DRAWS

Json = dict[str, Any]


def screen(response: Mapping[str, Any]) -> Json | None:
    """The directive that draws a response, if there is one."""
    directives = response["response"].get("directives", ())
    return next((directive for directive in directives if directive["type"] == DRAWS), None)


def texts(directive: Json | None) -> list[str]:
    """What a screen shows in whole sentences."""
    data = directive["datasources"]["screen"] if directive else {}
    return [text for text in (*data.get("lines", ()), data.get("action", ""), data.get("question", "")) if text]


def touchables(directive: Json | None) -> Iterator[Json]:
    """The buttons of a screen, as its data has them."""
    waiting: list[Any] = [directive["datasources"]] if directive else []
    while waiting:
        found = waiting.pop()
        if isinstance(found, dict):
            waiting += found.values()
            if "intent" in found:
                yield found
        elif isinstance(found, list):
            waiting += found
