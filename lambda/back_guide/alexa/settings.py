"""Settings that the owner makes where the skill is deployed."""

from __future__ import annotations

from back_guide.alexa.log import Log

log = Log(__name__)

SYMPTOM_CHECK = "SYMPTOM_CHECK"
CHOICES = {"on": True, "off": False}


def symptom_check(given: str) -> bool:
    """Whether the symptom check is offered. Raises ValueError where the setting is neither on nor off."""
    try:
        return CHOICES[given.strip().lower()]
    except KeyError:
        raise ValueError("is neither on nor off") from None


def symptom_check_or_off(given: str) -> bool:
    """As ``symptom_check``, for a door where nobody would read an error: a wrong setting is noted and counts as off."""
    try:
        return symptom_check(given)
    except ValueError as error:
        log.warning("%s=%r %s: it counts as off", SYMPTOM_CHECK, given, error)
        return False
