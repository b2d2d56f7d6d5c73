"""Alexa's request → ``Turn``. Every field that Alexa may leave out is allowed to be missing."""

from __future__ import annotations

from typing import Any

from ask_sdk_model import RequestEnvelope

from back_guide.content import Content
from back_guide.dialogue import Memory, Turn
from back_guide.dialogue.conversation import FALLBACK, LAUNCH
from back_guide.understanding.normalise import normalise

SLOT = "question"
INTENT = "IntentRequest"
SPOKEN_TO = ("LaunchRequest", INTENT, "SessionResumedRequest", "Connections.Response")
"""Request types that expect speech. To all others the answer is silence."""

CAN_FULFILL = "CanFulfillIntentRequest"
DISABLED = "AlexaSkillEvent.SkillDisabled"


def hear(envelope: RequestEnvelope, content: Content) -> Turn | None:
    """What the listener did, or None where nothing may be said (the session ended, an event happened)."""
    request = envelope.request
    if request is None or request.object_type not in SPOKEN_TO:
        return None
    intent = getattr(request, "intent", None)
    session = envelope.session
    unnamed = FALLBACK if request.object_type == INTENT else LAUNCH
    return Turn(
        intent=intent.name if intent and intent.name else unnamed,
        words=tuple(normalise(_slot_value(intent), content.rewrites)),
        memory=Memory.from_attributes(session.attributes if session else None),
        locale=request.locale or "",
    )


def user_id(envelope: RequestEnvelope) -> str:
    """Who the listener is to Alexa, from wherever the envelope holds it; "" where nowhere."""
    system = envelope.context.system if envelope.context else None
    users = (holder.user for holder in (system, envelope.session) if holder and holder.user)
    return next((user.user_id for user in users if isinstance(user.user_id, str)), "")


def _slot_value(intent: Any) -> str:
    """The raw words of the open question: what was said, not what entity resolution made of it."""
    slots = (intent.slots if intent else None) or {}
    slot = slots.get(SLOT)
    return str(slot.value or "") if slot else ""
