"""One page's conversation: what it did so far, and each turn with all that the page shows of it."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import Any

from back_guide.alexa.envelope import WrongSkillError
from back_guide.content import Content
from back_guide.dialogue import Memory
from workbench.simulator import envelope, insight, transcript
from workbench.simulator.recognise import recogniser
from workbench.simulator.services import AlexaServices
from workbench.simulator.session import DRAWS, Exchange, Handler, Session
from workbench.simulator.transcript import Step, Transcript

ANOTHER_SKILL = "amzn1.ask.skill.ffffffff-ffff-4fff-8fff-ffffffffffff"
ODD_LOCALE = "fr-FR"
MOST_CONVERSATIONS = 50
Json = dict[str, Any]


class Conversation:
    """A conversation with the skill. ``steps`` are what was done, each with what its reply may be held to."""

    def __init__(
        self, handler: Handler, content: Content, services: AlexaServices, begun: Transcript, user: str
    ) -> None:
        self.content = content
        self.services = services
        self.begun = begun
        self.session = Session(handler, begun.locale, begun.device, services.address, user)
        self.steps: list[Step] = []
        services.reset()
        services.allowed = set(begun.allowed)

    def take(self, step: Step) -> Json:
        """Does one step, and gives the turn as the page shows it."""
        exchange = transcript.play(self.session, step, self.services)
        record = exchange.record()
        self.steps.append(Step(step.action, step.value, transcript.expected(record)))
        return {**self._shown(exchange), "unmet": transcript.unmet(step, record)}

    def say_in_odd_locale(self, words: str) -> Json:
        """Says something in a locale that the skill does not have. No transcript keeps it."""
        heard = recogniser(self.session.locale).hear(words)
        return self._shown(self.session.send(words, {**envelope.intent(heard), "locale": ODD_LOCALE}))

    def say_to_another_skill(self, words: str) -> Json:
        """Says something that is meant for another skill; how that was refused, or {} where it was not."""
        request = envelope.intent(recogniser(self.session.locale).hear(words))
        try:
            return self._shown(self.session.send(words, request, ANOTHER_SKILL))
        except WrongSkillError as error:
            return {"refused": str(error), "utterance": words, "skill_id": ANOTHER_SKILL}

    def transcript(self) -> Transcript:
        """The conversation so far."""
        return replace(self.begun, device=self.session.device, steps=tuple(self.steps))

    def _shown(self, exchange: Exchange) -> Json:
        directives = {entry["type"]: entry for entry in exchange.response["response"].get("directives", [])}
        memory = Memory.from_attributes(self.session.attributes)
        return {
            "exchange": exchange.record(),
            "request": exchange.request,
            "response": exchange.response,
            "understood": insight.understood(self.content, exchange),
            "check": insight.progress(self.content, exchange),
            "sayings": insight.sayings(self.content, memory, is_open=self.session.is_open),
            "screen": directives.get(DRAWS),
            "asked": self.session.asked or None,
        }


class Conversations:
    """Every page's conversation by the name that the page gave it; the longest unused are forgotten.

    They share one listener's timers and reminders, which a new conversation begins without.
    """

    def __init__(self, handler: Handler, content: Content, services: AlexaServices) -> None:
        self.handler = handler
        self.content = content
        self.services = services
        self.lock = threading.Lock()
        self.named: dict[str, Conversation] = {}

    def named_or_new(self, name: str, begun: Transcript, user: str) -> Conversation:
        """The conversation of that name: the one that was, on this device now, or a new one, as in another locale."""
        known = self.named.pop(name, None)
        if known is None or known.begun.locale != begun.locale:
            known = Conversation(self.handler, self.content, self.services, begun, user)
        known.session.device = begun.device
        self.named[name] = known
        while len(self.named) > MOST_CONVERSATIONS:
            del self.named[next(iter(self.named))]
        return known
