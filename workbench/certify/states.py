"""The states of a conversation from which everything is tried, each reached by talking."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.certify.response import Response
from workbench.certify.subject import State, Subject, heard

COLD = "from cold"
NO_DANGER = ("check my symptoms", *["no"] * 7)
STRETCHES = ("take me through some gentle stretches", "no")

STATES: dict[str, tuple[str, ...]] = {
    "after the welcome": (),
    "after an answer": ("heat or ice",),
    "after two misses": ("blargh wibble", "zorgle"),
    "asked which plan": ("self care",),
    "before a plan": STRETCHES[:1],
    "in a plan": (*STRETCHES, "next"),
    "offered a timer": ("start a heat pack", "no", *["next"] * 5),
    "asked how long a timer is": ("set a timer",),
    "asked how often to remind": ("remind me to stretch",),
    "asked whether a reminder is right": ("remind me to stretch every two hours",),
}
"""What is said, after opening the skill, to get into each state."""

STATES_OF_THE_CHECK: dict[str, tuple[str, ...]] = {
    "in the check": NO_DANGER[:3],
    "asked which of several in the check": (*NO_DANGER, *["no"] * 3),
    "asked whether the answers are right": (*NO_DANGER, *["no"] * 3, "up to two weeks", "effort"),
}


def states(subject: Subject, locale: str, device: str = "dot") -> Iterator[State]:
    """Every state of a conversation that has begun, each time as it was when it was reached."""
    if (locale, device) not in subject.reached:
        subject.reached[locale, device] = list(_reach(subject, locale, device))
    for state in subject.reached[locale, device]:
        yield state._replace(talk=state.talk.again())


def from_anywhere(subject: Subject, locale: str) -> Iterator[State]:
    """Every state, and before them that of a conversation which has not begun."""
    yield State(COLD, subject.talk(locale), Response({}, {}))
    yield from states(subject, locale)


def _reach(subject: Subject, locale: str, device: str) -> Iterator[State]:
    either = {"with one of two to choose": (next(iter(subject.content.ambiguous)),)}
    for name, lines in (STATES | either | (STATES_OF_THE_CHECK if subject.symptom_check else {})).items():
        talk = subject.talk(locale, device)
        exchanges = [talk.launch(), *(talk.say(words) for words in lines)]
        yield State(name, talk, heard(exchanges[-1]))
