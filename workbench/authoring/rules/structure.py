"""Rules about how the parts fit: red flags that can be heard and acted on."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

from back_guide.understanding.red_flags import URGENCIES
from workbench.authoring.compile_hearing import TEMPLATES
from workbench.authoring.draft import Draft, Language
from workbench.authoring.rules.rule import Finding, rule
from workbench.authoring.shapes import suggestion
from workbench.authoring.strict_yaml import Text
from workbench.authoring.templates import CONCEPT, places

NUMBER = "{emergency_number}"
FEWEST_WAYS = 15


@rule
def bad_template(draft: Draft) -> Iterator[Finding]:
    """Words to listen for have balanced brackets, not nested: (one|another), [may be left out], {concept}."""
    for language in draft.languages.values():
        for template in _templates(language):
            try:
                places(template)
            except ValueError as error:
                yield template, f'"{template}": {error}', "Write (one|another) or [may be left out]."
            for name in CONCEPT.findall(template):
                if name not in language.concepts:
                    yield template, f'"{{{name}}}" is no concept', suggestion(name, language.concepts)


def _templates(language: Language) -> Iterator[Text]:
    """Every way of saying a danger sign, every phrase of a concept, and every phrase of the small words."""
    for flag in language.red_flags.values():
        yield from (*flag["heard_as"], *flag.get("in_any_order", ()))
    for said in language.concepts.values():
        yield from said
    for name in TEMPLATES:
        yield from language.vocabulary.get(name, ())


@rule
def unused_concept(draft: Draft) -> Iterator[Finding]:
    """A concept that no way of saying anything names is never listened for."""
    for language in draft.languages.values():
        used = {name for template in _templates(language) for name in CONCEPT.findall(template)}
        for name in language.concepts.names():
            if name not in used:
                yield name, f'nothing names the concept "{name}"', "Write it in braces where it is meant, or remove it."


@rule
def circular_concept(draft: Draft) -> Iterator[Finding]:
    """A concept is not explained by itself, nor by one that leads back to it."""
    for language in draft.languages.values():
        within = {name: set(CONCEPT.findall(" ".join(said))) for name, said in language.concepts.items()}
        for name in language.concepts.names():
            if name in _all_within(name, within):
                yield name, f'the concept "{name}" leads back to itself', "Take one of the names in braces out."


def _all_within(name: str, within: Mapping[str, set[str]]) -> set[str]:
    """The concepts that one names, and those that they name, and so on."""
    found: set[str] = set()
    new = within.get(name, set())
    while new - found:
        found |= new
        new = {deeper for each in new for deeper in within.get(each, ())}
    return found


@rule
def unknown_urgency(draft: Draft) -> Iterator[Finding]:
    """A red flag is an emergency, urgent, or a fact that counts only together with others."""
    known = (*URGENCIES, "fact")
    for language in draft.languages.values():
        for flag in language.red_flags.values():
            if flag["urgency"] not in known:
                yield (
                    flag["urgency"],
                    f'"{flag["urgency"]}" is no urgency',
                    suggestion(flag["urgency"], known),
                )


@rule
def flag_without_words(draft: Draft) -> Iterator[Finding]:
    """A red flag says what to do, what to do meanwhile and what to tell; and there is a way to hear it."""
    for language in draft.languages.values():
        for name, flag in language.red_flags.items():
            missing = [key for key in ("say", "meanwhile", "tell_them") if key not in flag]
            if flag["urgency"] != "fact" and missing:
                yield flag, f'the red flag "{name}" lacks {" and ".join(missing)}', "Write it."
            ways = (*flag["heard_as"], *flag.get("in_any_order", ()), *language.sounds_like.get(name, ()))
            if not ways and "together" not in flag:
                yield flag, f'the red flag "{name}" can\'t be heard', "Write heard_as or together."


@rule
def number_not_first(draft: Draft) -> Iterator[Finding]:
    """An emergency's words begin with the number to call: who listens no further has heard what matters."""
    for language in draft.languages.values():
        emergencies = [flag for flag in language.red_flags.values() if flag["urgency"] == "emergency"]
        emergencies += [flag["in_doubt"] for flag in emergencies if "in_doubt" in flag]
        for name, outcome in draft.routing["outcomes"].items():
            if outcome["urgency"] == "emergency" and name in language.check["outcomes"]:
                emergencies.append(language.check["outcomes"][name])
        for said in (table[key] for table in emergencies for key in ("say", "say_other") if key in table):
            if NUMBER not in said.split(".")[0]:
                yield said, "the number is not in the first sentence", f"Begin with: Call {NUMBER} now."


@rule
def too_few_ways(draft: Draft) -> Iterator[Finding]:
    """An emergency that one can say alone is heard in at least fifteen ways: in fear nobody chooses their words."""
    if any(bad_template(draft)):
        return
    for language in draft.languages.values():
        for name, flag in language.red_flags.items():
            ways = [*flag["heard_as"], *flag.get("in_any_order", ())]
            sentences = language.sounds_like.get(name, ())
            if flag["urgency"] != "emergency" or "together" in flag:
                continue
            count = len(sentences) + sum(math.prod(map(len, places(way))) for way in ways)
            if count < FEWEST_WAYS:
                yield flag, f'the red flag "{name}" has only {count} ways of being said', f"Write {FEWEST_WAYS}."
