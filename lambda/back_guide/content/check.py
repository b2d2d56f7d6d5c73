"""The shapes of the symptom check and of the self-care plans."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

URGENCIES = ("emergency", "urgent", "routine", "self_care")
"""From most to least urgent."""


@dataclass(frozen=True, slots=True)
class Exit:
    """Where an answer leads: to a question, to an outcome, or to a question with an outcome that is now the least."""

    ask: str
    outcome: str


@dataclass(frozen=True, slots=True)
class CheckQuestion:
    """A question of the check. ``texts`` are ask, again, why and their twins for somebody else (``ask_other``).

    ``exits`` is keyed by answer, in the order of the file; ``said_back`` says an answer back as a short phrase;
    ``heard_as`` holds the normalised ways of giving answers other than yes, no and not sure, and ``topics`` those that
    speak for an answer: who talks of what the topic "overuse" is about has answered "effort". ``in_order`` are the
    answers that the question names, for "the first one"; ``buttons`` are what one may say for each, to be shown.
    """

    id: str
    danger_sign: bool
    follows: str
    exits: Mapping[str, Exit]
    texts: Mapping[str, str]
    said_back: Mapping[str, str]
    heard_as: Mapping[str, tuple[str, ...]]
    topics: Mapping[str, str]
    in_order: tuple[str, ...]
    buttons: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the check ends with. ``texts`` are say, meanwhile, tell_them, safety_net and their ``_other`` twins.

    ``points`` say in short, for a screen, what comes after the first sentence; none where a screen has room for it all.
    """

    id: str
    urgency: str
    offers: str
    texts: Mapping[str, str]
    points: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Together:
    """Answers that mean more together than each alone."""

    when: Mapping[str, str]
    outcome: str


@dataclass(frozen=True, slots=True)
class Volunteered:
    """What a danger sign or fact, said unasked, does to the check: answers it gives, and an outcome it raises."""

    answers: Mapping[str, str]
    outcome: str


@dataclass(frozen=True, eq=False)
class Check:
    """The symptom check: a graph of questions, and what it can end with."""

    begins_with: str
    questions: Mapping[str, CheckQuestion]
    together: tuple[Together, ...]
    signs: Mapping[str, Volunteered]
    outcomes: Mapping[str, Outcome]

    @property
    def is_offered(self) -> bool:
        """Whether there is a check at all: the owner may have switched it off."""
        return bool(self.questions)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Check:
        """Builds the check from compiled JSON."""
        return cls(
            begins_with=data["begins_with"],
            questions={name: _question(name, fields) for name, fields in data["questions"].items()},
            together=tuple(Together(**fields) for fields in data["together"]),
            signs={name: Volunteered(**fields) for name, fields in data["signs"].items()},
            outcomes={
                name: Outcome(name, **{**fields, **{key: tuple(fields[key]) for key in ("points", "sources")}})
                for name, fields in data["outcomes"].items()
            },
        )


@dataclass(frozen=True, slots=True)
class Step:
    """One action of a plan: said, held for some seconds, and what is said then.

    Minutes are for a timer; 0 for none. ``picture`` names a figure that shows it, "" for none.
    """

    id: str
    say: str
    hold_seconds: int
    then: str
    timer_minutes: int
    picture: str


@dataclass(frozen=True, slots=True)
class Plan:
    """A self-care plan. ``not_for`` is said and asked before the first step; ``if_it_fits`` where it should be left.

    ``ask`` is one way of asking for it; ``left_for`` what somebody says who should leave it, normalised.
    """

    id: str
    ask: str
    title: str
    name: str
    not_for: str
    not_for_question: str
    not_for_reprompt: str
    if_it_fits: str
    starts_with: str
    steps: tuple[Step, ...]
    stops_when: str
    ends_with: str
    left_for: tuple[str, ...]
    sources: tuple[str, ...]

    @classmethod
    def from_dict(cls, name: str, data: Mapping[str, Any]) -> Plan:
        """Builds a plan from compiled JSON."""
        steps = tuple(Step(**fields) for fields in data["steps"])
        lists = {key: tuple(data[key]) for key in ("left_for", "sources")}
        return cls(name, **{**data, "steps": steps, **lists})


def _question(name: str, fields: Mapping[str, Any]) -> CheckQuestion:
    exits = {answer: Exit(**target) for answer, target in fields["exits"].items()}
    heard_as = {answer: tuple(ways) for answer, ways in fields["heard_as"].items()}
    in_order = tuple(fields["in_order"])
    return CheckQuestion(name, **{**fields, "exits": exits, "heard_as": heard_as, "in_order": in_order})
