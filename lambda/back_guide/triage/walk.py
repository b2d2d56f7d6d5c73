"""Finds the place in the symptom check by replaying the answers given so far.

State is the answers, so "go back" is one answer fewer, and a fact that was volunteered counts as its answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from back_guide.content.check import URGENCIES, Check

LEAST = len(URGENCIES)
"""A rank below every urgency: nothing raised, nothing within reach."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the check stands: at a question, or (``question`` empty) at an outcome. ``path`` is how it came there."""

    question: str
    outcome: str
    path: tuple[tuple[str, str], ...]


def walk(check: Check, answers: Mapping[str, str], raised: Iterable[str] = ()) -> Place:
    """Replays the answers, by question, from the start. ``raised`` are outcomes that volunteered signs brought.

    Ends as soon as nothing still to be asked could be more urgent than what was raised. An answer that its question
    does not know counts as not given.
    """
    least = [outcome for outcome in raised if outcome in check.outcomes]
    least += [rule.outcome for rule in check.together if _holds(rule.when, answers)]
    at = check.begins_with
    path: list[tuple[str, str]] = []
    while at:
        worst = _worst(check, least)
        if worst and rank(check, worst) <= _within_reach(check, at, answers):
            return Place("", worst, tuple(path))
        leads_to = check.questions[at].exits.get(answers.get(at, ""))
        if leads_to is None:
            return Place(at, "", tuple(path))
        path.append((at, answers[at]))
        least += [leads_to.outcome] if leads_to.outcome else []
        at = leads_to.ask
    return Place("", _worst(check, least), tuple(path))


def rank(check: Check, outcome: str) -> int:
    """How urgent an outcome is: 0 for an emergency, more for less."""
    return URGENCIES.index(check.outcomes[outcome].urgency)


def _worst(check: Check, outcomes: list[str]) -> str:
    """The most urgent of some outcomes, the first of equals; "" for none."""
    return min(outcomes, key=lambda outcome: rank(check, outcome), default="")


def _within_reach(check: Check, start: str, answers: Mapping[str, str]) -> int:
    """The rank of the most urgent outcome that questions from here on can still bring."""
    best, open_questions, waiting = LEAST, set(), [start]
    while waiting:
        at = waiting.pop()
        if at in open_questions:
            continue
        open_questions.add(at)
        given = check.questions[at].exits.get(answers.get(at, ""))
        for leads_to in [given] if given else check.questions[at].exits.values():
            waiting += [leads_to.ask] if leads_to.ask else []
            best = min(best, rank(check, leads_to.outcome)) if leads_to.outcome else best
    for rule in check.together:
        if all(answers.get(name) == answer or name in open_questions for name, answer in rule.when.items()):
            best = min(best, rank(check, rule.outcome))
    return best


def _holds(when: Mapping[str, str], answers: Mapping[str, str]) -> bool:
    return all(answers.get(name) == answer for name, answer in when.items())
