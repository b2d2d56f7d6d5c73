"""The skill package that Amazon is given: read by Amazon's own classes, within its limits, and true of the skill."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from ask_sdk_core.serialize import DefaultSerializer
from ask_smapi_model.v1.skill.manifest import SkillManifestEnvelope
from ask_smapi_model.v1.skill.manifest.event_name_type import EventNameType
from ask_smapi_model.v1.skill.manifest.interface_type import InterfaceType

from back_guide.alexa.skill import Skill
from back_guide.content import load
from workbench.authoring import draft as drafts
from workbench.authoring.rules.advice_only import offering
from workbench.authoring.skill_package import PACKAGE, manifest, unfilled
from workbench.certify.rules.store_page import SUGGESTED
from workbench.cli import main
from workbench.simulator.session import Session

Json = dict[str, Any]
LOCALES = ["en-US", "en-GB", "en-CA", "en-AU", "en-IN"]
NUMBERS = {"en-US": "911", "en-GB": "999", "en-CA": "911", "en-AU": "000", "en-IN": "112"}
OURS = drafts.read_once()
MODES = {"on": True, "off": False}


def read(path: str, package: Path = PACKAGE) -> Json:
    found: Json = json.loads((package / "skill-package" / path).read_text(encoding="utf-8"))
    return found


def page(locale: str, mode: str = "on") -> Json:
    found: Json = manifest(OURS, symptom_check=MODES[mode])["publishingInformation"]["locales"][locale]
    return found


NAME_FREE = {"type": "CAN_FULFILL_INTENT_REQUEST"}


def as_amazon_reads_it(found: Json) -> Any:
    """The manifest in Amazon's classes. They name the interface for name-free requests, but have no class for it."""
    found["manifest"]["apis"]["custom"]["interfaces"].remove(NAME_FREE)
    return DefaultSerializer().deserialize(json.dumps(found), SkillManifestEnvelope)


# --- what Amazon reads --------------------------------------------------------------------------------------------


def test_amazons_own_classes_read_the_manifest_and_know_every_name_in_it() -> None:
    whole = as_amazon_reads_it(read("skill.json")).manifest
    assert sorted(whole.publishing_information.locales) == sorted(LOCALES)
    assert [country.value for country in whole.publishing_information.distribution_countries] == [
        locale[-2:] for locale in LOCALES
    ]
    assert whole.privacy_and_compliance.uses_health_info is False
    assert all(permission.name.value.endswith(":skill:readwrite") for permission in whole.permissions)
    assert {event.event_name.value for event in whole.events.subscriptions} <= {name.value for name in EventNameType}
    assert [task.name for task in whole.apis.custom.tasks] == ["StartSymptomCheck", "StartPlan"]
    (screens,) = whole.apis.custom.interfaces
    assert {(view.mode.value, view.shape.value) for view in screens.supported_viewports} == {
        ("HUB", "ROUND"),
        ("HUB", "RECTANGLE"),
        ("TV", "RECTANGLE"),
    }
    assert InterfaceType(NAME_FREE["type"])


def test_what_amazons_classes_write_back_is_what_was_read() -> None:
    found = read("skill.json")
    assert DefaultSerializer().serialize(as_amazon_reads_it(found)) == found


def test_the_manifest_promises_no_adverts_no_purchases_no_health_records_and_nothing_for_children() -> None:
    promised = read("skill.json")["manifest"]["privacyAndCompliance"]
    assert {name: promised[name] for name in promised if name != "locales"} == {
        "allowsPurchases": False,
        "usesPersonalInfo": False,
        "usesHealthInfo": False,
        "isChildDirected": False,
        "isExportCompliant": True,
        "containsAds": False,
    }


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("locale", LOCALES)
def test_the_page_keeps_amazons_limits_once_its_terms_are_filled_in(locale: str, mode: str) -> None:
    texts = page(locale, mode)
    assert len(texts["summary"]) <= 160
    assert len(texts["description"]) <= 4_000
    assert 1 <= len(texts["examplePhrases"]) <= 4
    assert 1 <= len(texts["keywords"]) <= 30
    assert max(map(len, texts["examplePhrases"])) <= 200
    assert max(map(len, texts["keywords"])) <= 150
    assert "{" not in json.dumps(texts, ensure_ascii=False)[1:-1]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("locale", LOCALES)
def test_the_description_carries_the_disclaimer_and_the_number_of_the_country(locale: str, mode: str) -> None:
    description = page(locale, mode)["description"]
    wanted = ["skill", "for information only", "not medical advice", "no substitute for a professional"]
    assert [words for words in (*wanted, f"call {NUMBERS[locale]}") if words not in description] == []


