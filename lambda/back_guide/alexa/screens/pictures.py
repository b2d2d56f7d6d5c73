"""The figures as vector graphics (AVG). They are drawn in ``apl/pictures.json``, and get their style of line here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from back_guide.alexa.screens.files import read

DRAWN = "pictures"
SIZE = 240
"""Units of the square that every figure is drawn in."""

COLOURS = ("figure", "paper", "glow", "line", "surface")
"""Colours that a layout hands in: of the body, of the ground, of what matters, of furniture, of cushions."""

MUSCLES = ("trapezius", "latissimus_dorsi", "rhomboids", "erector_spinae")
"""The muscles of the figure "back". Each is a parameter: 1 where it is lit up, else 0."""

STROKES: Mapping[str, tuple[tuple[str, float], ...]] = {
    "body": (("figure", 34),),
    "limb": (("figure", 18),),
    "front": (("paper", 28), ("figure", 18)),
    "thing": (("line", 10),),
    "cut": (("paper", 10),),
    "arrow": (("glow", 8),),
}
"""What a line is drawn with, from below to above: colour and width. ``front`` is a limb before the body."""

FILLS: Mapping[str, str] = {"solid": "figure", "gap": "paper", "soft": "surface", "light": "glow", "dim": "line"}
"""What an area is filled with."""


def names() -> list[str]:
    """The figures that there are."""
    return list(read(DRAWN))


def picture(name: str) -> dict[str, Any]:
    """The graphic of a figure: its paths, each with the name of how it is drawn, from below to above."""
    paths = read(DRAWN)[name]
    return {
        "type": "AVG",
        "version": "1.1",
        "width": SIZE,
        "height": SIZE,
        "parameters": [*COLOURS, *(look for look, _ in paths if look in MUSCLES)],
        "items": [item for look, path in paths for item in _items(look, path)],
    }


def _items(look: str, path: str) -> Iterator[dict[str, Any]]:
    if look in FILLS:
        yield {"type": "path", "pathData": path, "fill": f"${{{FILLS[look]}}}"}
    elif look in MUSCLES:
        lit = f"${{{look}}}"
        shown = {"fill": "${glow}", "fillOpacity": lit, "stroke": "${paper}", "strokeOpacity": lit, "strokeWidth": 3}
        yield {"type": "path", "pathData": path, **shown}
    else:
        yield from (_line(path, colour, width) for colour, width in STROKES[look])


def _line(path: str, colour: str, width: float) -> dict[str, Any]:
    return {
        "type": "path",
        "pathData": path,
        "stroke": f"${{{colour}}}",
        "strokeWidth": width,
        "strokeLineCap": "round",
        "strokeLineJoin": "round",
    }
