"""Alexa's request → ``Turn``. Every field that Alexa may leave out is allowed to be missing."""

from __future__ import annotations

from typing import Any

from ask_sdk_model import RequestEnvelope

from back_guide.content import Content
from back_guide.dialogue import Memory, Outcome, Turn
from back_guide.dialogue.conversation import FALLBACK, LAUNCH
from back_guide.understanding.normalise import normalise

SLOT = "question"
INTENT = "IntentRequest"
PERMISSION = "Connections.Response"
SPOKEN_TO = ("LaunchRequest", INTENT, "SessionResumedRequest", PERMISSION)
"""Request types that expect speech. To all others the answer is silence."""

ANSWERS = {"ACCEPTED": "accepted", "DENIED": "denied", "NOT_ANSWERED": "unanswered"}
"""How Alexa reports the answer, and the outcome that it is."""

CAN_FULFILL = "CanFulfillIntentRequest"


def hear(envelope: RequestEnvelope, content: Content) -> Turn | None:
    """What the listener did, or None where nothing may be said (the session ended, an event happened)."""
    request = envelope.request
    if request is None or request.object_type not in SPOKEN_TO:
        return None
    intent = getattr(request, "intent", None)
    session = envelope.session
    unnamed = FALLBACK if request.object_type == INTENT else LAUNCH
    memory = Memory.from_attributes(session.attributes if session else None)
    if request.object_type == PERMISSION:
        memory = memory.with_token(request.token)
    return Turn(
        intent=intent.name if intent and intent.name else unnamed,
        words=tuple(normalise(_slot_value(intent), content.rewrites)),
        memory=memory,
        locale=request.locale or "",
        outcome=_permission(request, memory),
    )


def _permission(request: Any, memory: Memory) -> Outcome | None:
    """What the listener said to Alexa's question for a permission; None where it is not for an errand of ours."""
    if request.object_type != PERMISSION or request.name != "AskFor" or not memory.errand:
        return None
    status = request.payload.get("status") if isinstance(request.payload, dict) else None
    return Outcome(ANSWERS.get(str(status), "unanswered"), memory.errand)


def _slot_value(intent: Any) -> str:
    """The raw words of the open question: what was said, not what entity resolution made of it."""
    slots = (intent.slots if intent else None) or {}
    slot = slots.get(SLOT)
    return str(slot.value or "") if slot else ""
