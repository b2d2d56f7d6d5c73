"""Turns proofread content into what ships: one JSON file and one fitted matcher a language."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from back_guide.understanding import normalise, topics
from workbench.authoring import compile_check, compile_hearing, fit
from workbench.authoring.compile_check import text as _text
from workbench.authoring.draft import Draft, Language
from workbench.authoring.strict_yaml import Table

CHECK = "symptom_check"
"""The name under which the matcher knows the wish to be taken through the check."""

Example = tuple[list[str], str]
"""The (normalised) words of a question, and the class that they belong to."""


def language_json(draft: Draft, code: str) -> str:
    """The compiled content of a language, in the shape of ``Content.from_dict``."""
    language = draft.languages[code]
    data = {
        "language": code,
        "locales": {
            name: {term: _term(value) for term, value in locale["terms"].items()}
            for name, locale in draft.locales.items()
            if locale["language"] == code
        },
        "sources": {name: str(source["publisher"]) for name, source in draft.sources.items()},
        "topics": {name: _topic(topic) for name, topic in language.topics.items()},
        "prompts": {name: _prompt(prompt) for name, prompt in language.prompts.items()},
        "declines": {
            kind: {"prompt": _prompt(decline), "offers": str(decline.get("offers", ""))}
            for kind, decline in language.declines.items()
        },
        "red_flags": {name: _red_flag(flag) for name, flag in language.red_flags.items()},
        "check": compile_check.check(draft, language, rewrites(language)),
        "screen": {
            key: dict(value) if isinstance(value, Table) else str(value) for key, value in language.screen.items()
        },
        "plans": {name: compile_check.plan(plan) for name, plan in language.care_plans.items()},
        "contrasts": _normal(language.vocabulary["contrasts"], language),
        "question_words": _normal(language.vocabulary["question_words"], language),
        "pain_words": _normal(language.vocabulary["pain_words"], language),
        "people": _people(language),
        "answers": {answer: _normal(ways, language) for answer, ways in language.vocabulary["answers"].items()},
        "durations": {
            key: {said: int(number) for said, number in words.items()}
            for key, words in language.vocabulary["durations"].items()
        },
        "commands": commands(language),
        "ambiguous": ambiguous(language),
        "rewrites": rewrites(language),
        "grammar": compile_hearing.grammar(language, rewrites(language)),
        "hearing": compile_hearing.hearing(language, rewrites(language)),
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def rewrites(language: Language) -> dict[str, str]:
    """Contractions and recogniser slips, and what they stand for; fillers stand for nothing."""
    vocabulary = language.vocabulary
    stands_for = {said: meant for key in ("contractions", "misheard") for said, meant in vocabulary[key].items()}
    return {str(said): str(meant) for said, meant in stands_for.items()} | {
        str(filler): "" for filler in vocabulary["fillers"]
    }


def commands(language: Language) -> dict[str, str]:
    """What a listener may say for a named intent, normalised, and the intent."""
    meant = rewrites(language)
    return {
        " ".join(normalise.normalise(said, meant)): str(intent)
        for intent, ways in language.vocabulary["commands"].items()
        for said in ways
    }


def _people(language: Language) -> dict[str, list[str]]:
    return {kind: _normal(names, language) for kind, names in language.vocabulary["people"].items()}


def _normal(phrases: Iterable[str], language: Language) -> list[str]:
    """Phrases normalised, the longest first."""
    meant = rewrites(language)
    found = {" ".join(normalise.normalise(phrase, meant)) for phrase in phrases} - {""}
    return sorted(found, key=lambda phrase: (-len(phrase.split()), phrase))


def ambiguous(language: Language) -> dict[str, list[str]]:
    """Words that could mean two topics, normalised, and the two."""
    return {
        " ".join(normalise.normalise(said, rewrites(language))): [str(topic) for topic in either]
        for said, either in language.vocabulary["ambiguous"].items()
    }


def examples(language: Language) -> list[Example]:
    """Every example question with its topic, and every sentence to turn away with its kind."""
    meant = rewrites(language)
    found = [(said, name) for name, topic in language.topics.items() for said in (*topic["ask"], topic["name"])]
    found += [(said, topics.DO + name) for name, plan in language.care_plans.items() for said in plan["ask"]]
    to_check = (*language.check["ask"], *language.vocabulary["commands"]["SymptomCheckIntent"])
    found += [(said, topics.DO + CHECK) for said in to_check]
    found += [(said, topics.DECLINE + kind) for kind, entry in language.declines.items() for said in entry["heard_as"]]
    return [(normalise.normalise(said, meant), name) for said, name in found]


def matcher_digest(language: Language) -> str:
    """A digest of all that decides how the matcher comes out: the examples and the code that fits them."""
    code = "".join(Path(module.__file__ or "").read_text(encoding="utf-8") for module in (fit, normalise, topics))
    return hashlib.sha256(json.dumps([examples(language), code]).encode()).hexdigest()


def matcher_file(language: Language) -> bytes:
    """The fitted matcher of a language. Takes some seconds."""
    return fit.fit(examples(language), made_from=matcher_digest(language))


def _term(value: Table | str) -> dict[str, str]:
    return dict(value) if isinstance(value, Table) else {"say": str(value), "write": str(value)}


def _topic(topic: Table) -> dict[str, Any]:
    return {
        "title": _text(topic["title"]),
        "name": _text(topic["name"]),
        "say": _text(topic["say"]),
        "more": _text(topic.get("more")),
        "points": list(topic.get("points", ())),
        "picture": str(topic.get("picture", "")),
        "muscles": list(topic.get("muscles", ())),
        "plan": str(topic.get("plan", "")),
        "related": list(topic["related"]),
        "sources": list(topic["sources"]),
    }


def _prompt(prompt: Table) -> dict[str, Any]:
    said = {key: _text(prompt.get(key)) for key in ("say", "ask", "reprompt")}
    return {**said, **{key: list(prompt[key]) for key in ("points", "suggests") if key in prompt}}


def _red_flag(flag: Table) -> dict[str, Any]:
    return {
        **{key: _text(flag.get(key)) for key in ("urgency", "name", "say", "meanwhile", "tell_them")},
        "lasting": flag.get("lasting") == "yes",
        "together": [list(group) for group in flag.get("together", ())],
    }
