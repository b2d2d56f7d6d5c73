"""Compiles the symptom check and the self-care plans: routing and words, joined by their names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from back_guide.understanding.normalise import normalise
from workbench.authoring.draft import Draft, Language
from workbench.authoring.strict_yaml import Table

QUESTION_TEXTS = ("ask", "again", "ask_other", "again_other", "why")
OUTCOME_TEXTS = ("say", "meanwhile", "tell_them", "safety_net")
PLAN_TEXTS = (
    "title",
    "name",
    "not_for",
    "not_for_question",
    "not_for_reprompt",
    "if_it_fits",
    "starts_with",
    "stops_when",
    "ends_with",
)


def text(value: str | None) -> str:
    """A text on one line; "" for none."""
    return " ".join((value or "").split())


def check(draft: Draft, language: Language, rewrites: Mapping[str, str]) -> dict[str, Any]:
    """The check in the shape of ``Check.from_dict``."""
    routing, words = draft.routing, language.check
    return {
        "begins_with": str(routing["begins_with"]),
        "questions": {
            name: _question(question, words["questions"][name], routing, rewrites)
            for name, question in routing["questions"].items()
        },
        "together": [{"when": dict(rule["when"]), "outcome": str(rule["raise"])} for rule in routing["together"]],
        "signs": {
            name: {"answers": dict(sign.get("answers", {})), "outcome": str(sign.get("raise", ""))}
            for name, sign in routing["signs"].items()
        },
        "outcomes": {name: _outcome(outcome, words["outcomes"][name]) for name, outcome in routing["outcomes"].items()},
    }


def plan(found: Table, rewrites: Mapping[str, str]) -> dict[str, Any]:
    """A plan in the shape of ``Plan.from_dict``."""
    steps = [
        {
            "id": str(step["id"]),
            "say": text(step["say"]),
            "hold_seconds": int(step.get("hold_seconds", 0)),
            "then": text(step.get("then")),
            "timer_minutes": int(step.get("timer_minutes", 0)),
            "picture": str(step.get("picture", "")),
        }
        for step in found["steps"]
    ]
    texts = {key: text(found[key]) for key in PLAN_TEXTS}
    return {
        "ask": text(found["ask"][0]),
        **texts,
        "steps": steps,
        "left_for": [" ".join(normalise(said, rewrites)) for said in found["left_for"]],
        "sources": list(found["sources"]),
    }


def exits(question: Table, routing: Table) -> dict[str, dict[str, str]]:
    """Where each answer leads: the question to ask next, and the outcome that it ends with or raises."""
    found = {}
    for answer, target in question["answers"].items():
        if isinstance(target, Table):
            found[str(answer)] = {"ask": str(target["ask"]), "outcome": str(target["raise"])}
        else:
            is_question = target in routing["questions"]
            found[str(answer)] = {
                "ask": str(target) if is_question else "",
                "outcome": "" if is_question else str(target),
            }
    return found


def _question(question: Table, words: Table, routing: Table, rewrites: Mapping[str, str]) -> dict[str, Any]:
    return {
        "danger_sign": question.get("danger_sign") == "yes",
        "follows": str(question.get("follows", "")),
        "exits": exits(question, routing),
        "texts": {key: text(words[key]) for key in QUESTION_TEXTS},
        "said_back": {answer: text(phrase) for answer, phrase in words["answers"].items()},
        "heard_as": {
            answer: sorted(
                {" ".join(normalise(way, rewrites)) for way in ways} - {""}, key=lambda way: (-len(way), way)
            )
            for answer, ways in words["heard_as"].items()
        },
        "in_order": list(words.get("in_order", ())),
        "buttons": dict(words.get("buttons", {})),
        "topics": {str(topic): answer for answer, spoken_of in words.get("topics", {}).items() for topic in spoken_of},
    }


def _outcome(outcome: Table, words: Table) -> dict[str, Any]:
    keys = [*OUTCOME_TEXTS, *(f"{key}_other" for key in OUTCOME_TEXTS)]
    return {
        "urgency": str(outcome["urgency"]),
        "offers": str(outcome.get("offers", "")),
        "texts": {key: text(words[key]) for key in keys if key in words},
        "points": [text(point) for point in words.get("points", ())],
        "sources": list(words["sources"]),
    }
