"""The figures as vector graphics (AVG). They are drawn in ``apl/pictures.json``, and get their style of line here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

SIZE = 240
"""Units of the square that every figure is drawn in."""

COLOURS = ("ink", "paper", "accent", "line", "surface")
MUSCLES = ("trapezius", "rhomboids", "erector_spinae", "latissimus_dorsi")
"""The muscles of the figure "back". Each is a parameter: the colour that it is filled with."""

STROKES: Mapping[str, tuple[tuple[str, float], ...]] = {
    "body": (("ink", 30),),
    "limb": (("ink", 17),),
    "front": (("paper", 27), ("ink", 17)),
    "thing": (("line", 9),),
    "fine": (("line", 5),),
    "arrow": (("accent", 7),),
    "sign": (("ink", 18),),
}
"""What a line is drawn with, from below to above: colour and width. ``front`` is a limb before the body."""

FILLS: Mapping[str, str] = {
    "head": "ink",
    "solid": "ink",
    "gap": "paper",
    "soft": "surface",
    "glow": "accent",
    **{muscle: muscle for muscle in MUSCLES},
}
"""What an area is filled with."""


def picture(paths: list[tuple[str, str]]) -> dict[str, Any]:
    """The graphic of a figure: its paths, each with the name of how it is drawn, from below to above."""
    return {
        "type": "AVG",
        "version": "1.1",
        "width": SIZE,
        "height": SIZE,
        "parameters": [*COLOURS, *(muscle for muscle in MUSCLES if any(look == muscle for look, _ in paths))],
        "items": [item for look, path in paths for item in _items(look, path)],
    }


def _items(look: str, path: str) -> Iterator[dict[str, Any]]:
    if look in FILLS:
        yield {"type": "path", "pathData": path, "fill": f"${{{FILLS[look]}}}"}
        return
    for colour, width in STROKES[look]:
        yield {
            "type": "path",
            "pathData": path,
            "stroke": f"${{{colour}}}",
            "strokeWidth": width,
            "strokeLineCap": "round",
            "strokeLineJoin": "round",
        }
