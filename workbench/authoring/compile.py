"""Turns proofread content into what ships: one JSON file a language."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from back_guide.understanding import normalise
from workbench.authoring import compile_check, compile_hearing
from workbench.authoring.compile_check import text as _text
from workbench.authoring.draft import Draft, Language
from workbench.authoring.rewrites import rewrites
from workbench.authoring.strict_yaml import Table


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
        "plans": {name: compile_check.plan(plan, rewrites(language)) for name, plan in language.care_plans.items()},
        "contrasts": _normal(language.vocabulary["contrasts"], language),
        "question_words": _normal(language.vocabulary["question_words"], language),
        "pain_words": _normal(language.vocabulary["pain_words"], language),
        "people": _people(language),
        "answers": {answer: _normal(ways, language) for answer, ways in language.vocabulary["answers"].items()},
        "durations": {
            key: {said: int(number) for said, number in words.items()}
            for key, words in language.vocabulary["durations"].items()
        },
        "alerts": _alerts(language),
        "stop_signs": _normal(language.vocabulary["stop_signs"], language),
        "leaning": {key: _normal(words, language) for key, words in language.vocabulary["leaning"].items()},
        "commands": commands(language),
        "commands_midway": commands(language, "commands_midway"),
        "ambiguous": ambiguous(language),
        "rewrites": rewrites(language),
        "advice_only": advice_only(language),
        "grammar": compile_hearing.grammar(language, rewrites(language)),
        "hearing": compile_hearing.hearing(language, rewrites(language)),
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def advice_only(language: Language) -> dict[str, dict[str, Any]]:
    """What is said otherwise where the symptom check is switched off: whole entries, in the shape of the content."""
    otherwise = language.advice_only
    return {
        "prompts": {
            name: _prompt(_with(language.prompts.get(name, Table()), texts))
            for name, texts in otherwise["prompts"].items()
        },
        "topics": {name: _topic(_with(language.topics[name], texts)) for name, texts in otherwise["topics"].items()},
        "plans": {
            name: compile_check.plan(_with(plan, otherwise["every_plan"], texts), rewrites(language))
            for name, plan in language.care_plans.items()
            for texts in [otherwise["care_plans"].get(name, Table())]
        },
    }


def _with(entry: Table, *changes: Table) -> Table:
    """An entry with some of its texts changed."""
    return Table({key: value for part in (entry, *changes) for key, value in part.items()})


def commands(language: Language, where: str = "commands") -> dict[str, str]:
    """What a listener may say for a named intent, normalised, and the intent; ``where`` is the vocabulary's key."""
    meant = rewrites(language)
    return {
        " ".join(normalise.normalise(said, meant)): str(intent)
        for intent, ways in language.vocabulary[where].items()
        for said in ways
    }


def _alerts(language: Language) -> dict[str, Any]:
    """How timers and reminders are asked for, normalised, and how their times are said."""
    alerts = language.vocabulary["alerts"]
    return {
        "heard": {name: _normal(phrases, language) for name, phrases in alerts["heard"].items()},
        "packs": {
            name: {
                "heard_as": _normal(pack["heard_as"], language),
                "seconds": 60 * int(pack["minutes"]),
                "most_seconds": 60 * int(pack["most"]),
                "during": [str(place) for place in pack["while"]],
            }
            for name, pack in alerts["packs"].items()
        },
        "first_hour": int(alerts["hours"]["first"]),
        "last_hour": int(alerts["hours"]["last"]),
        "said": {name: [str(word) for word in words] for name, words in alerts["said"].items()},
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
