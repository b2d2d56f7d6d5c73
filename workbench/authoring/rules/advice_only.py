"""Rules about the skill without its symptom check: nothing that it then says may offer the check."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Any

from back_guide.content.prompts import PROMPTS
from back_guide.dialogue.conversation import SYMPTOM_CHECK
from back_guide.dialogue.no_check import CHECK_IS_OFF, WHERE_HELP_IS
from workbench.authoring.draft import Draft, Language
from workbench.authoring.rules.rule import SPOKEN_KEYS, Finding, rule
from workbench.authoring.shapes import suggestion
from workbench.authoring.strict_yaml import Table, Text

OF_THE_CHECK = "check_"
"""How the names of prompts begin that only the check says."""

INSTEAD = (CHECK_IS_OFF, WHERE_HELP_IS)


@rule
def check_still_offered(draft: Draft) -> Iterator[Finding]:
    """With the symptom check switched off, no text offers it: what does has its twin in advice_only.yaml."""
    for language in draft.languages.values():
        offers = offering(language)
        for text in _said_without_the_check(language):
            found = offers.search(" ".join(text.lower().split()))
            if found:
                what = f'"{found[0]}" is said even where the symptom check is switched off'
                yield text, what, "Write what to say then in advice_only.yaml."


@rule
def unknown_in_advice_only(draft: Draft) -> Iterator[Finding]:
    """What advice_only.yaml changes is there to be changed, and it has the words that are said for the check."""
    for language in draft.languages.values():
        otherwise = language.advice_only
        for name in otherwise["prompts"].names():
            if name not in (*PROMPTS, *INSTEAD):
                yield name, f'"{name}" is no prompt', suggestion(name, PROMPTS)
        for name in INSTEAD:
            if name not in otherwise["prompts"]:
                yield otherwise["prompts"], f'the prompt "{name}" is missing', f"Write {name}: here."
        yield from _unknown(otherwise["topics"], language.topics, "topic")
        yield from _unknown(otherwise["care_plans"], language.care_plans, "self-care plan")


def offering(language: Language) -> re.Pattern[str]:
    """Finds words that offer the check: all that one may say to be taken through it."""
    ways = {*language.vocabulary["commands"].get(SYMPTOM_CHECK, ()), *language.check.get("ask", ())}
    return re.compile(rf"\b(?:{'|'.join(sorted(map(re.escape, ways), key=len, reverse=True)) or '(?!)'})\b")


def _said_without_the_check(language: Language) -> Iterator[Text]:
    """Every text that is said where the check is switched off."""
    otherwise = language.advice_only
    prompts = {name: prompt for name, prompt in language.prompts.items() if not name.startswith(OF_THE_CHECK)}
    yield from _texts("prompt", prompts, otherwise["prompts"])
    yield from _texts("topic", language.topics, otherwise["topics"])
    yield from _texts("plan", language.care_plans, otherwise["care_plans"])
    yield from _texts("plan", {"every": otherwise["every_plan"]}, {})
    yield from _texts("decline", language.declines, {})
    yield from _texts("red flag", language.red_flags, {})
    for plan in language.care_plans.values():
        yield from _texts("step", dict(enumerate(plan["steps"])), {})
    page = {**language.skill, **otherwise["skill"]}
    yield from (page["summary"], page["description"], page["testing_instructions"])
    yield from (*page["example_phrases"], *page["keywords"])


def _texts(kind: str, entries: dict[Any, Table], otherwise: dict[Any, Table]) -> Iterator[Text]:
    for name in {**entries, **otherwise}:
        said = {**entries.get(name, {}), **otherwise.get(name, {})}
        yield from (said[key] for key in SPOKEN_KEYS[kind] if key in said)


def _unknown(changed: Table, known: Collection[str], kind: str) -> Iterator[Finding]:
    for name in changed.names():
        if name not in known:
            yield name, f'"{name}" is no {kind}', suggestion(name, known)
