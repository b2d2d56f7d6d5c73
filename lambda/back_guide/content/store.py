"""Reads the compiled content that the build wrote beside this module."""

from __future__ import annotations

import functools
import json
import mmap
from pathlib import Path

from back_guide.content.advice_only import advice_only
from back_guide.content.matcher import Matcher
from back_guide.content.model import Content

COMPILED = Path(__file__).with_name("compiled")


def load(language: str = "en", *, symptom_check: bool = True) -> Content:
    """The content of a language, with the symptom check or without, read once a process.

    Raises OSError, ValueError, KeyError or TypeError where the build is missing, damaged or of another version, and
    where it has no red flags: nothing may be said by a skill that can't hear an emergency.
    """
    return _load(language, symptom_check)


@functools.cache
def _load(language: str, symptom_check: bool) -> Content:
    data = json.loads((COMPILED / f"{language}.json").read_text(encoding="utf-8"))
    matcher = Matcher.from_bytes(_mapped(COMPILED / f"{language}.matcher"))
    content = Content.from_dict(data if symptom_check else advice_only(data), matcher)
    if not content.red_flags or not content.hearing.ways:
        raise ValueError("the content has no red flags; build it again")
    if data["matcher"] != matcher.made_from:
        raise ValueError("the matcher was made from other content; build both again")
    return content


def _mapped(path: Path) -> mmap.mmap:
    """A file as bytes of which only those pages are read, and take memory, that are looked at."""
    with path.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
