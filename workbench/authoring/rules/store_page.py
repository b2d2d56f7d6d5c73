"""Rules about the skill's page in the Alexa store: Amazon's limits, and what a health skill has to say there."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.authoring.draft import Draft
from workbench.authoring.rules.rule import BRACES, Finding, rule
from workbench.authoring.shapes import suggestion
from workbench.authoring.strict_yaml import Table, Text

LONGEST = {"name": 50, "summary": 160, "description": 4_000, "testing_instructions": 4_000}
MOST = {"example_phrases": (4, 200), "keywords": (30, 150)}
"""How many of each, and how many characters one may have."""

OPENING = "Alexa, open {invocation_name}"
WARNINGS = ("for information only", "not medical advice", "no substitute for a professional", "{emergency_number}")


@rule
def store_limit(draft: Draft) -> Iterator[Finding]:
    """The page in the store keeps Amazon's limits, with room for what a locale fills in."""
    for text, most in _lengths(draft):
        if len(text) > most:
            yield text, f"{len(text)} characters are more than the {most} that Amazon takes", "Cut it."
    for page in _pages(draft):
        for key, (most, _) in MOST.items():
            if key in page and not 0 < len(page[key]) <= most:
                yield page[key], f"{len(page[key])} {key} are not within 1 and {most}", "Add or remove some."


@rule
def store_page_unsafe(draft: Draft) -> Iterator[Finding]:
    """The page in the store opens with how to start, says that this is a skill, and warns what it can't be."""
    for page in _pages(draft):
        if "example_phrases" in page and page["example_phrases"][:1] != [OPENING]:
            yield page["example_phrases"], "the first example phrase does not open the skill", f"Begin with {OPENING}."
        if "description" in page:
            for words in (*WARNINGS, "skill"):
                if words not in page["description"]:
                    yield page["description"], f'the description does not say "{words}"', "Say it."


@rule
def store_term(draft: Draft) -> Iterator[Finding]:
    """Braces on the page in the store hold a term of the locales, or invocation_name."""
    known = {term for locale in draft.locales.values() for term in locale["terms"]} | {"invocation_name"}
    for text, _ in _lengths(draft):
        for name in BRACES.findall(text):
            if name not in known:
                yield text, f"{{{name}}} is no term of content/locales.yaml", suggestion(name, known)


def _pages(draft: Draft) -> Iterator[Table]:
    """The page of each language, with the symptom check and without."""
    for language in draft.languages.values():
        yield from (language.skill, language.advice_only["skill"])


def _lengths(draft: Draft) -> Iterator[tuple[Text, int]]:
    """Every text of the pages, with how many characters it may have."""
    for page in _pages(draft):
        yield from ((page[key], most) for key, most in LONGEST.items() if key in page)
        yield from ((text, most) for key, (_, most) in MOST.items() for text in page.get(key, ()))
