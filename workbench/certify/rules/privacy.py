"""Rules about privacy: what the manifest promises, what is kept, and that each permission is explained."""

from __future__ import annotations

import json
from collections.abc import Iterator

from back_guide.alexa.storage.in_memory import InMemory
from workbench.authoring.skill_package import PERMISSIONS
from workbench.certify.rule import Trial, rule
from workbench.certify.states import STATES, STATES_OF_THE_CHECK
from workbench.certify.subject import Subject

MANIFEST = "workbench/authoring/skill_package.py"
NEVER = ("usesHealthInfo", "isChildDirected", "containsAds")
POLICY = "privacyPolicyUrl"
TALKS = (
    *STATES_OF_THE_CHECK.values(),
    STATES["in a plan"],
    ("i have chest pain",),
    ("i have a fever and my back hurts",),
)
"""Conversations in which much is told about one's health."""


@rule("C26", of="statements", mend=MANIFEST)
def health_data_declared(subject: Subject) -> Iterator[Trial]:
    """No health records, nothing for children, no adverts; and no permission or slot asks who somebody is."""
    stated = subject.manifest["privacyAndCompliance"]
    for key in NEVER:
        yield Trial(key, "" if stated.get(key) is False else f"it is {stated.get(key)!r}")
    for permission in subject.manifest["permissions"]:
        known = permission["name"] in PERMISSIONS
        yield Trial(permission["name"], "" if known else "the skill has no use for this permission")
    for locale, model in subject.models.items():
        for slot in (slot for intent in model["intents"] for slot in intent.get("slots", ())):
            is_ours = slot["type"] in {kind["name"] for kind in model["types"]}
            yield Trial(f"the slot {slot['name']} ({locale})", "" if is_ours else f"{slot['type']} is none of ours")


@rule("C26", of="names and sentences", mend="lambda/back_guide/alexa/storage/item.py")
def health_data_kept(subject: Subject) -> Iterator[Trial]:
    """What survives a session names no question, outcome or danger sign, and holds no sentence of the listener's."""
    check, flags = subject.content.check, subject.content.red_flags
    for locale in subject.models:
        for lines in TALKS:
            backend, talk = InMemory(), subject.talk(locale)
            talk.handler = subject.keeping(backend)
            talk.launch()
            for words in lines:
                talk.say(words)
            kept = json.dumps(list(backend.items.values()))
            told = (words for words in dict.fromkeys(lines) if " " in words)
            for name in (*check.questions, *check.outcomes, *flags, *told):
                yield Trial(f'"{name}" after "{lines[-1]}" ({locale})', f"it is kept: {kept}" if name in kept else "")


@rule("C28", of="permissions and pages", mend="content/en/skill.yaml")
def permission_unexplained(subject: Subject) -> Iterator[Trial]:
    """Testers are told how each permission comes about; each locale has its privacy entry, any address in it https."""
    told = subject.manifest["publishingInformation"]["testingInstructions"]
    for permission in subject.manifest["permissions"]:
        named = permission["name"].split(":")[3].capitalize()
        yield Trial(permission["name"], "" if f"{named}: " in told else f'the instructions have no "{named}: …"')
    for locale in subject.pages:
        entry = subject.manifest["privacyAndCompliance"]["locales"].get(locale)
        is_safe = entry is not None and entry.get(POLICY, "https://").startswith("https://")
        yield Trial(f"the privacy entry ({locale})", "" if is_safe else f"it is {entry!r}")
