"""Writes the skill package that Amazon is given: manifest, interaction models, and the tasks of quick links.

The endpoint is left out: it belongs to whoever deploys, and is filled into a copy by ``make deploy``.
"""

from __future__ import annotations

import json
from typing import Any

from workbench.authoring import skill_tasks
from workbench.authoring.draft import ROOT, Draft
from workbench.authoring.interaction_model import model_json
from workbench.authoring.rules.rule import BRACES
from workbench.authoring.strict_yaml import Table

PACKAGE = ROOT / "interaction_model"
ICONS = {"smallIconUri": "icon-108.png", "largeIconUri": "icon-512.png"}
"""In skill-package/assets; drawn in workbench/assets/icon.svg."""

PERMISSIONS = ("alexa::alerts:timers:skill:readwrite", "alexa::alerts:reminders:skill:readwrite")
EVENTS = ("SKILL_ENABLED", "SKILL_DISABLED", "SKILL_PERMISSION_ACCEPTED", "SKILL_PERMISSION_CHANGED")
VIEWPORTS = (
    ("HUB", "ROUND", (480, 480), (480, 480)),
    ("HUB", "RECTANGLE", (960, 1279), (100, 599)),
    ("HUB", "RECTANGLE", (960, 1920), (600, 1279)),
    ("HUB", "RECTANGLE", (600, 1279), (960, 1920)),
    ("TV", "RECTANGLE", (960, 960), (540, 540)),
)
"""Screens that the skill is shown on: mode, shape, and from which width to which, from which height to which."""


def files(draft: Draft, *, symptom_check: bool = True) -> dict[str, str]:
    """Every text file of the package, by its path within it, for a skill with the symptom check or without."""
    made = {
        "ask-resources.json": {
            "askcliResourcesVersion": "2020-03-31",
            "profiles": {"default": {"skillMetadata": {"src": "./skill-package"}}},
        },
        "skill-package/skill.json": {"manifest": manifest(draft, symptom_check=symptom_check)},
        **{
            f"skill-package/tasks/{name}.{skill_tasks.VERSION}.json": task
            for name, task in skill_tasks.tasks(draft, symptom_check=symptom_check).items()
        },
    }
    models = {
        f"skill-package/interactionModels/custom/{locale}.json": model_json(draft, locale, symptom_check=symptom_check)
        for locale in draft.locales
    }
    return {path: json.dumps(content, ensure_ascii=False, indent=1) + "\n" for path, content in made.items()} | models


def manifest(draft: Draft, *, symptom_check: bool = True) -> dict[str, Any]:
    """What Amazon is told about the skill: its page in the store, what it uses, and what it promises."""
    first = next(iter(draft.locales))
    return {
        "manifestVersion": "1.0",
        "publishingInformation": {
            "category": "HEALTH_AND_FITNESS",
            "isAvailableWorldwide": False,
            "distributionCountries": [locale.partition("-")[2] for locale in draft.locales],
            "testingInstructions": _page(draft, first, symptom_check)["testing_instructions"],
            "locales": {locale: _store_page(draft, locale, symptom_check) for locale in draft.locales},
        },
        "privacyAndCompliance": {
            "allowsPurchases": False,
            "usesPersonalInfo": False,
            "usesHealthInfo": False,
            "isChildDirected": False,
            "isExportCompliant": True,
            "containsAds": False,
            "locales": {locale: _owners_pages(draft.owner) for locale in draft.locales},
        },
        "permissions": [{"name": name} for name in PERMISSIONS],
        "events": {"subscriptions": [{"eventName": name} for name in EVENTS]},
        "apis": {
            "custom": {
                "interfaces": [
                    {"type": "ALEXA_PRESENTATION_APL", "supportedViewports": [_viewport(*each) for each in VIEWPORTS]},
                    {"type": "CAN_FULFILL_INTENT_REQUEST"},
                ],
                "tasks": [
                    {"name": name, "version": skill_tasks.VERSION}
                    for name in skill_tasks.tasks(draft, symptom_check=symptom_check)
                ],
            }
        },
    }


def unfilled(draft: Draft) -> list[str]:
    """What the owner has still to fill in before the skill is submitted, a line each."""
    return [
        f"{value.place}: {key} is no https address yet. Fill it in before you submit the skill to Amazon."
        for key, value in draft.owner.items()
        if not value.startswith("https://")
    ]


def _owners_pages(owner: Table) -> dict[str, str]:
    keys = {"privacyPolicyUrl": "privacy_policy_url", "termsOfUseUrl": "terms_of_use_url"}
    return {name: str(owner[key]) for name, key in keys.items() if owner.get(key, "").startswith("https://")}


def _store_page(draft: Draft, locale: str, symptom_check: bool) -> dict[str, Any]:
    page = _page(draft, locale, symptom_check)
    return {
        "name": page["name"],
        "summary": page["summary"],
        "description": page["description"],
        "examplePhrases": page["example_phrases"],
        "keywords": page["keywords"],
        **{key: f"file://assets/{name}" for key, name in ICONS.items()},
    }


def _page(draft: Draft, locale: str, symptom_check: bool) -> dict[str, Any]:
    """The texts of the page in the store, with the terms of a locale filled in."""
    entry = draft.locales[locale]
    language = draft.languages[entry["language"]]
    texts = {**language.skill, **({} if symptom_check else language.advice_only["skill"])}
    terms = {name: term["write"] if isinstance(term, Table) else term for name, term in entry["terms"].items()}
    terms["invocation_name"] = entry["invocation_name"]

    def filled(text: str) -> str:
        return BRACES.sub(lambda brace: str(terms[brace[1]]), text.strip())

    return {
        key: [filled(text) for text in value] if isinstance(value, list) else filled(value)
        for key, value in texts.items()
        if key != "tasks"
    }


def _viewport(mode: str, shape: str, width: tuple[int, int], height: tuple[int, int]) -> dict[str, Any]:
    least, most = {"minWidth": width[0], "minHeight": height[0]}, {"maxWidth": width[1], "maxHeight": height[1]}
    return {"mode": mode, "shape": shape, **least, **most}
