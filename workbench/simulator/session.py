"""A conversation with the real handler: one request a turn, the session attributes carried along."""

from __future__ import annotations

import json
import re
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from html import unescape
from typing import Any

from workbench.simulator import envelope
from workbench.simulator.recognise import recogniser

Handler = Callable[[dict[str, Any], object], dict[str, Any]]
DRAWS = "Alexa.Presentation.APL.RenderDocument"
ASK_FOR = "Connections.SendRequest"
TURN_KEYS = ("decision", "topic", "options", "question", "outcome", "urgency")


@dataclass(frozen=True)
class Exchange:
    """One turn, whole: what was said (None for a launch), the request, the response, and the handler's time."""

    utterance: str | None
    request: dict[str, Any]
    response: dict[str, Any]
    seconds: float

    def record(self) -> dict[str, Any]:
        """The turn as ``back-guide talk --json`` writes it. Other tools read these keys: keep them."""
        body = self.response["response"]
        spoken = "outputSpeech" in body
        said = self.response.get("sessionAttributes", {}).get("said", {}) if spoken else {}
        request = self.request["request"]
        ssml = body.get("outputSpeech", {}).get("ssml")
        reprompt = body.get("reprompt", {}).get("outputSpeech", {}).get("ssml")
        return {
            "utterance": self.utterance,
            "locale": request["locale"],
            "request": request["type"],
            "intent": request.get("intent", {}).get("name"),
            **{key: said.get(key) for key in TURN_KEYS},
            "speech": plain_text(ssml),
            "ssml": ssml,
            "reprompt": plain_text(reprompt),
            "card": body.get("card"),
            "directives": [directive["type"] for directive in body.get("directives", [])],
            "session_open": body.get("shouldEndSession") is False,
            "elapsed_ms": round(self.seconds * 1000, 3),
            "response_bytes": len(json.dumps(self.response, separators=(",", ":")).encode()),
        }


class Session:
    """A device and its conversation. After the skill closes a session, the next words open a new one."""

    def __init__(
        self,
        handler: Handler,
        locale: str = "en-US",
        device: str = "dot",
        services: str = envelope.NOBODY,
        user: str = envelope.USER,
    ) -> None:
        self.handler = handler
        self.locale = locale
        self.device = device
        self.services = services
        self.user = user
        self.asked: dict[str, Any] = {}
        self.close()

    def close(self) -> None:
        """Forgets the session: the next request is the first of a new one."""
        self.id = f"amzn1.echo-api.session.{uuid.uuid4()}"
        self.is_open = False
        self.attributes: dict[str, Any] = {}
        self.drawn = ""

    def launch(self) -> Exchange:
        """Opens the skill without a question."""
        self.close()
        return self.send(None, envelope.launch())

    def say(self, words: str) -> Exchange:
        """Says something: within the open session, or as the one-shot question that opens one."""
        return self.send(words, envelope.intent(recogniser(self.locale).hear(words)))

    def touch(self, arguments: list[Any], source: dict[str, Any] | None = None) -> Exchange:
        """Taps something on the screen, with the arguments that its document sends."""
        return self.send(None, envelope.touch(arguments, source or {}, self.drawn))

    def permit(self, status: str) -> Exchange:
        """Answers Alexa's question for a permission: ACCEPTED, DENIED or NOT_ANSWERED."""
        return self.send(None, envelope.permission(status, self.asked.get("token", "")))

    def end(self, reason: str = "EXCEEDED_MAX_REPROMPTS") -> Exchange:
        """Lets Alexa end the session: after silence, a word of the listener's, or an error."""
        return self.send(None, envelope.ended(reason))

    def send(self, utterance: str | None, request: dict[str, Any], skill_id: str = envelope.SKILL_ID) -> Exchange:
        """Sends a request of this session and keeps what the response says about it."""
        return self.deliver(utterance, self.enveloped(request, skill_id))

    def enveloped(self, request: dict[str, Any], skill_id: str = envelope.SKILL_ID) -> dict[str, Any]:
        """A request of this session as it is sent."""
        return envelope.envelope(
            request,
            locale=self.locale,
            device=self.device,
            session=self.id,
            new=not self.is_open,
            attributes=self.attributes,
            services=self.services,
            skill_id=skill_id,
            user=self.user,
        )

    def deliver(self, utterance: str | None, event: dict[str, Any]) -> Exchange:
        """Sends an envelope as it is, and keeps what the response says about this session."""
        began = time.perf_counter()
        response = self.handler(event, None)
        exchange = Exchange(utterance, event, response, time.perf_counter() - began)
        self._keep(response)
        return exchange

    def _keep(self, response: dict[str, Any]) -> None:
        """Keeps what the next request carries: the memory of an open session, and what Alexa was asked to ask for."""
        body = response["response"]
        directives = {directive["type"]: directive for directive in body.get("directives", [])}
        if body.get("shouldEndSession") is False:
            self.is_open, self.attributes = True, response.get("sessionAttributes", {})
            self.drawn = directives.get(DRAWS, {}).get("token", self.drawn)
        else:
            self.close()
        self.asked = directives.get(ASK_FOR, {})


def plain_text(ssml: str | None) -> str | None:
    """SSML as one reads it: without tags, a space where a paragraph or sentence ends."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", ssml)).split()) if ssml is not None else None
