"""Alexa's request → ``Turn``. Every field that Alexa may leave out is allowed to be missing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ask_sdk_model import RequestEnvelope

from back_guide.alexa import tasks
from back_guide.content import Content
from back_guide.dialogue import Memory, Outcome, Turn
from back_guide.dialogue.conversation import FALLBACK, LAUNCH, REPEAT
from back_guide.dialogue.turn import ASK
from back_guide.understanding.normalise import normalise

SLOT = "question"
LAUNCHED = "LaunchRequest"
INTENT = "IntentRequest"
RESUMED = "SessionResumedRequest"
PERMISSION = "Connections.Response"
TOUCH = "Alexa.Presentation.APL.UserEvent"
SPOKEN_TO = (LAUNCHED, INTENT, TOUCH, RESUMED, PERMISSION)
"""Request types that expect speech. To all others the answer is silence."""

ANSWERS = {"ACCEPTED": "accepted", "DENIED": "denied", "NOT_ANSWERED": "unanswered"}
"""How Alexa reports the answer, and the outcome that it is."""

CAN_FULFILL = "CanFulfillIntentRequest"
HEARD = (*SPOKEN_TO, CAN_FULFILL)
DISABLED = "AlexaSkillEvent.SkillDisabled"


def hear(envelope: RequestEnvelope, content: Content) -> Turn | None:
    """What the listener did or would do, or None where there is nothing to hear (the session ended, an event)."""
    request = envelope.request
    if request is None or request.object_type not in HEARD:
        return None
    session = envelope.session
    memory = Memory.from_attributes(session.attributes if session else None)
    if request.object_type == PERMISSION:
        memory = memory.with_token(request.token)
    turn = Turn(
        intent=LAUNCH,
        memory=memory,
        locale=request.locale or "",
        outcome=_permission(request, memory),
    )
    if request.object_type == LAUNCHED and request.task:
        return tasks.hear(request.task, turn, content)
    if request.object_type == RESUMED and turn.memory.said:
        return replace(turn, intent=REPEAT)
    if request.object_type not in (INTENT, CAN_FULFILL, TOUCH):
        return turn
    intent, words = _touched(request) if request.object_type == TOUCH else _spoken(request)
    return replace(turn, intent=intent, words=tuple(normalise(words, content.rewrites)))


def user_id(envelope: RequestEnvelope) -> str:
    """Who the listener is to Alexa, from wherever the envelope holds it; "" where nowhere."""
    system = envelope.context.system if envelope.context else None
    users = (holder.user for holder in (system, envelope.session) if holder and holder.user)
    return next((user.user_id for user in users if isinstance(user.user_id, str)), "")


def _permission(request: Any, memory: Memory) -> Outcome | None:
    """What the listener said to Alexa's question for a permission; None where it is not for an errand of ours."""
    if request.object_type != PERMISSION or request.name != "AskFor" or not memory.errand:
        return None
    status = request.payload.get("status") if isinstance(request.payload, dict) else None
    return Outcome(ANSWERS.get(str(status), "unanswered"), memory.errand)


def _spoken(request: Any) -> tuple[str, str]:
    """The intent that Alexa took the speech for, and the words of its slot."""
    intent = request.intent
    return (intent and intent.name) or FALLBACK, _slot_value(intent)


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
