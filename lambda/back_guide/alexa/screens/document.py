"""Puts a document together: the style sheet, the layout of a scene, and of the shared parts only those that it uses."""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any

from back_guide.alexa.screens.pictures import picture
from back_guide.alexa.screens.scene import Scene

FOLDER = Path(__file__).with_name("apl")
PICTURE = "picture"
"""The name under which a layout shows the figure of its scene."""


def document(shown: Scene) -> dict[str, Any]:
    """The document of a scene."""
    layout = read(shown.layout)
    return {
        "type": "APL",
        "version": "1.4",
        **read("style"),
        "layouts": _used(layout, read("parts")),
        "graphics": {PICTURE: picture(read("pictures")[shown.picture])} if shown.picture else {},
        "mainTemplate": {"parameters": ["payload"], **layout},
    }


@functools.cache
def read(name: str) -> dict[str, Any]:
    """A file of the folder ``apl``, read once a process."""
    found: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return found


def _used(layout: Any, parts: dict[str, Any]) -> dict[str, Any]:
    """The parts that a layout names, and those that they name."""
    used: dict[str, Any] = {}
    waiting = [layout]
    while waiting:
        text = json.dumps(waiting.pop())
        new = {name: part for name, part in parts.items() if name not in used and f'"type": "{name}"' in text}
        used |= new
        waiting += new.values()
    return used
