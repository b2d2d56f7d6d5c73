"""Defines the custom tasks of quick links and routines, in OpenAPI as Amazon asks for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from back_guide.alexa.tasks import PLAN, START_CHECK, START_PLAN
from workbench.authoring.draft import Draft

VERSION = "1"

Titles = dict[str, dict[str, str]]
"""How something is called in the Alexa app, by locale."""


def tasks(draft: Draft, *, symptom_check: bool = True) -> dict[str, dict[str, Any]]:
    """The definition of each task by its name, for a skill with the symptom check or without."""
    plans = list(next(iter(draft.languages.values())).care_plans)
    choice = {PLAN: {"type": "string", "enum": plans, "x-amzn-display-details": _titles(draft, "plan")}}
    start_check = {START_CHECK: _task(START_CHECK, _titles(draft, "start_check"), {})} if symptom_check else {}
    return {**start_check, START_PLAN: _task(START_PLAN, _titles(draft, "start_plan"), choice, example=plans[:1])}


def _task(name: str, titles: Titles, inputs: dict[str, Any], example: Sequence[str] = ()) -> dict[str, Any]:
    """A task that is asked for with a POST to its name. ``example`` are values of its inputs, in their order."""
    title = next(iter(titles.values()))["title"]
    value = dict(zip(inputs, example, strict=True))
    return {
        "openapi": "3.0.0",
        "info": {
            "title": title,
            "version": VERSION,
            "x-amzn-alexa-access-scope": "public",
            "x-amzn-display-details": titles,
        },
        "paths": {
            f"/{name}": {
                "summary": title,
                "post": {
                    "requestBody": {
                        "content": {
                            "application/json": {
                                "schema": {"$ref": "#/components/schemas/Input"},
                                "examples": {"first": {"summary": title, "value": value}},
                            }
                        }
                    },
                    "responses": {"200": {"description": "The session is over. What was said in it is not told."}},
                },
            }
        },
        "components": {"schemas": {"Input": {"type": "object", "properties": inputs}}},
    }


def _titles(draft: Draft, key: str) -> Titles:
    worded = {code: language.skill["tasks"][key] for code, language in draft.languages.items()}
    return {locale: {"title": str(worded[entry["language"]])} for locale, entry in draft.locales.items()}
