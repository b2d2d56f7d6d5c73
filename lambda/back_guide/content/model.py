"""The shapes of what can be said. Text may hold ``{terms}`` that a locale fills in."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from back_guide.content.alerts import Alerts
from back_guide.content.check import Check, Plan
from back_guide.content.matcher import Matcher

PROMPTS = (
    "welcome",
    "welcome_back",
    "welcome_back_to_plan",
    "welcome_again",
    "disclaimer",
    "goodbye",
    "pause",
    "forgotten",
    "not_forgotten",
    "pace_slow",
    "pace_normal",
    "help",
    "help_with_choice",
    "help_with_offer",
    "offer_more",
    "offer_more_again",
    "offer_related",
    "offer_related_again",
    "offer_second",
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
    "also_tell",
    "in_another_country",
    "card_emergency",
    "call_now",
    "card_advice",
    "advice_card",
    "check_begins",
    "check_begins_other",
    "check_resumes",
    "unclear",
    "unclear_which",
    "taken_as_not_sure",
    "noted",
    "okay_one",
    "okay_two",
    "okay_three",
    "summary",
    "summary_other",
    "what_is_wrong",
    "changed",
    "going_back",
    "nothing_to_go_back_to",
    "check_help",
    "check_stopped",
    "check_paused",
    "check_starts_over",
    "back_to_the_check",
    "which_of_these",
    "skipped",
    "offer_plan",
    "disclaimer_advice",
    "plan_next",
    "plan_next_first",
    "plan_wait",
    "plan_left",
    "plan_last",
    "plan_help",
    "plan_help_before",
    "back_to_the_plan",
    "plan_paused",
    "plan_stopped",
    "plan_dropped",
    "offer_timer",
    "no_plan",
    "self_care_choice",
    "timer_label",
    "reminder_break",
    "reminder_return",
    "timer_set",
    "timer_kept",
    "timer_how_long",
    "timer_dropped",
    "timer_out_of_range",
    "timers_cancelled",
    "no_timers",
    "allow_timer",
    "not_allowed_timer",
    "unanswered_timer",
    "no_device_timer",
    "failed_timer",
    "failed_timers",
    "rhythm_hours",
    "rhythm_work",
    "rhythm_day",
    "rhythm_weekday",
    "once",
    "when_once",
    "when_daily",
    "when_often",
    "reminder_confirm",
    "reminder_help",
    "reminder_set",
    "reminder_dropped",
    "reminder_how_often",
    "reminders_cancelled",
    "no_reminders",
    "reminders_listed",
    "reminders_unread",
    "allow_reminder",
    "not_allowed_reminder",
    "unanswered_reminder",
    "no_device_reminder",
    "too_many_reminders",
    "failed_reminder",
    "alert_after_check",
    "last_words",
    "unsure_what",
    "check_left",
    "check_last",
)
"""Every prompt that the dialogue says. The proofreading asks for each of them, in each language."""


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
class Prompt:
    """Something said that is not an answer. With ``ask`` the session stays open, and ``reprompt`` is there.

    A screen shows ``points``, or all that is said where there are none, and ``suggests``: what one may ask next.
    """

    say: str
    ask: str
    reprompt: str
    points: tuple[str, ...] = ()
    suggests: tuple[str, ...] = ()


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
class RedFlag:
    """A danger sign: what it is called and what to do about it. ``Hearing`` knows how people say it.

    ``urgency`` is "emergency", "urgent" or "fact"; a fact raises nothing alone. The sign is also there where all of
    one group of ``together`` are. What is ``lasting`` (past cancer) counts however long ago it began. One that the
    topic matcher knows from whole sentences asks ``in_doubt``.
    """

    id: str
    urgency: str
    name: str
    say: str
    meanwhile: str
    tell_them: str
    lasting: bool
    together: tuple[tuple[str, ...], ...]
    in_doubt: Prompt | None


@dataclass(frozen=True, slots=True)
class Hearing:
    """How danger signs are said, as tables for ``understanding.red_flags``.

    ``phrases`` maps each phrase, in canonical words, to the places that it may fill ("pain 17"). ``ways`` maps a place
    to the ways of saying a sign of which it is the rarest: the sign and its places ("chest_pain chest pain"), with
    "~" after the sign where any order will do. ``harmless`` holds manners of speaking in the same form.
    """

    phrases: Mapping[str, str]
    ways: Mapping[str, Sequence[str]]
    harmless: Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Grammar:
    """The small words that decide what a sentence claims, normalised.

    ``alike`` maps a word to the one that stands for its kind ("his" → "my"); words of ``padding`` ("really") weigh
    nothing. ``phrases`` maps each phrase to the lists of the vocabulary that it is in ("if you" → "supposing").
    ``somebody`` names a person ("she"), ``still`` brings the past up to now, ``present`` is a verb of now ("is").
    """

    alike: Mapping[str, str]
    padding: frozenset[str]
    phrases: Mapping[str, str]
    negations: frozenset[str]
    somebody: frozenset[str]
    still: frozenset[str]
    present: frozenset[str]


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
            red_flags={name: _red_flag(name, fields) for name, fields in data["red_flags"].items()},
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
            grammar=_grammar(data["grammar"]),
            hearing=Hearing(**{**data["hearing"], "phrases": _by_phrase(data["hearing"]["phrases"])}),
            matcher=matcher,
        )


def _tuples(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in fields.items()}


def _red_flag(name: str, fields: Mapping[str, Any]) -> RedFlag:
    doubt = fields["in_doubt"]
    made = {"together": tuple(map(tuple, fields["together"])), "in_doubt": Prompt(**doubt) if doubt else None}
    return RedFlag(name, **{**fields, **made})


def _grammar(fields: Mapping[str, Any]) -> Grammar:
    sets = {name: frozenset(words) for name, words in fields.items() if isinstance(words, list)}
    return Grammar(**{**fields, **sets, "phrases": _by_phrase(fields["phrases"])})


def _by_phrase(alike: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Each phrase and the places that it may fill. Phrases of the same places share one text, which saves memory."""
    return {phrase: places for places, phrases in alike.items() for phrase in phrases}
