"""A conversation turn by turn, each response judged as it comes."""

from __future__ import annotations

import contextlib
import datetime
import functools
import json
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

from back_guide.alexa.envelope import table
from back_guide.alexa.request import HEARD
from back_guide.alexa.skill import Skill
from workbench.bench.invariants import broken, words_of
from workbench.simulator import envelope
from workbench.simulator.services import AlexaServices
from workbench.simulator.session import Handler, Session

Event = dict[str, Any]

FAILED = ("turn failed", "storage failed")
"""How a log line begins that tells of a fault the listener heard an apology for, or nothing of."""

ZONES = ("America/New_York", "Europe/London", "Asia/Kolkata", "Australia/Lord_Howe", "", "../etc/passwd", "x" * 5_000)
STATUSES = (400, 401, 403, 404, 429, 500, 503)
CODES = ("", "DEVICE_NOT_SUPPORTED", "MAX_REMINDERS_EXCEEDED", "x" * 5_000)
SCRIPTS = (
    ("check my symptoms", "no", "no"),
    ("check symptoms for my mother", *["no"] * 10, "two days"),
    ("check my symptoms", *["no"] * 10, "two days", "lifting my toddler"),
    ("check my symptoms", "no", "take me through some gentle stretches"),
    ("take me through some gentle stretches", "no", "next", "slower"),
    ("start a heat pack", "no"),
    ("heat or ice", "set a timer"),
    ("remind me to stretch every two hours at work",),
    ("start a plan",),
    ("mumble mumble", "mumble mumble"),
    ("i've had a fever since tuesday",),
)
"""Conversations that are left in the middle of something."""

YEAR = 365 * 24 * 60  # minutes
BEGIN = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)


@dataclass(frozen=True)
class Taken:
    """A turn that was taken: the move's name, what was sent, what came back, and what is wrong with it."""

    move: str
    event: Event
    response: dict[str, Any]
    seconds: float
    problems: list[str]

    @property
    def decision(self) -> str:
        """What kind of thing was said; "" where nothing was."""
        return str(self.response.get("sessionAttributes", {}).get("said", {}).get("decision", ""))

    def __str__(self) -> str:
        request = table(self.event, "request")
        sent = table(request, "intent").get("name") or request.get("type")
        return f"{self.move}: {ascii(sent)[:50]} {ascii(words_of(self.event))[:100]}"


class Talk:
    """One listener, who may come back in session after session.

    Chance decides when it is, which screen there is, and what mood Alexa's services are in.
    """

    def __init__(self, answer: Handler, services: AlexaServices, chance: Random, user: str = "somebody") -> None:
        self.home = chance.choice(envelope.LOCALES)
        self.session = Session(answer, self.home, chance.choice(list(envelope.DEVICES)), services.address)
        self.user = f"amzn1.ask.account.{user}"
        self.minute = chance.randrange(YEAR)
        self.past: list[Event] = []
        self.buttons: list[dict[str, str]] = []
        _set_mood(services, chance)

    @property
    def attributes(self) -> dict[str, Any]:
        """The memory that the next request carries."""
        return self.session.attributes

    @property
    def drawn(self) -> str:
        """The token of the screen that is shown."""
        return self.session.drawn

    @property
    def asked_token(self) -> str:
        """The token of Alexa's question for a permission, while it is put."""
        return str(self.session.asked.get("token", ""))

    def enveloped(self, request: dict[str, Any]) -> Event:
        """A request of this listener's, now."""
        event = self.session.enveloped(request)
        now = BEGIN + datetime.timedelta(minutes=self.minute + len(self.past))
        event["request"]["timestamp"] = now.strftime("%Y-%m-%dT%H:%M:%SZ")
        event["session"]["user"] = event["context"]["System"]["user"] = {"userId": self.user, "permissions": {}}
        return event

    def take(self, move: Callable[[Random, Talk], Event], chance: Random) -> Taken:
        """Takes a turn."""
        event = move(chance, self)
        self.past.append(event)
        with _noting_failures(event) as failures:
            try:
                exchange = self.session.deliver(None, event)
            except Exception as error:  # nothing may come out of the door
                return Taken(move.__name__, event, {}, 0, [f"door: {type(error).__name__}: {error}"[:200]])
        response = json.loads(json.dumps(exchange.response))
        self.buttons = list(_buttons(response["response"].get("directives", []))) or self.buttons
        return Taken(move.__name__, event, response, exchange.seconds, [*failures, *broken(event, response)])


@functools.cache
def left_conversations() -> tuple[dict[str, Any], ...]:
    """The session attributes of those conversations."""
    return tuple(_left(*script) for script in SCRIPTS)


def _set_mood(services: AlexaServices, chance: Random) -> None:
    """What the services allow and know, and how they fail: often they don't."""
    services.reset()
    services.allowed = {kind for kind in ("timers", "reminders") if chance.random() < 0.7}
    services.zone = chance.choice(ZONES[:3]) if chance.random() < 0.8 else chance.choice(ZONES)
    if chance.random() < 0.2:
        method, part = chance.choice(("GET", "POST", "DELETE")), chance.choice(("timers", "reminders", "settings"))
        services.fault(method, part, chance.choice(STATUSES), chance.choice(CODES))


@contextlib.contextmanager
def _noting_failures(event: Event) -> Iterator[list[str]]:
    """The log lines of a turn that tell of a fault. A request of no type that is heard may well be unreadable."""
    found: list[str] = []

    class Noting(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if record.getMessage().startswith(FAILED) and table(event, "request").get("type") in HEARD:
                found.append(record.getMessage())

    handler = Noting()
    logger = logging.getLogger("back_guide")
    logger.addHandler(handler)
    try:
        yield found
    finally:
        logger.removeHandler(handler)


def _buttons(shown: Any) -> Iterator[dict[str, str]]:
    """Everything on a screen that can be touched."""
    if isinstance(shown, dict):
        if shown.keys() >= {"intent", "words"}:
            yield shown
        shown = [value for key, value in shown.items() if key != "document"]
    for each in shown if isinstance(shown, list) else []:
        yield from _buttons(each)


def _left(*script: str) -> dict[str, Any]:
    session = Session(Skill().answer)
    for said in script:
        session.say(said)
    return session.attributes
