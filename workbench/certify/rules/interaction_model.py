"""Rules about the interaction model: what it names is handled, and its words are as Alexa takes them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from workbench.authoring.interaction_model import QUESTION
from workbench.authoring.rules.questions import LARGEST_MODEL, LONGEST_VALUE, SPOKEN, can_invoke
from workbench.certify.rule import Trial, rule
from workbench.certify.subject import MODELS, Subject

LOCALES = "content/locales.yaml"
VOCABULARY = "content/en/vocabulary.yaml"
TOPICS = "content/en/topics"
DIALOGUE = "lambda/back_guide/dialogue/conversation.py"
REQUIRED = ("AMAZON.HelpIntent", "AMAZON.StopIntent", "AMAZON.CancelIntent", "AMAZON.FallbackIntent")


@rule("C8", of="intents", mend=DIALOGUE)
def intent_not_handled(subject: Subject) -> Iterator[Trial]:
    """What the model names is handled, what is handled stands in the model, and Amazon's required intents are there."""
    for locale, model in subject.models.items():
        named = {intent["name"] for intent in model["intents"]}
        for name in sorted(named | subject.handled | set(REQUIRED)):
            fault = "nobody handles it" if name not in subject.handled else "" if name in named else "no model names it"
            yield Trial(f"{name} ({locale})", fault)


@rule("C13", of="invocation names", mend=LOCALES)
def bad_invocation_name(subject: Subject) -> Iterator[Trial]:
    """An invocation name has two words or more, plain letters, and no word that Alexa keeps for herself."""
    for locale, model in subject.models.items():
        name = model["invocationName"]
        yield Trial(f'"{name}" ({locale})', "" if can_invoke(name) else "Alexa refuses it")


@rule("C14", of="sample utterances", mend=VOCABULARY)
def bad_sample(subject: Subject) -> Iterator[Trial]:
    """A sample is written as it is heard, belongs to one intent, and its slot is one of that intent."""
    for locale, model in subject.models.items():
        seen: dict[str, str] = {}
        for intent in model["intents"]:
            for sample in intent["samples"]:
                owner = seen.setdefault(sample, intent["name"])
                fault = _misspelled(sample, intent) or ("" if owner == intent["name"] else f"it is {owner}'s already")
                yield Trial(f'"{sample}" of {intent["name"]} ({locale})', fault)


@rule("C15", of="slot values", mend=TOPICS)
def bad_slot_value(subject: Subject) -> Iterator[Trial]:
    """A slot value and its synonyms are written as they are heard, and no longer than Alexa takes."""
    for locale, model in subject.models.items():
        for value, said in _said(model):
            fault = "" if SPOKEN.fullmatch(said) else "use lower-case letters, spaces and apostrophes"
            fault = fault or ("" if len(said) <= LONGEST_VALUE else f"longer than {LONGEST_VALUE} characters")
            yield Trial(f'"{said}" of {value} ({locale})', fault)


@rule("C16", of="ids and synonyms", mend=TOPICS)
def slot_value_twice(subject: Subject) -> Iterator[Trial]:
    """Every slot value has an id of its own, and no synonym belongs to two."""
    for locale, model in subject.models.items():
        values = [value["id"] for kind in model["types"] for value in kind["values"]]
        for value in values:
            yield Trial(f"the id {value} ({locale})", "" if values.count(value) == 1 else "it is there twice")
        seen: set[str] = set()
        for value, said in _said(model):
            yield Trial(f'"{said}" of {value} ({locale})', "it is there twice" if said in seen else "")
            seen.add(said)


@rule("C14", "C15", of="models", mend=TOPICS)
def model_too_large(subject: Subject) -> Iterator[Trial]:
    """An interaction model has at most 1.5 megabytes."""
    for path, text in subject.package.items():
        if path.startswith(MODELS):
            size = len(text.encode())
            yield Trial(path, "" if size <= LARGEST_MODEL else f"{size} bytes are more than {LARGEST_MODEL}")


def _misspelled(sample: str, intent: dict[str, Any]) -> str:
    """What is wrong with the words of a sample."""
    slots = {slot["name"] for slot in intent["slots"]}
    bare = sample.replace(f"{{{QUESTION}}}", "x") if QUESTION in slots else sample
    return "" if SPOKEN.fullmatch(bare) else "use lower-case letters, spaces, apostrophes and the intent's own slots"


def _said(model: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Every slot value by its id, with each way of saying it."""
    for kind in model["types"]:
        for value in kind["values"]:
            for said in (value["name"]["value"], *value["name"]["synonyms"]):
                yield value["id"], said
