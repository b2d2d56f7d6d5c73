"""A long walk through the skill on a device with a screen, and what of each screen can be touched."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Any

from back_guide.content import load
from lambda_function import lambda_handler
from workbench.simulator.session import Exchange, Session

Json = dict[str, Any]

NO_DANGER = ["check my symptoms", *["no"] * 7]
UP_TO_ADVICE = [*NO_DANGER, *["no"] * 3, "up to two weeks"]
STRETCHES = ["take me through some gentle stretches", "no"]
JOURNEYS: dict[str, list[str]] = {
    "an answer": ["heat or ice", "tell me more", "yes", "where did you get that from", "repeat"],
    "muscles": ["what is the trapezius", "muscles that spasm", "what are the rhomboids"],
    "courtesies": ["help", "thanks", "why do you ask", "no", "start over", "go back", "how many steps are left"],
    "misses": ["blargh wibble", "zorgle", "blargh wibble"],
    "a decline": ["how many ibuprofen can i take", "yes"],
    "a choice of plans": ["self care", "the second one"],
    "an offer back": [next(iter(load().ambiguous)), "the first one"],
    "danger signs": [*NO_DANGER[:6], "yes", "only tingling", "yes", "no", "yes"],
    "the history": [*NO_DANGER, "yes", "brittle bones or steroids", "no", "yes", "a lump", "yes"],
    "questions in the check": ["check my symptoms", "why do you ask", "no", "heat or ice", "repeat", "go back"],
    "self-care": [*UP_TO_ADVICE, "effort", "yes", "yes"],
    "a correction": [*UP_TO_ADVICE, "stress", "no", "there is a fever"],
    "a doctor": [*UP_TO_ADVICE, "by itself", "yes"],
    "today": [*NO_DANGER[:7], "yes", "no", "yes"],
    "an emergency in the check": ["check my symptoms", "yes"],
    "an emergency": ["i have chest pain and i feel faint"],
    "a sign for today": ["i have a fever and my back hurts"],
    "a plan": [*STRETCHES, *["next"] * 6],
    "a plan interrupted": [
        *STRETCHES,
        "next",
        "it hurts",
        "help",
        "how many are left",
        "heat or ice",
        "go back",
        "stop",
    ],
    "a plan with a timer": ["start a heat pack", "no", *["next"] * 5, "yes", "next"],
    "a plan that does not fit": ["start a cold pack", "yes"],
    "goodbye": ["stop"],
}
"""Conversations that lead past every kind of screen."""


@functools.cache
def walk(locale: str = "en-US") -> dict[str, Exchange]:
    """Every exchange of the journeys, by journey and turn."""
    found = {}
    for name, lines in JOURNEYS.items():
        session = Session(lambda_handler, locale, "show")
        found[f"{name} 0"] = session.launch()
        found |= {f"{name} {number}: {line}": session.say(line) for number, line in enumerate(lines, 1)}
    return found


def touch(*arguments: Any) -> Json:
    """The request of a touch that hands back these arguments."""
    source = {"type": "TouchWrapper", "handler": "Press", "id": "", "value": False}
    kind = "Alexa.Presentation.APL.UserEvent"
    return {"type": kind, "token": "page", "arguments": list(arguments), "source": source, "components": {}}


def again(exchange: Exchange) -> Session:
    """The conversation as it stands after an exchange."""
    session = Session(lambda_handler, exchange.request["request"]["locale"], "show")
    session.is_open, session.attributes = True, exchange.response["sessionAttributes"]
    return session


def components(found: Any) -> Iterator[Json]:
    """Every component of a document or of a part of one, with its type."""
    if isinstance(found, dict):
        if "type" in found:
            yield found
        for each in found.values():
            yield from components(each)
    elif isinstance(found, list):
        for each in found:
            yield from components(each)
