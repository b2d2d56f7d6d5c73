"""Name-free requests: Alexa asks whether this skill could take an intent. It is told what the answer would come to."""

from __future__ import annotations

from ask_sdk_model import Intent
from ask_sdk_model.canfulfill import (
    CanFulfillIntent,
    CanFulfillIntentValues,
    CanFulfillSlot,
    CanFulfillSlotValues,
    CanUnderstandSlotValues,
)

from back_guide.alexa.request import SLOT
from back_guide.dialogue import Reply
from back_guide.dialogue.plans import ASKED_WHICH

TAKEN_UP = ("answer", "red_flag", "check_question", "plan_step")
"""Decisions that do what was asked. A courtesy ("help", "stop") is for those who are already talking to the skill."""


def can_fulfill(reply: Reply, intent: Intent | None) -> CanFulfillIntent:
    """Whether the intent would be answered, and for each of its slots whether it is understood."""
    answer = _answer(reply)
    slots = {name: _slot(answer if name == SLOT else "NO") for name in (intent and intent.slots) or {}}
    return CanFulfillIntent(CanFulfillIntentValues(answer), slots or None)


def _answer(reply: Reply) -> str:
    """YES for an answer, MAYBE where the reply asks back what was meant, NO for anything else."""
    if reply.said.decision in TAKEN_UP:
        return "YES"
    return "MAYBE" if reply.said.decision == "confirm" or reply.said == ASKED_WHICH else "NO"


def _slot(answer: str) -> CanFulfillSlot:
    fulfils = CanFulfillSlotValues.NO if answer == "NO" else CanFulfillSlotValues.YES
    return CanFulfillSlot(CanUnderstandSlotValues(answer), fulfils)
