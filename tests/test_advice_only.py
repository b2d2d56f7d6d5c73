"""The skill with its symptom check switched off: it asks nobody how it hurts, and still hears danger."""

import json
import logging
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from back_guide.alexa import settings as owner_settings
from back_guide.alexa.skill import Skill
from back_guide.content import load
from back_guide.dialogue import Memory
from back_guide.dialogue.memory import CheckState
from workbench.authoring import draft as drafts
from workbench.authoring.rules.advice_only import offering
from workbench.bench.soak import talk
from workbench.simulator.services import AlexaServices
from workbench.simulator.session import Session

ROOT = Path(__file__).parents[1]
ENGLISH = drafts.read_once().languages["en"]
OFFERS = offering(ENGLISH)
ASKED = [
    asked.texts[key].split(".")[-1].strip()
    for asked in load().check.questions.values()
    for key in ("ask", "again", "ask_other", "again_other")
]
ASKED_OF_PLANS = [plan.not_for_question for plan in load().plans.values()]
WISHES = [*ENGLISH.check["ask"], *ENGLISH.vocabulary["commands"]["SymptomCheckIntent"]]

EMERGENCIES = ["i have chest pain", "i can't breathe", "i can't feel my legs", "i want to kill myself"]
CONVERSATIONS, TURNS = 16, 30

Json = dict[str, Any]
door = Skill(symptom_check=False).answer


def listen(locale: str = "en-US", device: str = "dot") -> Session:
    return Session(door, locale, device)


def said(response: Json) -> str:
    """All that is spoken and shown, as JSON holds it."""
    body = {key: part for key, part in response["response"].items() if key != "shouldEndSession"}
    return json.dumps(body, ensure_ascii=False)


def asks_about_symptoms(response: Json) -> list[str]:
    spoken = said(response)
    asked = [question for question in (*ASKED, *ASKED_OF_PLANS) if question in spoken]
    return asked + [offer[0] for offer in OFFERS.finditer(spoken.lower())]


def test_whatever_happens_it_asks_about_no_symptom_and_offers_no_check() -> None:
    with AlexaServices() as services:
        for seed in range(CONVERSATIONS):
            for turn in talk(seed, door, services, TURNS):
                assert turn.problems == []
                assert asks_about_symptoms(turn.response) == []


def test_the_same_talk_does_ask_where_the_check_is_on() -> None:
    session = Session(Skill().answer)
    asking = [session.launch(), session.say("check my symptoms"), session.say("stop"), session.say("gentle stretches")]
    assert [bool(asks_about_symptoms(exchange.response)) for exchange in asking] == [True, True, False, True]


@pytest.mark.parametrize("wish", WISHES)
def test_asking_for_the_check_tells_the_danger_signs_and_where_help_is(wish: str) -> None:
    record = listen("en-GB").say(wish).record()
    signs, help_is = "Call nine nine nine now for chest pain", "see your GP, or contact NHS one one one."
    assert [words for words in (signs, help_is) if words not in record["speech"]] == []
    assert record["session_open"]


@pytest.mark.parametrize("danger", EMERGENCIES)
def test_an_emergency_is_still_heard_even_in_the_wish_for_a_check(danger: str) -> None:
    for words in (danger, f"check my symptoms {danger}"):
        record = listen().say(words).record()
        assert (record["decision"], record["urgency"], record["session_open"]) == ("red_flag", "emergency", False)


def test_what_was_said_for_the_check_can_be_heard_again() -> None:
    session = listen()
    first = session.say("check my symptoms").record()
    again = session.say("repeat").record()
    assert first["speech"].endswith(again["speech"][-200:])
    assert again["speech"].startswith("I can't ask about your symptoms")


def test_a_check_that_was_under_way_when_it_was_switched_off_is_forgotten() -> None:
    session = listen()
    session.is_open, session.attributes = True, Memory(check=CheckState(answers=("unwell_now=no",))).to_attributes()
    exchange = session.say("no")
    assert asks_about_symptoms(exchange.response) == []
    assert "check" not in exchange.response["sessionAttributes"]


def test_a_quick_link_to_the_check_tells_the_danger_signs() -> None:
    request = json.loads((ROOT / "tests/requests/task_start_symptom_check.json").read_text())
    assert "Call nine one one now for chest pain" in said(door(request))


def test_a_name_free_wish_for_the_check_is_turned_away() -> None:
    request = json.loads((ROOT / "tests/requests/can_fulfill_intent.json").read_text())
    request["request"]["intent"]["slots"]["question"]["value"] = "check my symptoms"
    assert door(request)["response"]["canFulfillIntent"]["canFulfill"] == "NO"
    assert Skill().answer(request)["response"]["canFulfillIntent"]["canFulfill"] == "YES"


@pytest.mark.parametrize("plan", sorted(load().plans))
def test_a_plan_says_who_should_leave_it_and_begins_on_a_no(plan: str) -> None:
    session = listen()
    asked = session.say(str(ENGLISH.care_plans[plan]["ask"][0])).record()
    begun = session.say("no").record()
    left = listen()
    left.say(str(ENGLISH.care_plans[plan]["ask"][0]))
    assert " ".join(load().plans[plan].not_for.split()[:3]) in asked["speech"]
    assert asked["speech"].endswith("Shall we leave this one out?")
    assert begun["session_open"]
    assert load().plans[plan].steps[0].say.split("{")[0][:30] in begun["speech"]
    assert "plan" not in left.say("yes").response["sessionAttributes"]


# --- the setting --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("given", "wanted"), [("on", True), ("off", False), ("ON", True), (" Off ", False)])
def test_the_setting_is_on_or_off(given: str, wanted: bool) -> None:
    assert owner_settings.symptom_check(given) is wanted
    assert owner_settings.symptom_check_or_off(given) is wanted


@pytest.mark.parametrize("given", ["", "yes", "true", "0", "o n"])
def test_a_wrong_setting_is_refused_or_noted_and_taken_as_off(given: str, caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(ValueError, match=r"^is neither on nor off$"):
        owner_settings.symptom_check(given)
    with caplog.at_level(logging.WARNING):
        assert owner_settings.symptom_check_or_off(given) is False
    (noted,) = caplog.records
    assert (noted.levelname, noted.getMessage()) == (
        "WARNING",
        f"SYMPTOM_CHECK={given!r} is neither on nor off: it counts as off",
    )


DOOR = "from lambda_function import skill; print(skill.content.check.is_offered)"


@pytest.mark.parametrize(("setting", "offered"), [({}, True), ({"SYMPTOM_CHECK": "off"}, False)])
def test_the_aws_door_reads_the_setting(setting: dict[str, str], offered: bool) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "SYMPTOM_CHECK"} | setting
    printed = subprocess.run(
        [sys.executable, "-c", DOOR], capture_output=True, text=True, cwd=ROOT, env=environment, check=True
    )
    assert (printed.stdout, printed.stderr) == (f"{offered}\n", "")


def test_the_aws_door_takes_a_wrong_setting_for_off_and_says_so() -> None:
    environment = {**os.environ, "SYMPTOM_CHECK": "flase"}
    printed = subprocess.run(
        [sys.executable, "-c", DOOR], capture_output=True, text=True, cwd=ROOT, env=environment, check=True
    )
    told = "SYMPTOM_CHECK='flase' is neither on nor off: it counts as off"
    assert (printed.stdout, printed.stderr) == ("False\n", f"{told}\n")
