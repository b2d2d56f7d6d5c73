"""Writes Alexa's interaction model of a locale from the content.

One open question intent, ``AskIntent {question}``, whose slot type holds every topic as a value with its example
questions as synonyms; beside it the built-in intents and a few small ones with names.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from back_guide.dialogue.conversation import SYMPTOM_CHECK
from back_guide.dialogue.turn import ASK
from workbench.authoring.draft import Draft, Language

QUESTION = "question"
QUESTION_TYPE = "UpperBackQuestion"
ALERTS = "timers_and_reminders"

WITHOUT_SAMPLES = ("AMAZON.FallbackIntent",)
"""Intents that are always there and can't be worded."""


def model_json(draft: Draft, locale: str, *, symptom_check: bool = True) -> str:
    """The interaction model of a locale as the skill package holds it, with the symptom check or without."""
    entry = draft.locales[locale]
    language = draft.languages[entry["language"]]
    model = {
        "interactionModel": {
            "languageModel": {
                "invocationName": str(entry["invocation_name"]),
                "intents": [
                    intent for intent in _intents(language) if symptom_check or intent["name"] != SYMPTOM_CHECK
                ],
                "types": [{"name": QUESTION_TYPE, "values": _values(language)}],
            }
        }
    }
    return json.dumps(model, ensure_ascii=False, indent=1) + "\n"


def _intents(language: Language) -> list[dict[str, Any]]:
    carriers = [f"{{{QUESTION}}}", *language.vocabulary["carriers"]]
    named = language.vocabulary["commands"].items()
    return [
        {"name": ASK, "samples": carriers, "slots": [{"name": QUESTION, "type": QUESTION_TYPE}]},
        *({"name": str(name), "samples": list(samples), "slots": []} for name, samples in named),
        *({"name": name, "samples": [], "slots": []} for name in WITHOUT_SAMPLES),
    ]


def _values(language: Language) -> list[dict[str, Any]]:
    return [
        {
            "id": topic_id,
            "name": {
                "value": str(topic["name"]),
                "synonyms": [q for q in topic["ask"] if q != topic["name"]],
            },
        }
        for topic_id, topic in language.topics.items()
    ] + [*_plans(language), _alerts(language)]


def _plans(language: Language) -> Iterator[dict[str, Any]]:
    """Wishes for self-care plans, a value each."""
    for plan_id, plan in language.care_plans.items():
        first, *others = plan["ask"]
        yield {"id": f"plan_{plan_id}", "name": {"value": str(first), "synonyms": list(others)}}


def _alerts(language: Language) -> dict[str, Any]:
    """Wishes for timers and reminders, as one more value of the open question."""
    first, *others = language.vocabulary["alerts"]["ask"]
    return {"id": ALERTS, "name": {"value": str(first), "synonyms": list(others)}}
