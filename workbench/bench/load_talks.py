"""The conversations that ``back-guide bench load`` holds, and the answers that are due in each."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle
from typing import Any

from back_guide import content as store
from back_guide.alexa.skill import Skill
from workbench.simulator.envelope import SKILL_ID
from workbench.simulator.session import Exchange, Handler, Session
from workbench.simulator.signing import Alexa

COMPARED = ("response", "sessionAttributes")


@dataclass
class Message:
    """One request of a conversation, and the answer that is due."""

    alexa: Alexa
    event: dict[str, Any]
    due: dict[str, Any]
    minute: int = 0
    signed: bytes = b""

    def wire(self) -> bytes:
        """The request as bytes. It is signed anew every minute, since a request must be of just now."""
        minute = int(time.time() // 60)
        if self.minute != minute:
            self.event["request"]["timestamp"] = time.strftime("%Y-%m-%dT%H:%M:00Z", time.gmtime(minute * 60))
            body = json.dumps(self.event).encode()
            headers = {"Host": "door", "Content-Length": len(body), **self.alexa.headers(body)}
            lines = ["POST / HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items()), "", ""]
            self.minute, self.signed = minute, "\r\n".join(lines).encode() + body
        return self.signed

    def is_answered_by(self, body: bytes) -> bool:
        """Whether this is the answer that is due, to the letter."""
        answer = json.loads(body)
        return all(answer.get(part) == self.due.get(part) for part in COMPARED)


def talks(alexa: Alexa, answer: Handler, count: int) -> list[list[Message]]:
    """So many conversations, each about topics of its own, with the answers that are due from a skill."""
    content = store.load()
    asked, locales = cycle(topic.name for topic in content.topics.values()), cycle(content.locales)
    held = (_held(next(locales), next(asked), next(asked)) for _ in range(count))
    return [[Message(alexa, each.request, _as_sent(answer(each.request, None))) for each in talk] for talk in held]


def _held(locale: str, *questions: str) -> Iterator[Exchange]:
    session = Session(Skill(skill_id=SKILL_ID).answer, locale)
    yield session.launch()
    for question in questions:
        yield session.say(question)
        yield session.say("tell me more")
    yield session.say("help")
    yield session.say("stop")


def _as_sent(answer: dict[str, Any]) -> dict[str, Any]:
    sent: dict[str, Any] = json.loads(json.dumps(answer))
    return sent
