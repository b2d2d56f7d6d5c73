"""A listener who talks to the real handler and reads what it says as a record (see Exchange.record)."""

from typing import Any

from lambda_function import lambda_handler
from workbench.simulator.session import Session

Record = dict[str, Any]


def ask(words: str, locale: str = "en-US") -> Record:
    """One question, asked in one breath: "ask upper back guide …"."""
    return Session(lambda_handler, locale).say(words).record()


def talk(*lines: str, locale: str = "en-US") -> list[Record]:
    """A conversation that begins by opening the skill; the first record is the welcome."""
    session = Session(lambda_handler, locale)
    return [session.launch().record(), *(session.say(words).record() for words in lines)]
