"""A listener who talks to the real handler and reads what it says as a record (see Exchange.record)."""

from typing import Any

from lambda_function import lambda_handler
from workbench.simulator import envelope
from workbench.simulator.session import Session

Record = dict[str, Any]
USER = envelope.envelope({}, locale="", device="dot", session="", new=True, attributes={})["session"]["user"]["userId"]
"""Who the listener is to Alexa."""


def ask(words: str, locale: str = "en-US") -> Record:
    """One question, asked in one breath: "ask upper back guide …"."""
    return Session(lambda_handler, locale).say(words).record()


def talk(*lines: str, locale: str = "en-US") -> list[Record]:
    """A conversation that begins by opening the skill; the first record is the welcome."""
    session = Session(lambda_handler, locale)
    return [session.launch().record(), *(session.say(words).record() for words in lines)]


def first_request(said: dict[str, Any], user: str) -> dict[str, Any]:
    """The first request of a session, from a user or, for "", from nobody in particular."""
    request = envelope.envelope(said, locale="en-US", device="dot", session="s", new=True, attributes={})
    for holder in (request["session"], request["context"]["System"]):
        holder["user"] = {"userId": user} if user else {}
    return request
