"""The content of a skill that asks nobody about symptoms: what the setting SYMPTOM_CHECK=off makes of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

NO_CHECK = {"begins_with": "", "questions": {}, "together": [], "signs": {}, "outcomes": {}}


def advice_only(data: Mapping[str, Any]) -> dict[str, Any]:
    """Compiled content without the symptom check, and with the texts that its editor wrote for that."""
    said_otherwise = {kind: {**data[kind], **entries} for kind, entries in data["advice_only"].items()}
    return {**data, **said_otherwise, "check": NO_CHECK}
