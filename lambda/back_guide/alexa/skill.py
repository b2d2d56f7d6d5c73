"""The skill: hear → respond → speak, whatever the request, and a spoken apology where that fails.

``answer`` takes and gives plain JSON, so that both front doors (AWS and HTTPS) are the same skill.
"""

from __future__ import annotations

import json
import logging
import re
import traceback
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ask_sdk_core.dispatch_components import AbstractExceptionHandler, AbstractRequestHandler
from ask_sdk_core.handler_input import HandlerInput
from ask_sdk_core.skill import CustomSkill
from ask_sdk_core.skill_builder import SkillBuilder
from ask_sdk_model import RequestEnvelope, Response

from back_guide import content as store
from back_guide.alexa.envelope import moment, readable, table
from back_guide.alexa.request import CAN_FULFILL, DISABLED, SPOKEN_TO, hear, user_id
from back_guide.alexa.response import cannot_fulfill, promise, silence, speak
from back_guide.alexa.screens import draw
from back_guide.alexa.storage import Storage, Visit
from back_guide.content import Content
from back_guide.dialogue import Keepsake, Memory, Reply, Said, Turn, respond
from back_guide.dialogue.returning import not_forgotten
from back_guide.dialogue.turn import courtesy

log = logging.getLogger(__name__)

SCREEN_ERROR = "Alexa.Presentation.APL.RuntimeError"
KIND = re.compile(r"[A-Z_]{1,40}")


class WrongSkillError(Exception):
    """The request was meant for another skill, and is refused."""


class Conversation(AbstractRequestHandler):  # type: ignore[misc]
    """The one handler for every request type."""

    def __init__(self, content: Content, storage: Storage | None) -> None:
        self.content = content
        self.storage = storage

    def can_handle(self, handler_input: HandlerInput) -> bool:
        return True

    def handle(self, handler_input: HandlerInput) -> Response:
        """Hear, respond, speak."""
        envelope = handler_input.request_envelope
        visit = Visit(self.storage, user_id(envelope))
        turn = hear(envelope, self.content)
        if turn is None:
            if envelope.request.object_type == DISABLED:
                visit.forget()
            return _unspoken(envelope.request.object_type)
        if envelope.request.object_type == CAN_FULFILL:
            from back_guide.alexa.can_fulfill import can_fulfill  # most conversations begin by name

            return promise(can_fulfill(respond(self.content, turn), envelope.request.intent))
        turn = visit.recall(turn)
        reply = self._done(respond(self.content, turn), turn, envelope)
        reply = self._kept(visit, turn.memory.kept, reply)
        _remember(handler_input, reply.memory)
        return _shown(reply, self.content, turn.locale, handler_input)

    def _done(self, reply: Reply, turn: Turn, envelope: RequestEnvelope) -> Reply:
        """The reply, after Alexa's services did what it takes."""
        if not reply.errand:
            return reply
        from back_guide.alexa import alerts  # with the service clients, which most conversations never need

        outcome = alerts.run(reply.errand, envelope, self.content)
        return respond(self.content, replace(turn, words=(), memory=reply.memory, outcome=outcome))

    def _kept(self, visit: Visit, before: Keepsake | None, reply: Reply) -> Reply:
        """The reply, once what is to survive it is stored where that changed, or deleted."""
        kept = reply.memory.kept
        if kept is None:
            return reply if visit.forget() else not_forgotten(self.content)
        if kept != before:
            visit.keep(kept)
        return reply


class Apology(AbstractExceptionHandler):  # type: ignore[misc]
    """Says sorry, and where help is, when a turn fails. Nothing that the listener said goes to the log."""

    def __init__(self, content: Content) -> None:
        self.content = content

    def can_handle(self, handler_input: HandlerInput, exception: Exception) -> bool:
        return True

    def handle(self, handler_input: HandlerInput, exception: Exception) -> Response:
        """Apologises where speech is expected."""
        _log_failure(exception)
        request = handler_input.request_envelope.request
        if request is None or request.object_type not in SPOKEN_TO:
            return _unspoken(request and request.object_type)
        reply = apology(self.content)
        _remember(handler_input, reply.memory)
        return _shown(reply, self.content, request.locale, handler_input)


