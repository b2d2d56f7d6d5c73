"""The AWS door: Lambda calls ``lambda_handler`` with Alexa's request and returns Alexa's response."""

from __future__ import annotations

import gc
import os
from typing import Any

from back_guide.alexa import settings
from back_guide.alexa.skill import open_skill
from back_guide.alexa.storage import from_settings

gc.disable()  # while the content is read: many objects are made, and none of them is garbage
skill = open_skill(
    os.environ.get("SKILL_ID", ""),
    from_settings(os.environ),
    symptom_check=settings.symptom_check_or_off(os.environ.get(settings.SYMPTOM_CHECK, "on")),
)
gc.freeze()  # what is loaded stays; no later collection needs to look through it
gc.enable()


def lambda_handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Answers one request."""
    return skill.answer(event, context)
