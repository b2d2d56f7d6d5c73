"""Reads the compiled content that the build wrote beside this module."""

from __future__ import annotations

import functools
import json
from pathlib import Path

from back_guide.content.matcher import Matcher
from back_guide.content.model import Content

COMPILED = Path(__file__).with_name("compiled")


@functools.cache
def load(language: str = "en") -> Content:
    """The content of a language, read once a process.

    Raises FileNotFoundError, ValueError, KeyError or TypeError where the build is missing or of another version.
    """
    data = json.loads((COMPILED / f"{language}.json").read_text(encoding="utf-8"))
    return Content.from_dict(data, Matcher.from_bytes((COMPILED / f"{language}.matcher").read_bytes()))