def apology(content: Content) -> Reply:
    """What is said when a turn fails: the conversation starts afresh, the disclaimer having been spoken or not."""
    said = Said("apology", prompt="apology")
    return replace(courtesy(content, "apology", Memory(said=said)), said=said)


class Skill:
    """The skill behind both doors. ``skill_id`` is this skill's own; where it is "" any is taken.

    Without a ``storage`` nothing survives a session. Without ``symptom_check`` it asks nobody about symptoms, and
    tells the danger signs instead.
    """

    def __init__(
        self,
        content: Content | None = None,
        skill_id: str = "",
        storage: Storage | None = None,
        *,
        symptom_check: bool = True,
    ) -> None:
        self.content = content or store.load(symptom_check=symptom_check)
        self.skill_id = skill_id
        builder = SkillBuilder()
        builder.add_request_handler(Conversation(self.content, storage))
        builder.add_exception_handler(Apology(self.content))
        self.skill: CustomSkill = builder.create()

    def answer(self, event: Mapping[str, Any], context: object = None) -> dict[str, Any]:
        """Alexa's response to Alexa's request, both as JSON. Raises WrongSkillError, and nothing else."""
        if self.skill_id and not is_meant_for(event, self.skill_id):
            raise WrongSkillError("this request was meant for another skill")
        _note_screen_error(event)
        serializer = self.skill.serializer
        try:
            envelope = serializer.deserialize(json.dumps(readable(event)), RequestEnvelope)
            envelope.request.timestamp = moment(event)  # the SDK takes twice as long over it as over all the rest
            response: dict[str, Any] = serializer.serialize(self.skill.invoke(envelope, context))
        except Exception as error:  # the SDK raises for what it can't read before any handler is asked
            _log_failure(error)
            return self._unread(event)
        return response

    def _unread(self, event: Mapping[str, Any]) -> dict[str, Any]:
        """The response to a request that the SDK could not read."""
        request = table(event, "request")
        if request.get("type") not in SPOKEN_TO:
            return {"version": "1.0", "response": self.skill.serializer.serialize(_unspoken(request.get("type")))}
        reply = apology(self.content)
        locale = request.get("locale")
        spoken = speak(reply, self.content.locale(locale if isinstance(locale, str) else None))
        return {
            "version": "1.0",
            "sessionAttributes": reply.memory.to_attributes(),
            "response": self.skill.serializer.serialize(spoken),
        }


def is_meant_for(event: Mapping[str, Any], skill_id: str) -> bool:
    """Whether a request names its skill, in its context, its session or both, and names no other anywhere."""
    holders = (table(event, "context", "System"), table(event, "session"))
    named = [table(holder, "application").get("applicationId") for holder in holders if holder.get("application")]
    return bool(named) and all(each == skill_id for each in named)


def _unspoken(request_type: object) -> Response:
    """The response to what must not be answered with speech."""
    return cannot_fulfill() if request_type == CAN_FULFILL else silence()


def _shown(reply: Reply, content: Content, code: str | None, handler_input: HandlerInput) -> Response:
    """The response, with its screen where the device has one. A screen that fails takes no speech with it."""
    locale = content.locale(code)
    context = handler_input.request_envelope.context
    try:
        screen = draw(reply, content, locale, context.system.device if context and context.system else None)
    except Exception as error:
        _log_failure(error)
        screen = None
    return speak(reply, locale, screen)


def _remember(handler_input: HandlerInput, memory: Memory) -> None:
    if handler_input.request_envelope.session is not None:
        handler_input.attributes_manager.session_attributes = memory.to_attributes()


def _note_screen_error(event: Mapping[str, Any]) -> None:
    """Notes what kinds of error a device met on a screen. Their messages may quote what was shown."""
    request = table(event, "request")
    if request.get("type") == SCREEN_ERROR:
        errors = request.get("errors")
        found = [each for each in errors if isinstance(each, Mapping)] if isinstance(errors, list) else []
        kinds = [str(each.get("type")) for each in found if KIND.fullmatch(str(each.get("type")))]
        log.error("screen failed: %s", ", ".join(kinds) or "unknown")


def _log_failure(error: Exception) -> None:
    """Notes that a turn failed: what kind of error, and where in the code. Its message may hold spoken words."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f"{frames[-1].filename}:{frames[-1].lineno}" if frames else "unknown"
    log.error("turn failed: %s at %s", type(error).__name__, where)
