"""JSON with something wrong in it: a part gone, cut short, or of another kind. What was given stays as it was."""

from __future__ import annotations

from random import Random
from typing import Any

FORGED = "forged <audio src='https://example.com/x.mp3'/> {doctor} &amp; **bold**"
"""A text that nobody said, as somebody might put it into a request: it must never be spoken or shown."""

ODD: tuple[Any, ...] = (
    None,
    True,
    0,
    -1,
    10**30,
    0.5,
    "",
    FORGED,
    "\ud800\u0000",
    "y" * 5_000,
    [],
    ["y"] * 500,
    {},
    {"y": [{"y": FORGED}]},
)


def spoilt(chance: Random, whole: Any) -> Any:
    """The same JSON with one thing wrong, at a place that chance finds."""
    deeper = chance.random() < 0.9
    if isinstance(whole, dict) and whole and deeper:
        key = chance.choice(list(whole))
        if chance.random() < 0.2:
            return {other: value for other, value in whole.items() if other != key}
        return {**whole, key: spoilt(chance, whole[key])}
    if isinstance(whole, list) and whole and deeper:
        at = chance.randrange(len(whole))
        return [*whole[:at], spoilt(chance, whole[at]), *whole[at + 1 :]]
    if isinstance(whole, str | list) and chance.random() < 0.3:
        return whole[: len(whole) // 2]
    return chance.choice(ODD)
