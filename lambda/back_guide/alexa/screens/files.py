"""The files that screens are made of: the style sheet, the layouts, their shared parts, and the figures."""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).with_name("apl")


@functools.cache
def read(name: str) -> dict[str, Any]:
    """A file of the folder ``apl``, read once a process."""
    found: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return found
