"""What a certification rule is, and what comes of trying one."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from workbench.authoring.interaction_model import QUESTION
from workbench.certify.response import Response

if TYPE_CHECKING:  # whoever only judges a response needs no doors
    from workbench.certify.subject import Subject

LONGEST_EXCERPT = 300  # characters


class Trial(NamedTuple):
    """One thing tried: exactly what (a phrase, a request), and what was wrong with what came of it, "" for nothing."""

    what: str
    fault: str = ""


Tries = Callable[["Subject"], Iterator[Trial]]
Judges = Callable[[Response], Iterator[str]]


@dataclass(frozen=True)
class Rule:
    """A rule, with the numbers of what it asks in the list that docs/certification.md follows.

    ``of`` is what it tries ("phrases"), ``mend`` the file to look into where it fails. One that ``judges`` single
    responses is tried on all that were heard, when the other rules are done.
    """

    name: str
    numbers: tuple[str, ...]
    manual: str
    of: str
    mend: str
    tries: Tries
    judges: Judges | None = None


@dataclass
class Result:
    """How often a rule was tried, and the trials that failed."""

    rule: Rule
    tried: int = 0
    failures: list[Trial] = field(default_factory=list)

    def note(self, trial: Trial) -> None:
        """Counts a trial."""
        self.tried += 1
        if trial.fault:
            self.failures.append(trial)

    @property
    def passed(self) -> bool:
        """Whether all went well. What was never tried has not passed."""
        return bool(self.tried) and not self.failures


RULES: dict[str, Rule] = {}
"""Every rule by its name."""


def rule(*numbers: str, of: str, mend: str) -> Callable[[Tries], Tries]:
    """Makes a function a rule about the whole skill: ``phrase_declined`` fails as phrase-declined."""

    def registered(tries: Tries) -> Tries:
        name = _named(tries)
        RULES[name] = Rule(name, numbers, _manual(tries), of, mend, tries)
        return tries

    return registered


def response_rule(*numbers: str, mend: str) -> Callable[[Judges], Judges]:
    """Makes a function a rule about every response."""

    def registered(judges: Judges) -> Judges:
        def tries(subject: Subject) -> Iterator[Trial]:
            for response in subject.heard:
                fault = "; ".join(judges(response))
                yield Trial(excerpt(response) if fault else "", fault)

        name = _named(judges)
        RULES[name] = Rule(name, numbers, _manual(judges), "responses", mend, tries, judges)
        return judges

    return registered


def excerpt(response: Response) -> str:
    """A request in short, and what the answer to it said or, where it said nothing, was."""
    intent = response.request.get("intent", {})
    words = intent.get("slots", {}).get(QUESTION, {}).get("value", "")
    asked = " ".join(filter(None, (response.kind, intent.get("name"), shortened(words))))
    return f"{asked} ({response.request.get('locale')}) → {shortened(response.ssml or repr(response.whole))}"


def shortened(text: str) -> str:
    """A text, cut where it would fill the screen."""
    return text if len(text) <= LONGEST_EXCERPT else f"{text[:LONGEST_EXCERPT]} …"


def _named(function: Callable[..., object]) -> str:
    return function.__name__.replace("_", "-")


def _manual(function: Callable[..., object]) -> str:
    return inspect.getdoc(function) or ""
