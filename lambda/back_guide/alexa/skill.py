"""The skill: hear → respond → speak, whatever the request, and a spoken apology where that fails.

``answer`` takes and gives plain JSON, so that both front doors (AWS and HTTPS) are the same skill.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Mapping
from typing import Any

from ask_sdk_core.skill import CustomSkill
from ask_sdk_core.skill_builder import SkillBuilder
from ask_sdk_model import RequestEnvelope

from back_guide import content as store
from back_guide.alexa.envelope import moment, readable, table
from back_guide.alexa.handlers import Apology, Conversation, apology, log_failure, unspoken
from back_guide.alexa.request import SPOKEN_TO
from back_guide.alexa.response import speak
from back_guide.alexa.storage import Storage
from back_guide.content import Content

log = logging.getLogger(__name__)

SCREEN_ERROR = "Alexa.Presentation.APL.RuntimeError"
KIND = re.compile(r"[A-Z_]{1,40}")


class WrongSkillError(Exception):
    """The request was meant for another skill, and is refused."""


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
        if self.skill_id and application_id(event) != self.skill_id:
            raise WrongSkillError("this request was meant for another skill")
        _note_screen_error(event)
        serializer = self.skill.serializer
        try:
            envelope = serializer.deserialize(json.dumps(readable(event)), RequestEnvelope)
            envelope.request.timestamp = moment(event)  # the SDK takes twice as long over it as over all the rest
            response: dict[str, Any] = serializer.serialize(self.skill.invoke(envelope, context))
        except Exception as error:  # the SDK raises for what it can't read before any handler is asked
            log_failure(error)
            return self._unread(event)
        return response

    def _unread(self, event: Mapping[str, Any]) -> dict[str, Any]:
        """The response to a request that the SDK could not read."""
        request = table(event, "request")
        if request.get("type") not in SPOKEN_TO:
            return {"version": "1.0", "response": self.skill.serializer.serialize(unspoken(request.get("type")))}
        reply = apology(self.content)
        locale = request.get("locale")
        spoken = speak(reply, self.content.locale(locale if isinstance(locale, str) else None))
        return {
            "version": "1.0",
            "sessionAttributes": reply.memory.to_attributes(),
            "response": self.skill.serializer.serialize(spoken),
        }


def application_id(event: Mapping[str, Any]) -> str:
    """The skill that a request was meant for, from wherever the envelope holds it; "" where nowhere."""
    system = table(event, "context", "System", "application")
    session = table(event, "session", "application")
    return str(system.get("applicationId") or session.get("applicationId") or "")


def _note_screen_error(event: Mapping[str, Any]) -> None:
    """Notes what kinds of error a device met on a screen. Their messages may quote what was shown."""
    request = table(event, "request")
    if request.get("type") == SCREEN_ERROR:
        errors = request.get("errors")
        found = [each for each in errors if isinstance(each, Mapping)] if isinstance(errors, list) else []
        kinds = [str(each.get("type")) for each in found if KIND.fullmatch(str(each.get("type")))]
        log.error("screen failed: %s", ", ".join(kinds) or "unknown")
