"""The generated interaction model: within Alexa's rules, and each sample reaches the intent it belongs to."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from ask_sdk_core.serialize import DefaultSerializer
from ask_smapi_model.v1.skill.interaction_model import InteractionModelData

from back_guide.dialogue.conversation import TABLE
from workbench.authoring.build import MODELS
from workbench.simulator.recognise import Recogniser

LOCALES = ["en-US", "en-GB", "en-CA", "en-AU", "en-IN"]


def language_model(locale: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((MODELS / f"{locale}.json").read_text(encoding="utf-8"))
    return found["interactionModel"]["languageModel"]


@pytest.mark.parametrize("locale", LOCALES)
def test_each_locale_has_a_model_that_amazons_own_classes_read(locale: str) -> None:
    text = (MODELS / f"{locale}.json").read_text(encoding="utf-8")
    model = DefaultSerializer().deserialize(text, InteractionModelData)
    language = model.interaction_model.language_model
    assert language.invocation_name == "upper back guide"
    assert [slot.name for intent in language.intents for slot in intent.slots] == ["question"]
    assert len(language.types[0].values) >= 91


def test_there_is_a_model_for_just_the_locales_of_the_content() -> None:
    assert sorted(path.stem for path in Path(MODELS).glob("*.json")) == sorted(LOCALES)


@pytest.mark.parametrize("locale", LOCALES)
def test_the_intents_of_the_model_are_the_intents_that_are_handled(locale: str) -> None:
    names = {intent["name"] for intent in language_model(locale)["intents"]}
    assert names == set(TABLE) - {"Launch"}


@pytest.mark.parametrize("locale", LOCALES)
def test_samples_and_synonyms_are_unique(locale: str) -> None:
    language = language_model(locale)
    samples = [sample for intent in language["intents"] for sample in intent["samples"]]
    values = language["types"][0]["values"]
    spoken = [said for value in values for said in (value["name"]["value"], *value["name"]["synonyms"])]
    assert [said for said, count in Counter(samples).items() if count > 1] == []
    assert [said for said, count in Counter(spoken).items() if count > 1] == []
    assert len({value["id"] for value in values}) == len(values)


@pytest.mark.parametrize("locale", LOCALES)
def test_every_sample_reaches_its_intent(locale: str) -> None:
    language = language_model(locale)
    recogniser = Recogniser({"interactionModel": {"languageModel": language}})
    astray = [
        (sample, intent["name"])
        for intent in language["intents"]
        for sample in intent["samples"]
        if recogniser.hear(sample.replace("{question}", "why do my shoulder blades ache")).intent != intent["name"]
    ]
    assert astray == []


def test_a_carrier_is_cut_off_and_the_question_kept_whole() -> None:
    recogniser = Recogniser({"interactionModel": {"languageModel": language_model("en-US")}})
    heard = recogniser.hear("Please tell me: what causes upper back spasms?")
    assert (heard.intent, heard.question, heard.resolved) == (
        "AskIntent",
        "what causes upper back spasms",
        "causes",
    )


def test_what_holds_no_word_falls_back() -> None:
    recogniser = Recogniser({"interactionModel": {"languageModel": language_model("en-US")}})
    assert recogniser.hear("?!…").intent == "AMAZON.FallbackIntent"


@pytest.mark.parametrize("locale", LOCALES)
def test_the_model_stays_within_alexas_limits(locale: str) -> None:
    assert (MODELS / f"{locale}.json").stat().st_size < 1_500_000
    values = language_model(locale)["types"][0]["values"]
    assert max(len(said) for value in values for said in value["name"]["synonyms"]) <= 140
