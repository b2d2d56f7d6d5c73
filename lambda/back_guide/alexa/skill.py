"""The skill: hear → respond → speak, whatever the request, and a spoken apology where that fails.

``answer`` takes and gives plain JSON, so that both front doors (AWS and HTTPS) are the same skill.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from ask_sdk_core.skill import CustomSkill
from ask_sdk_core.skill_builder import SkillBuilder
from ask_sdk_model import RequestEnvelope

from back_guide import content as store
from back_guide.alexa.envelope import moment, readable, refuse_others, table, text
from back_guide.alexa.handlers import FAILED, Apology, Conversation, apology
from back_guide.alexa.last_words import LastWords, last_words
from back_guide.alexa.log import Log, described
from back_guide.alexa.request import SPOKEN_TO
from back_guide.alexa.response import speak, unspoken
from back_guide.alexa.storage import Storage
from back_guide.content import Content

log = Log(__name__)

SCREEN_ERROR = "Alexa.Presentation.APL.RuntimeError"
KIND = re.compile(r"[A-Z_]{1,40}")


class Skill:
    """The skill behind both doors. ``skill_id`` is this skill's own; where it is "" any is taken.

    Without a ``storage`` nothing survives a session. Without ``symptom_check`` it asks nobody about symptoms, and
    tells the danger signs instead.
    """

    is_well = True

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
        refuse_others(event, self.skill_id)
        for way in (self._invoked, self._apologised):
            try:
                return way(event, context)
            except Exception as error:  # the SDK raises for what it can't read before any handler is asked
                log.error(FAILED, described(error))
        return last_words(event)

    def _invoked(self, event: Mapping[str, Any], context: object) -> dict[str, Any]:
        """The response of the handlers."""
        _note_screen_error(event)
        serializer = self.skill.serializer
        envelope = serializer.deserialize(json.dumps(readable(event)), RequestEnvelope)
        envelope.request.timestamp = moment(event)  # the SDK takes twice as long over it as over all the rest
        response: dict[str, Any] = serializer.serialize(self.skill.invoke(envelope, context))
        return response

    def _apologised(self, event: Mapping[str, Any], context: object) -> dict[str, Any]:
        """The response to a request that the SDK could not read."""
        request = table(event, "request")
        if request.get("type") not in SPOKEN_TO:
            return {"version": "1.0", "response": self.skill.serializer.serialize(unspoken(request.get("type")))}
        reply = apology(self.content)
        spoken = speak(reply, self.content.locale(text(request, "locale")))
        return {
            "version": "1.0",
            "sessionAttributes": reply.memory.to_attributes(),
            "response": self.skill.serializer.serialize(spoken),
        }


def open_skill(skill_id: str, storage: Storage | None, *, symptom_check: bool) -> Skill | LastWords:
    """The skill; where its content is missing or damaged its last words, which is all that may then be said."""
    try:
        return Skill(None, skill_id, storage, symptom_check=symptom_check)
    except Exception as fault:  # a door that did not open would leave Alexa to say that the skill does not answer
        return LastWords(skill_id, fault)


def _note_screen_error(event: Mapping[str, Any]) -> None:
    """Notes what kinds of error a device met on a screen. Their messages may quote what was shown."""
    request = table(event, "request")
    if request.get("type") == SCREEN_ERROR:
        errors = request.get("errors")
        found = [each for each in errors if isinstance(each, Mapping)] if isinstance(errors, list) else []
        kinds = [str(each.get("type")) for each in found if KIND.fullmatch(str(each.get("type")))]
        log.error("screen failed: %s", ", ".join(kinds) or "unknown")
