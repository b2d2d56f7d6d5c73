"""What is said where nothing else can be: where help is. It takes no content, which may be what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ask_sdk_core.serialize import DefaultSerializer

from back_guide.alexa.envelope import refuse_others, table, text
from back_guide.alexa.log import Log
from back_guide.alexa.request import SPOKEN_TO
from back_guide.alexa.response import speak, unspoken
from back_guide.content import Locale
from back_guide.content.last_words import SAID
from back_guide.dialogue import Line, Memory, Reply, Said

log = Log(__name__)


class LastWords:
    """Stands in for a skill that can't read its content. Deaf to danger signs, it answers no question and asks none."""

    is_well = False

    def __init__(self, skill_id: str, fault: Exception) -> None:
        self.skill_id = skill_id
        self.fault = f"{type(fault).__name__}: {fault}"
        self._note()

    def answer(self, event: Mapping[str, Any], context: object = None) -> dict[str, Any]:
        """The last words, whatever was said. Raises WrongSkillError."""
        refuse_others(event, self.skill_id)
        self._note()
        return last_words(event)

    def _note(self) -> None:
        """Logs why, at the start and at each turn: an alarm counts the lines."""
        log.error("content failed: %s", self.fault)


def last_words(event: Mapping[str, Any]) -> dict[str, Any]:
    """The response that says where help is and closes the session; silence where no speech is expected."""
    request = table(event, "request")
    locale = text(request, "locale")
    code = locale if locale and locale in SAID else next(iter(SAID))
    reply = Reply(Said("last_words"), tuple(map(Line, SAID[code])), Memory())
    spoken_to = request.get("type") in SPOKEN_TO
    response = speak(reply, Locale(code, {})) if spoken_to else unspoken(request.get("type"))
    return {"version": "1.0", "response": DefaultSerializer().serialize(response)}