def test_ask_deploy_finds_the_package_and_nothing_else() -> None:
    resources = json.loads((PACKAGE / "ask-resources.json").read_text(encoding="utf-8"))
    (profile,) = resources["profiles"].values()
    assert list(profile) == ["skillMetadata"]
    assert (PACKAGE / profile["skillMetadata"]["src"] / "skill.json").is_file()


# --- what it promises works ---------------------------------------------------------------------------------------


NOT_WORDS_TO_THE_SKILL = {
    "open upper back guide",
    "there is a fever",
    "every two hours at work",
    "in three days",
}
"""Said to Alexa herself, said within the check, and answers to when to remind (two)."""


@pytest.mark.parametrize("mode", MODES)
def test_what_the_skill_suggests_to_say_gets_a_real_answer(mode: str) -> None:
    content = load(symptom_check=MODES[mode])
    texts = [text for prompt in content.prompts.values() for text in (prompt.say, prompt.ask, prompt.reprompt)]
    texts += [text for topic in content.topics.values() for text in (topic.say, topic.more)]
    texts += [plan.ends_with for plan in content.plans.values()]
    suggested = {words for text in texts for words in SUGGESTED.findall(text)} - NOT_WORDS_TO_THE_SKILL
    assert len(suggested) >= 10
    for words in suggested:
        session = Session(Skill(symptom_check=MODES[mode]).answer)
        session.say("heat")
        assert session.say(words).record()["decision"] not in ("decline", "confirm"), words


def test_each_task_has_its_definition_and_starts_only_plans_that_there_are() -> None:
    for task in read("skill.json")["manifest"]["apis"]["custom"]["tasks"]:
        defined = read(f"tasks/{task['name']}.{task['version']}.json")
        assert list(defined["paths"]) == [f"/{task['name']}"]
        assert list(defined["paths"][f"/{task['name']}"]) == ["summary", "post"]
        assert defined["info"]["version"] == task["version"]
        assert sorted(defined["info"]["x-amzn-display-details"]) == sorted(LOCALES)
    plans = defined["components"]["schemas"]["Input"]["properties"]["plan"]["enum"]
    assert plans == list(load().plans)


# --- the owner's part ---------------------------------------------------------------------------------------------


def test_what_the_owner_has_still_to_fill_in_is_told_and_left_out_of_the_manifest() -> None:
    missing = "no https address yet. Fill it in before you submit the skill to Amazon."
    assert unfilled(OURS) == [
        f"owner.yaml:5: privacy_policy_url is {missing}",
        f"owner.yaml:6: terms_of_use_url is {missing}",
    ]
    pages = manifest(OURS)["privacyAndCompliance"]["locales"]
    assert sorted(pages) == sorted(LOCALES)
    assert not any(pages.values())


def test_the_owners_pages_stand_in_the_manifest_of_every_locale(tmp_path: Path) -> None:
    content = Path(shutil.copytree(drafts.CONTENT, tmp_path / "content"))
    (tmp_path / "owner.yaml").write_text(
        "privacy_policy_url: https://example.com/privacy\nterms_of_use_url: https://example.com/terms\n"
    )
    draft = drafts.read(content)
    both = {"privacyPolicyUrl": "https://example.com/privacy", "termsOfUseUrl": "https://example.com/terms"}
    assert unfilled(draft) == []
    assert manifest(draft)["privacyAndCompliance"]["locales"] == dict.fromkeys(LOCALES, both)


# --- without the symptom check ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def without(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package built without the symptom check."""
    folder = tmp_path_factory.mktemp("package")
    assert main(["build", "--symptom-check", "off", "--into", str(folder)]) == 0
    return folder


def test_the_package_without_the_check_offers_none_anywhere(without: Path) -> None:
    skill = read("skill.json", without)
    assert offering(OURS.languages["en"]).search(json.dumps(skill).lower()) is None
    assert "StartSymptomCheck" not in json.dumps(skill)
    for locale in LOCALES:
        model = read(f"interactionModels/custom/{locale}.json", without)["interactionModel"]["languageModel"]
        names = [intent["name"] for intent in model["intents"]]
        assert "SymptomCheckIntent" not in names
        assert "SelfCareIntent" in names


def test_the_package_without_the_check_is_whole(without: Path) -> None:
    written = {str(path.relative_to(without)) for path in without.rglob("*") if path.is_file()}
    committed = {str(path.relative_to(PACKAGE)) for path in PACKAGE.rglob("*") if path.is_file()}
    assert committed - written == {"skill-package/tasks/StartSymptomCheck.1.json"}
    assert written - committed == set()
    assert as_amazon_reads_it(read("skill.json", without))


def test_switching_the_check_off_in_what_is_committed_is_refused_in_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["build", "--symptom-check", "off"])
    assert stopped.value.code == 2
    assert "--into" in capsys.readouterr().err
