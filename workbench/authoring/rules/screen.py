"""Rules about screens: what is shown is also said, is short, and does what saying it would."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from back_guide.alexa.screens.pictures import MUSCLES, names
from back_guide.understanding.normalise import normalise
from workbench.authoring.compile import commands
from workbench.authoring.compile_check import OUTCOME_TEXTS
from workbench.authoring.draft import Draft, Language
from workbench.authoring.rewrites import rewrites
from workbench.authoring.rules.rule import BRACES, Finding, rule
from workbench.authoring.shapes import suggestion
from workbench.authoring.strict_yaml import Table

FEWEST_POINTS, MOST_POINTS = 2, 4
LONGEST_POINT = 60  # characters, as the longest locale writes them
STEM = 4  # letters that two forms of a word share
WORD = re.compile(r"[a-z']+")
VALUES = {"progress": ["number", "count"], "hold": ["seconds"], "source": ["sources"]}
"""What code fills into a text of screen.yaml."""


@rule
def shown_not_said(draft: Draft) -> Iterator[Finding]:
    """A point says in short what is said with it, in its words, numbers and terms; a suggestion, word for word."""
    for language in draft.languages.values():
        counts = set(language.vocabulary["durations"]["counts"])
        for table, said in _shown(language):
            for point in table.get("points", ()):
                for word in _news(point, said, counts):
                    yield point, f'"{word}" is shown, and not said', "Use the words of what is said."
            for phrase in table.get("suggests", ()):
                if f" {phrase} " not in f" {' '.join(WORD.findall(said.lower()))} ":
                    yield phrase, f'"{phrase}" is suggested, and not said', "Suggest what the words around it name."


@rule
def point_too_long(draft: Draft) -> Iterator[Finding]:
    """A screen is read at a glance, from across the room: two to four points of at most sixty characters."""
    for language in draft.languages.values():
        for table, _ in _shown(language):
            points = table.get("points")
            if points is not None and not FEWEST_POINTS <= len(points) <= MOST_POINTS:
                what = f"{len(points)} points"
                yield points, what, f"Write {FEWEST_POINTS} to {MOST_POINTS}, or none to show all that is said."
            for point in points or ():
                length = _written_length(point, draft)
                if length > LONGEST_POINT:
                    yield point, f"a point of {length} characters", f"Cut it to {LONGEST_POINT}."


@rule
def button_not_heard(draft: Draft) -> Iterator[Finding]:
    """To touch a button is to say its words: they are a way of saying its intent, or of giving its answer."""
    for language in draft.languages.values():
        for intent in language.screen["buttons"].names():
            words = language.screen["buttons"][intent]
            if commands(language).get(words) != intent:
                yield words, f'"{words}" is no way of saying {intent}', "Take one from vocabulary.yaml."
        for question in language.check["questions"].values():
            for answer, words in question.get("buttons", {}).items():
                if _normal(words, language) not in {
                    _normal(way, language) for way in question["heard_as"].get(answer, ())
                }:
                    yield words, f'"{words}" is not heard as "{answer}"', "Take one of its ways under heard_as."


@rule
def unknown_picture(draft: Draft) -> Iterator[Finding]:
    """A picture is one that is drawn, and a muscle one that can be lit up."""
    figures = names()
    for language in draft.languages.values():
        steps = (step for plan in language.care_plans.values() for step in plan["steps"])
        for table in (*language.topics.values(), *steps):
            for known, kind, named in (
                (figures, "picture", [table["picture"]] if "picture" in table else []),
                (MUSCLES, "muscle of the picture", table.get("muscles", ())),
            ):
                for name in named:
                    if name not in known:
                        yield name, f'"{name}" is no {kind}', suggestion(name, known)


@rule
def unknown_value(draft: Draft) -> Iterator[Finding]:
    """A text of the screen holds in its braces just what code fills in."""
    for language in draft.languages.values():
        for key, values in VALUES.items():
            text = language.screen[key]
            for name in BRACES.findall(text):
                if name not in values:
                    yield text, f"nothing fills in {{{name}}} here", suggestion(name, values)


def _shown(language: Language) -> Iterator[tuple[Table, str]]:
    """What may have points, and all that is said when they are shown."""
    for topic in language.topics.values():
        yield topic, topic["say"]
    for outcome in language.check["outcomes"].values():
        yield outcome, " ".join(outcome[key] for key in OUTCOME_TEXTS if key in outcome)
    for prompt in language.prompts.values():
        yield prompt, " ".join(prompt[key] for key in ("say", "ask", "reprompt") if key in prompt)


def _news(point: str, said: str, counts: set[str]) -> Iterator[str]:
    """Words, numbers and terms of a point that are not heard."""
    yield from (f"{{{name}}}" for name in BRACES.findall(point) if f"{{{name}}}" not in said)
    heard = set(WORD.findall(said.lower()))
    stems = {word[:STEM] for word in heard}
    for word in WORD.findall(BRACES.sub(" ", point).lower()):
        if (word in counts and word not in heard) or (len(word) >= STEM and word[:STEM] not in stems):
            yield word


def _written_length(point: str, draft: Draft) -> int:
    """The length of a point in the locale that writes its terms the longest."""
    terms = [locale["terms"] for locale in draft.locales.values()]
    return max(len(BRACES.sub(functools.partial(_written, each), point)) for each in terms)


def _written(terms: Table, brace: re.Match[str]) -> str:
    term = terms.get(brace[1], "")
    return str(term["write"] if isinstance(term, Table) else term)


def _normal(words: str, language: Language) -> str:
    return " ".join(normalise(words, rewrites(language)))
