"""Alexa's request → ``Turn``. Every field that Alexa may leave out is allowed to be missing."""

from __future__ import annotations

from typing import Any

from ask_sdk_model import RequestEnvelope

from back_guide.content import Content
from back_guide.dialogue import Memory, Turn
from back_guide.dialogue.conversation import ASK, FALLBACK, LAUNCH
from back_guide.understanding.normalise import normalise

SLOT = "question"
INTENT = "IntentRequest"
TOUCH = "Alexa.Presentation.APL.UserEvent"
SPOKEN_TO = ("LaunchRequest", INTENT, TOUCH, "SessionResumedRequest", "Connections.Response")
"""Request types that expect speech. To all others the answer is silence."""

CAN_FULFILL = "CanFulfillIntentRequest"


def hear(envelope: RequestEnvelope, content: Content) -> Turn | None:
    """What the listener did, or None where nothing may be said (the session ended, an event happened)."""
    request = envelope.request
    if request is None or request.object_type not in SPOKEN_TO:
        return None
    session = envelope.session
    intent, words = _touched(request) if request.object_type == TOUCH else _spoken(request)
    return Turn(
        intent=intent,
        words=tuple(normalise(words, content.rewrites)),
        memory=Memory.from_attributes(session.attributes if session else None),
        locale=request.locale or "",
    )


def _spoken(request: Any) -> tuple[str, str]:
    """The intent that Alexa took the speech for, and the words of its slot."""
    intent = getattr(request, "intent", None)
    unnamed = FALLBACK if request.object_type == INTENT else LAUNCH
    return (intent.name if intent and intent.name else unnamed), _slot_value(intent)


def _touched(request: Any) -> tuple[str, str]:
    """The intent and the words that a button stands for. What no button of ours hands back counts as a mumble."""
    match request.arguments:
        case [intent, *words] if len(words) < 2:
            return intent, "".join(words) if intent == ASK else ""
        case _:
            return FALLBACK, ""


def _slot_value(intent: Any) -> str:
    """The raw words of the open question: what was said, not what entity resolution made of it."""
    slots = (intent.slots if intent else None) or {}
    slot = slots.get(SLOT)
    return str(slot.value or "") if slot else ""
