"""Rules about names: what refers to something must find it, and what is there must be used."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from back_guide.content.prompts import PROMPTS
from back_guide.dialogue.conversation import FALLBACK, LAUNCH, TABLE
from back_guide.dialogue.turn import ASK
from workbench.authoring.draft import Draft, Language
from workbench.authoring.rules.rule import BRACES, Finding, rule, spoken, tables
from workbench.authoring.shapes import suggestion
from workbench.authoring.strict_yaml import Table, Text

COMMANDS = ("commands", "commands_midway")
WITHOUT_COMMANDS = (ASK, LAUNCH, FALLBACK)

VALUES = (
    *("name", "first", "second", "sources", "facts", "count", "number"),
    *("length", "from", "to", "day", "time", "rhythm", "when"),
)
"""What code fills into a prompt beside the terms of the locale."""


@rule
def unknown_name(draft: Draft) -> Iterator[Finding]:
    """A topic, source, red flag or intent that is referred to must exist under just that name."""
    for language in draft.languages.values():
        for _, table in tables(language):
            for name, known, kind in _references(table, draft, language):
                if name not in known:
                    yield name, f'"{name}" is no {kind}', suggestion(name, known)
        for intent in set(TABLE) - set(WITHOUT_COMMANDS) - set(language.vocabulary["commands"]):
            yield language.vocabulary["commands"], f'there is no way of saying "{intent}"', f"Write {intent}: …"
        for intent in (intent for key in COMMANDS for intent in language.vocabulary[key].names()):
            if intent not in TABLE:
                yield intent, f'"{intent}" is no intent that the skill handles', suggestion(intent, TABLE)
        for topic in (topic for either in language.vocabulary["ambiguous"].values() for topic in either):
            if topic not in language.topics:
                yield topic, f'"{topic}" is no topic', suggestion(topic, language.topics)


def _references(table: Table, draft: Draft, language: Language) -> Iterator[tuple[Text, Collection[str], str]]:
    """Each name that a table refers to, what it should be among, and what it should be."""
    for source in table.get("sources", ()):
        yield source, draft.sources, "source"
    for topic in (*table.get("related", ()), *([table["offers"]] if "offers" in table else [])):
        yield topic, language.topics, "topic"
    if "plan" in table:
        yield table["plan"], language.care_plans, "self-care plan"
    for flag in (flag for group in table.get("together", ()) for flag in group):
        yield flag, language.red_flags, "red flag"


@rule
def unused_name(draft: Draft) -> Iterator[Finding]:
    """What nothing refers to is never heard: a prompt that is not said, a term or a fact that nothing uses."""
    used_terms = {name for text in spoken(draft) for name in BRACES.findall(text.text)}
    for locale in draft.locales.values():
        for term in locale["terms"].names():
            if term not in used_terms:
                yield term, f"no text uses {{{term}}}", "Use it in a text, or remove it from every locale."
    for language in draft.languages.values():
        for prompt in language.prompts.names():
            if prompt not in PROMPTS:
                yield prompt, f'nothing says the prompt "{prompt}"', suggestion(prompt, PROMPTS)
        used_facts = set(draft.routing["signs"]) | {
            name for flag in language.red_flags.values() for group in flag.get("together", ()) for name in group
        }
        for name in language.red_flags.names():
            if language.red_flags[name]["urgency"] == "fact" and name not in used_facts:
                yield name, f'no "together" uses the fact "{name}"', "Use it in one, or remove it."


@rule
def missing_in_language(draft: Draft) -> Iterator[Finding]:
    """Each language says everything: all the prompts that the skill needs, and every topic that another has."""
    everywhere = {topic for language in draft.languages.values() for topic in language.topics}
    for code, language in draft.languages.items():
        for prompt in PROMPTS:
            if prompt not in language.prompts:
                yield (
                    language.prompts,
                    f'the prompt "{prompt}" is missing in "{code}"',
                    f"Write {prompt}: here.",
                )
        for topic in sorted(everywhere - set(language.topics)):
            yield (
                language.prompts,
                f'the topic "{topic}" is missing in "{code}"',
                f"Write topics/{topic}.yaml.",
            )


@rule
def unknown_term(draft: Draft) -> Iterator[Finding]:
    """Braces hold a term of the locales, or in prompts a value that code fills in; nothing else."""
    for text in spoken(draft):
        terms = {term for locale in draft.locales.values() for term in locale["terms"]}
        known = terms | set(VALUES) if text.kind == "prompt" else terms
        for name in BRACES.findall(text.text):
            if name not in known:
                yield text.text, f"{{{name}}} is no term of content/locales.yaml", suggestion(name, known)


@rule
def missing_term(draft: Draft) -> Iterator[Finding]:
    """A term that one locale has, every locale of the same language has."""
    for locale in draft.locales.values():
        same = [other for other in draft.locales.values() if other["language"] == locale["language"]]
        for term in sorted({term for other in same for term in other["terms"]} - set(locale["terms"])):
            yield (
                locale["terms"],
                f"the term {{{term}}} is missing here",
                f"Add {term}: … as the other locales have it.",
            )


@rule
def source_missing(draft: Draft) -> Iterator[Finding]:
    """Every answer and every red flag names at least one source for what it states."""
    for language in draft.languages.values():
        for kind, table in tables(language):
            if "sources" in table and not table["sources"]:
                yield table["sources"], f"this {kind} names no source", "Name one of content/sources.yaml."


@rule
def source_unused(draft: Draft) -> Iterator[Finding]:
    """A source that nothing rests on is not one of ours."""
    used = {
        source
        for language in draft.languages.values()
        for _, table in tables(language)
        for source in table.get("sources", ())
    }
    for source in draft.sources.names():
        if source not in used:
            yield source, f'no text rests on the source "{source}"', "Name it where it is used, or remove it."
