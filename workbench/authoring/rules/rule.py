"""What a proofreading rule is, and the texts that rules look at."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from workbench.authoring.draft import Draft, Language
from workbench.authoring.strict_yaml import Problem, Rows, Table, Text

Finding = tuple[Text | Table | Rows, str, str]
"""A value that is wrong, what is wrong with it, and what to do."""

RULES: dict[str, Callable[[Draft], Iterator[Problem]]] = {}
"""Every rule under the name that its messages end with."""

BRACES = re.compile(r"\{(\w*)\}")


def rule(find: Callable[[Draft], Iterator[Finding]]) -> Callable[[Draft], Iterator[Finding]]:
    """Makes a function a rule: ``not_speakable`` complains as [not-speakable]."""
    name = find.__name__.replace("_", "-")

    def problems(draft: Draft) -> Iterator[Problem]:
        for value, what, remedy in find(draft):
            yield Problem(value.place, what, remedy, name)

    problems.__doc__ = find.__doc__
    RULES[name] = problems
    return find


@dataclass(frozen=True)
class Spoken:
    """A text that is heard: what holds it ("topic", "prompt", "decline", "red flag"), and its key there.

    ``instead`` marks a text that is said in the place of another, where the symptom check is switched off.
    """

    kind: str
    key: str
    text: Text
    language: Language
    instead: bool = False

    @property
    def filled(self) -> str:
        """The text on one line, its braces replaced by a plain word."""
        return " ".join(BRACES.sub("someone", self.text).split())

    @property
    def is_answer(self) -> bool:
        """Whether this is an answer to a question."""
        return self.kind == "topic"


SPOKEN_KEYS = {
    "topic": ("say", "more"),
    "decline": ("say", "ask", "reprompt"),
    "prompt": ("say", "ask", "reprompt"),
    "red flag": ("say", "meanwhile", "tell_them"),
    "question": ("ask", "again", "ask_other", "again_other", "why"),
    "outcome": tuple(
        f"{key}{other}" for key in ("say", "meanwhile", "tell_them", "safety_net") for other in ("", "_other")
    ),
    "plan": ("not_for", "not_for_question", "not_for_reprompt", "if_it_fits", "starts_with", "stops_when", "ends_with"),
    "step": ("say", "then"),
}


def spoken(draft: Draft) -> Iterator[Spoken]:
    """Every text that is heard."""
    for language in draft.languages.values():
        always = ((kind, table, False) for kind, table in tables(language))
        otherwise = ((kind, table, True) for kind, table in said_otherwise(language))
        for kind, table, instead in (*always, *otherwise):
            for key in SPOKEN_KEYS[kind]:
                if key in table:
                    yield Spoken(kind, key, table[key], language, instead)


def said_otherwise(language: Language) -> Iterator[tuple[str, Table]]:
    """What is said instead where the symptom check is switched off, with which kind of text it is."""
    if language.advice_only:
        for kind, part in (("prompt", "prompts"), ("topic", "topics"), ("plan", "care_plans")):
            for table in language.advice_only[part].values():
                yield kind, table
        yield "plan", language.advice_only["every_plan"]


def tables(language: Language) -> Iterator[tuple[str, Table]]:
    """Every topic, decline, prompt and red flag of a language, with which of them it is."""
    kinds = {
        "topic": language.topics,
        "decline": language.declines,
        "prompt": language.prompts,
        "red flag": language.red_flags,
        "question": language.check.get("questions", {}),
        "outcome": language.check.get("outcomes", {}),
        "plan": language.care_plans,
    }
    for kind, entries in kinds.items():
        for table in entries.values():
            yield kind, table
    for flag in language.red_flags.values():
        if "in_doubt" in flag:
            yield "prompt", flag["in_doubt"]
    for plan in language.care_plans.values():
        for step in plan["steps"]:
            yield "step", step


def sentences(text: str) -> list[str]:
    """The sentences of a text."""
    return [sentence for sentence in re.split(r"(?<=[.?!])\s+", text.strip()) if sentence]
