"""Rules about reminders: nothing is set that was not read back and agreed to, and a refusal is a normal path."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbench.certify.response import Response
from workbench.certify.rule import Trial, rule
from workbench.certify.rules.talking import quoted, unanswered
from workbench.certify.subject import Subject, Talk, heard

ALERTS = "lambda/back_guide/dialogue/alerts.py"
TIMED = re.compile(r"\b(?:at|from) \w+")

WISHES = {
    "remind me to stretch every two hours": "every two hours",
    "remind me to stretch every two hours at work": "on weekdays",
    "remind me to do my stretches every day": "every day",
    "remind me to check again in three days": "in three days",
}
"""Wishes for a reminder, and what has to be read back of when it comes."""

REFUSALS = ("DENIED", "NOT_ANSWERED")


@rule("C30", of="wishes", mend=ALERTS)
def reminder_unconfirmed(subject: Subject) -> Iterator[Trial]:
    """Each reminder is read back with its time and recurrence, and set only after a yes; after a no it is not."""
    for locale in subject.models:
        for words, when in WISHES.items():
            for answer, count in (("yes", 1), ("no", 0)):
                talk = _anew(subject, locale)
                asked = talk.hear(words)
                early = len(subject.services.reminders)
                said = talk.hear(answer)
                fault = _not_read_back(asked, when) or ("it is set before the answer" if early else "")
                fault = fault or unanswered(said) or _miscounted(subject, count)
                yield Trial(f'"{words}", then "{answer}" ({locale})', fault)


@rule("C30", of="refusals", mend=ALERTS)
def refusal_not_taken(subject: Subject) -> Iterator[Trial]:
    """Without the permission, and where it is refused, nothing is set, the skill says so, and goes on."""
    for locale in subject.models:
        for words in WISHES:
            for status in REFUSALS:
                talk = _anew(subject, locale)
                subject.services.allowed = set()
                talk.say(words)
                asked = talk.hear("yes")
                said = heard(talk.permit(status))
                fault = unanswered(said) or _miscounted(subject, 0) or ("" if said.is_open else quoted(said))
                fault = fault if asked.hands_over else "no permission is asked for"
                yield Trial(f'"{words}", {status} ({locale})', fault)


def _anew(subject: Subject, locale: str) -> Talk:
    """A conversation with somebody who has no reminders yet, and allows them."""
    subject.services.reset()
    return subject.talk(locale)


def _not_read_back(asked: Response, when: str) -> str:
    is_whole = when in asked.speech and TIMED.search(asked.speech) and asked.is_open
    return "" if is_whole else quoted(asked)


def _miscounted(subject: Subject, count: int) -> str:
    found = len(subject.services.reminders)
    return "" if found == count else f"{found} reminders are set, not {count}"
