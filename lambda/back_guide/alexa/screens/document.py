"""Puts a document together: the style sheet, the layout of a scene, and of the shared parts only those that it uses."""

from __future__ import annotations

import json
from typing import Any

from back_guide.alexa.screens.files import read
from back_guide.alexa.screens.pictures import picture
from back_guide.alexa.screens.scene import Scene

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
        "graphics": {PICTURE: picture(shown.picture)} if shown.picture else {},
        "mainTemplate": {"parameters": ["payload"], **layout},
    }


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
