"""Alexa's request → ``Turn``. Every field that Alexa may leave out is allowed to be missing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ask_sdk_model import RequestEnvelope

from back_guide.alexa import tasks
from back_guide.content import Content
from back_guide.dialogue import Memory, Turn
from back_guide.dialogue.conversation import FALLBACK, LAUNCH, REPEAT
from back_guide.understanding.normalise import normalise

SLOT = "question"
LAUNCHED = "LaunchRequest"
INTENT = "IntentRequest"
RESUMED = "SessionResumedRequest"
SPOKEN_TO = (LAUNCHED, INTENT, RESUMED, "Connections.Response")
"""Request types that expect speech. To all others the answer is silence."""

CAN_FULFILL = "CanFulfillIntentRequest"
HEARD = (*SPOKEN_TO, CAN_FULFILL)
DISABLED = "AlexaSkillEvent.SkillDisabled"


def hear(envelope: RequestEnvelope, content: Content) -> Turn | None:
    """What the listener did or would do, or None where there is nothing to hear (the session ended, an event)."""
    request = envelope.request
    if request is None or request.object_type not in HEARD:
        return None
    session = envelope.session
    turn = Turn(
        intent=LAUNCH,
        memory=Memory.from_attributes(session.attributes if session else None),
        locale=request.locale or "",
    )
    if request.object_type == LAUNCHED and request.task:
        return tasks.hear(request.task, turn, content)
    if request.object_type == RESUMED and turn.memory.said:
        return replace(turn, intent=REPEAT)
    if request.object_type not in (INTENT, CAN_FULFILL):
        return turn
    words = tuple(normalise(_slot_value(request.intent), content.rewrites))
    return replace(turn, intent=(request.intent and request.intent.name) or FALLBACK, words=words)


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
