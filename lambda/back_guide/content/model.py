"""The shapes of what can be said. Text may hold ``{terms}`` that a locale fills in."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from back_guide.content.alerts import Alerts
from back_guide.content.check import Check, Plan
from back_guide.content.danger import Grammar, Hearing, RedFlag
from back_guide.content.matcher import Matcher
from back_guide.content.prompts import Prompt


@dataclass(frozen=True, slots=True)
class Term:
    """A word that differs between countries: as it is said, and as it is written on a card."""

    say: str
    write: str


@dataclass(frozen=True)
class Locale:
    """One Alexa locale: its code ("en-GB") and its words."""

    code: str
    terms: Mapping[str, Term]

    @functools.cached_property
    def said(self) -> Mapping[str, str]:
        """The terms as they are said."""
        return {name: term.say for name, term in self.terms.items()}

    @functools.cached_property
    def written(self) -> Mapping[str, str]:
        """The terms as they are written, on a card or a screen."""
        return {name: term.write for name, term in self.terms.items()}


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact comes from: the publisher's name as it is spoken."""

    id: str
    publisher: str


@dataclass(frozen=True, slots=True)
class Topic:
    """One thing a listener can ask. ``more`` is "" where there is no more to say, ``plan`` where none goes with it.

    ``points`` say the answer in short lines, for a screen; ``picture`` names a figure, ``muscles`` those it is about.
    """

    id: str
    title: str
    name: str
    say: str
    more: str
    points: tuple[str, ...]
    picture: str
    muscles: tuple[str, ...]
    plan: str
    related: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Screen:
    """The words that only a screen shows: its title, what its buttons say, by intent, how soon to act, by urgency."""

    title: str
    buttons: Mapping[str, str]
    urgency: Mapping[str, str]
    progress: str
    hold: str
    source: str


@dataclass(frozen=True, slots=True)
class Decline:
    """Words for a kind of question that is not ours to answer, and the topic that may help instead ("" for none)."""

    kind: str
    prompt: Prompt
    offers: str


@dataclass(frozen=True, slots=True)
class Leaning:
    """How a question leans on what came before, in normalised words.

    ``pronouns`` stand for the topic told ("it"), and surely so in ``pointing`` ("with it"). ``openings`` lead on from
    it ("what about", the longest first), and ``joins`` may stand between two questions ("and").
    """

    pronouns: frozenset[str]
    pointing: tuple[str, ...]
    openings: tuple[str, ...]
    joins: frozenset[str]


@dataclass(frozen=True, eq=False)
class Content:
    """Everything that can be said in one language, and the tables that find it."""

    language: str
    locales: Mapping[str, Locale]
    sources: Mapping[str, Source]
    topics: Mapping[str, Topic]
    prompts: Mapping[str, Prompt]
    declines: Mapping[str, Decline]
    red_flags: Mapping[str, RedFlag]
    check: Check
    plans: Mapping[str, Plan]
    screen: Screen
    people: Mapping[str, tuple[str, ...]]
    """Words for other people ("husband"), children ("daughter") and ages under ten ("baby"), by kind."""
    answers: Mapping[str, tuple[str, ...]]
    """The ways of saying yes, no and not sure, normalised, the longest first."""
    durations: Mapping[str, Mapping[str, int]]
    """Words for lengths of time: "counts" ("two" → 2), "days" and "seconds" of a unit ("week" → 7) or a phrase."""
    alerts: Alerts
    pain_words: tuple[str, ...]
    """How one speaks of the pain itself ("it started", "my back"), normalised."""
    contrasts: frozenset[str]
    """Words that take back what was said before them ("but")."""
    question_words: frozenset[str]
    """What a question of the listener's own begins with ("how", "can")."""
    stop_signs: tuple[str, ...]
    """What makes a self-care plan stop ("dizzy"), normalised."""
    leaning: Leaning
    commands: Mapping[str, str]
    """What a listener may say for a named intent, normalised: "tell me more" → "MoreIntent"."""
    commands_midway: Mapping[str, str]
    """The same for what means that only within the check or a plan: "how long will this take"."""
    ambiguous: Mapping[str, tuple[str, ...]]
    """Words that could mean two topics, normalised, and the two."""
    rewrites: Mapping[str, str]
    """Contractions and recogniser slips, and what they stand for: "rom boys" → "rhomboids"."""
    grammar: Grammar
    hearing: Hearing
    matcher: Matcher

    def locale(self, code: str | None) -> Locale:
        """The locale of a request, or the language's first one where the code is missing or odd."""
        known = self.locales.get(code or "")
        return known or next(iter(self.locales.values()))

    @functools.cached_property
    def together(self) -> Mapping[str, list[tuple[tuple[str, ...], str]]]:
        """Groups of danger signs with the sign that follows from each, by that member which is in fewest groups."""
        groups = [(group, flag.id) for flag in self.red_flags.values() for group in flag.together]
        often = Counter(sign for group, _ in groups for sign in group)
        found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for group, follows in groups:
            found.setdefault(min(group, key=often.__getitem__), []).append((group, follows))
        return found

    @classmethod
    def from_dict(cls, data: Mapping[str, Any], matcher: Matcher) -> Content:
        """Builds the store from compiled JSON and the fitted matcher.

        Raises KeyError or TypeError where the data was not written by this version's build.
        """
        return cls(
            language=data["language"],
            locales={
                code: Locale(code, {name: Term(**term) for name, term in terms.items()})
                for code, terms in data["locales"].items()
            },
            sources={name: Source(name, publisher) for name, publisher in data["sources"].items()},
            topics={name: Topic(name, **_tuples(fields)) for name, fields in data["topics"].items()},
            prompts={name: Prompt(**_tuples(fields)) for name, fields in data["prompts"].items()},
            declines={
                kind: Decline(kind, Prompt(**_tuples(fields["prompt"])), fields["offers"])
                for kind, fields in data["declines"].items()
            },
            red_flags={name: RedFlag.from_dict(name, fields) for name, fields in data["red_flags"].items()},
            check=Check.from_dict(data["check"]),
            plans={name: Plan.from_dict(name, fields) for name, fields in data["plans"].items()},
            screen=Screen(**data["screen"]),
            people=_tuples(data["people"]),
            answers=_tuples(data["answers"]),
            durations=data["durations"],
            alerts=Alerts.from_dict(data["alerts"]),
            pain_words=tuple(data["pain_words"]),
            contrasts=frozenset(data["contrasts"]),
            question_words=frozenset(data["question_words"]),
            stop_signs=tuple(data["stop_signs"]),
            leaning=Leaning(
                pronouns=frozenset(data["leaning"]["pronouns"]),
                pointing=tuple(data["leaning"]["pointing"]),
                openings=tuple(data["leaning"]["openings"]),
                joins=frozenset(data["leaning"]["joins"]),
            ),
            commands=data["commands"],
            commands_midway=data["commands_midway"],
            ambiguous=_tuples(data["ambiguous"]),
            rewrites=data["rewrites"],
            grammar=Grammar.from_dict(data["grammar"]),
            hearing=Hearing.from_dict(data["hearing"]),
            matcher=matcher,
        )


def _tuples(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in fields.items()}
