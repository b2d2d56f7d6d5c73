"""The shapes of what can be said. Text may hold ``{terms}`` that a locale fills in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

PROMPTS = (
    "welcome",
    "welcome_again",
    "disclaimer",
    "goodbye",
    "pause",
    "help",
    "help_with_choice",
    "help_with_offer",
    "offer_more",
    "offer_more_again",
    "offer_related",
    "offer_related_again",
    "anything_else",
    "after_no",
    "no_more",
    "sources",
    "sources_of_nothing",
    "confirm_one",
    "confirm_two",
    "which_of_two",
    "miss_first",
    "miss_second",
    "miss_third",
    "nothing_to_confirm",
    "nothing_to_repeat",
    "nothing_before",
    "why",
    "thanks",
    "apology",
    "in_another_country",
    "card_emergency",
    "card_urgent",
)
"""Every prompt that the dialogue says. The proofreading asks for each of them, in each language."""


@dataclass(frozen=True, slots=True)
class Term:
    """A word that differs between countries: as it is said, and as it is written on a card."""

    say: str
    write: str


@dataclass(frozen=True, slots=True)
class Locale:
    """One Alexa locale: its code ("en-GB") and its words."""

    code: str
    terms: Mapping[str, Term]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact comes from: the publisher's name as it is spoken."""

    id: str
    publisher: str


@dataclass(frozen=True, slots=True)
class Topic:
    """One thing a listener can ask. ``more`` is empty where there is no more to say."""

    id: str
    title: str
    name: str
    say: str
    more: str
    related: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Prompt:
    """Something said that is not an answer. With ``ask`` the session stays open, and ``reprompt`` is there."""

    say: str
    ask: str
    reprompt: str


@dataclass(frozen=True, slots=True)
class Decline:
    """Words for a kind of question that is not ours to answer, and the topic that may help instead ("" for none)."""

    kind: str
    prompt: Prompt
    offers: str


@dataclass(frozen=True, slots=True)
class Place:
    """What may stand at one place of a pattern: one of these words, or one of these phrases."""

    words: frozenset[str]
    phrases: tuple[tuple[str, ...], ...]


Pattern = tuple[Place, ...]
"""One way of saying something: its places in order, normalised and canonical."""


@dataclass(frozen=True, slots=True)
class RedFlag:
    """A danger sign: what it is called, what to do about it, and how people say it.

    ``urgency`` is "emergency", "urgent" or "fact"; a fact counts only in another flag's ``together``.
    """

    id: str
    urgency: str
    name: str
    say: str
    meanwhile: str
    tell_them: str
    patterns: tuple[Pattern, ...]
    together: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Grammar:
    """The small words that decide what a sentence claims, normalised.

    ``alike`` maps a word to the one that stands for its kind ("his" → "my"); ``negations`` ("not") deny what
    follows until one of ``new_clause`` ("but") begins afresh; ``long_ago`` ("years ago") puts it in the past;
    a sentence that opens with one of ``general_questions`` ("can") and names nobody asks about people at large.
    """

    alike: Mapping[str, str]
    negations: frozenset[str]
    new_clause: frozenset[str]
    long_ago: tuple[str, ...]
    general_questions: frozenset[str]


@dataclass(frozen=True, eq=False, slots=True)
class Matcher:
    """The fitted table of ``understanding.topics``: what each feature of a question says for each class.

    ``classes`` are topic ids and declines ("decline:dose"). ``idf`` is a feature's inverse document frequency,
    ``rarest`` the highest, and ``row`` its row in ``table``, which holds a byte for each class (128 is zero,
    ``scale`` the unit). ``biases`` are what each class starts from. ``examples`` are the sentences that it was
    fitted to, normalised, and the class of each.
    """

    examples: Mapping[str, str]
    classes: tuple[str, ...]
    biases: tuple[float, ...]
    scale: float
    idf: Mapping[str, float]
    rarest: float
    row: Mapping[str, int]
    table: bytes


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
    commands: Mapping[str, str]
    """What a listener may say for a named intent, normalised: "tell me more" → "MoreIntent"."""
    ambiguous: Mapping[str, tuple[str, ...]]
    """Words that could mean two topics, normalised, and the two."""
    rewrites: Mapping[str, str]
    """Contractions and recogniser slips, and what they stand for: "rom boys" → "rhomboids"."""
    grammar: Grammar
    matcher: Matcher

    def locale(self, code: str | None) -> Locale:
        """The locale of a request, or the language's first one where the code is missing or odd."""
        known = self.locales.get(code or "")
        return known or next(iter(self.locales.values()))

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
            prompts={name: Prompt(**fields) for name, fields in data["prompts"].items()},
            declines={
                kind: Decline(kind, Prompt(**fields["prompt"]), fields["offers"])
                for kind, fields in data["declines"].items()
            },
            red_flags={name: _red_flag(name, fields) for name, fields in data["red_flags"].items()},
            commands=data["commands"],
            ambiguous=_tuples(data["ambiguous"]),
            rewrites=data["rewrites"],
            grammar=_grammar(data["grammar"]),
            matcher=matcher,
        )


def _tuples(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in fields.items()}


def _red_flag(name: str, fields: Mapping[str, Any]) -> RedFlag:
    patterns = tuple(tuple(_place(alternatives) for alternatives in pattern) for pattern in fields["patterns"])
    together = tuple(tuple(group) for group in fields["together"])
    return RedFlag(name, **{**fields, "patterns": patterns, "together": together})


def _place(alternatives: list[str]) -> Place:
    phrases = tuple(tuple(phrase.split()) for phrase in alternatives if " " in phrase)
    return Place(frozenset(alternatives), phrases)


def _grammar(fields: Mapping[str, Any]) -> Grammar:
    return Grammar(
        alike=fields["alike"],
        negations=frozenset(fields["negations"]),
        new_clause=frozenset(fields["new_clause"]),
        long_ago=tuple(fields["long_ago"]),
        general_questions=frozenset(fields["general_questions"]),
    )
