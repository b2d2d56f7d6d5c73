"""Every type of request that Alexa sends, and the odd ones, through the real handler: requests/*.json.

First the envelopes, then proof that each rule of workbench/certify/response_rules.py can be broken.
"""

import json
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from back_guide.alexa.skill import Skill
from back_guide.content import load
from back_guide.dialogue import Memory, Offer
from lambda_function import lambda_handler
from workbench.authoring.build import MODELS
from workbench.authoring.interaction_model import QUESTION
from workbench.certify.response_rules import MOST_BYTES, SPEECH_DUE, TAGS, broken_rules
from workbench.simulator.envelope import SKILL_ID
from workbench.simulator.session import Session, plain_text

Json = dict[str, Any]
FOLDER = Path(__file__).with_name("requests")
NAMES = sorted(path.stem for path in FOLDER.glob("*.json"))
ODD = [name for name in NAMES if name.startswith("odd_") and name != "odd_request_type"]
ATTRIBUTES = [name for name in NAMES if name.startswith("attributes_")]


def envelope(name: str) -> Json:
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


SPOKEN = [name for name in NAMES if envelope(name)["request"]["type"] in SPEECH_DUE]
INTENTS = [name for name in NAMES if envelope(name)["request"]["type"] == "IntentRequest"]
MODEL_INTENTS = [
    intent["name"]
    for intent in json.loads((MODELS / "en-US.json").read_text())["interactionModel"]["languageModel"]["intents"]
]


def answer(request: Json) -> Json:
    """The handler's response, as JSON carries it."""
    return json.loads(json.dumps(lambda_handler(request, None)))


def said(response: Json) -> str:
    """What is spoken, without tags."""
    return plain_text(response["response"]["outputSpeech"]["ssml"]) or ""


def in_state(request: Json, memory: Memory) -> Json:
    """The request in the middle of a conversation that is remembered so."""
    request["session"] |= {"new": memory == Memory(), "attributes": memory.to_attributes()}
    return request


def intent(name: str, request: Json) -> Json:
    """The request with another intent, without slots."""
    request["request"]["intent"] = {"name": name, "confirmationStatus": "NONE", "slots": {}}
    return request


@pytest.mark.parametrize("name", NAMES)
def test_the_response_to_it_breaks_no_rule_of_alexa(name: str) -> None:
    request = envelope(name)
    assert broken_rules(request, answer(request)) == []


@pytest.mark.parametrize("name", SPOKEN)
def test_it_is_answered_and_not_with_an_apology(name: str) -> None:
    sorry = load().prompts["apology"].say.split(".")[0]
    assert not said(answer(envelope(name))).startswith(sorry)


@pytest.mark.parametrize("name", ODD)
def test_an_odd_envelope_is_answered_like_an_ordinary_one(name: str) -> None:
    assert answer(envelope(name))["response"] == answer(envelope("ask_matched"))["response"]


@pytest.mark.parametrize("name", ATTRIBUTES)
def test_attributes_that_make_no_sense_start_the_conversation_again(name: str) -> None:
    fresh = in_state(envelope(name), Memory())
    assert answer(envelope(name)) == answer(fresh)


@pytest.mark.parametrize("name", INTENTS)
def test_danger_is_heard_whatever_the_envelope(name: str) -> None:
    request, danger = envelope(name), envelope("ask_danger")
    request["request"]["intent"] = danger["request"]["intent"]
    response = answer(request)
    assert said(response).startswith("Call nine one one now.")
    assert response["response"]["shouldEndSession"] is True


@pytest.mark.parametrize("name", ["ask_with_markup_inside", "ask_with_json_inside", "ask_absurdly_long"])
def test_absurd_words_are_never_spoken_back(name: str) -> None:
    heard = envelope(name)["request"]["intent"]["slots"][QUESTION]["value"]
    response = answer(envelope(name))
    assert heard[:20] not in said(response)
    assert "example.com" not in json.dumps(response)


STATES = {
    "cold": Memory(),
    "after an answer": Memory(disclaimed=True).with_topic("heat", "say"),
    "with more on offer": Memory(offer=Offer("more", ("heat",)), path=("heat",), disclaimed=True),
    "with a choice open": Memory(offer=Offer("choice", ("heat", "ice")), disclaimed=True),
    "after two misses": Memory(misses=2),
}


@pytest.mark.parametrize("memory", STATES.values(), ids=STATES.keys())
@pytest.mark.parametrize("name", [*MODEL_INTENTS, "AMAZON.SelectIntent"])
def test_every_intent_answers_in_every_state(name: str, memory: Memory) -> None:
    request = in_state(intent(name, envelope("built_in_help")), memory)
    response = answer(request)
    assert broken_rules(request, response) == []
    assert response["sessionAttributes"]["said"]["decision"] != "apology"


@pytest.mark.parametrize("memory", STATES.values(), ids=STATES.keys())
@pytest.mark.parametrize("name", [name for name in NAMES if name.startswith("ask_")])
def test_every_question_is_answered_in_every_state(name: str, memory: Memory) -> None:
    request = in_state(envelope(name), memory)
    response = answer(request)
    assert broken_rules(request, response) == []
    assert response["sessionAttributes"]["said"]["decision"] != "apology"


@pytest.mark.parametrize("memory", STATES.values(), ids=STATES.keys())
@pytest.mark.parametrize("name", ["AMAZON.StopIntent", "AMAZON.CancelIntent", "AMAZON.NavigateHomeIntent"])
def test_stop_and_cancel_end_the_session_in_every_state(name: str, memory: Memory) -> None:
    response = answer(in_state(intent(name, envelope("built_in_stop")), memory))
    assert response["response"]["shouldEndSession"] is True


def test_the_end_of_a_session_is_answered_with_an_empty_response() -> None:
    ended = [name for name in NAMES if name.startswith("session_ended")]
    assert [answer(envelope(name))["response"] for name in ended] == [{}, {}, {}]


FULFILLED = {
    "can_fulfill_intent": ("YES", {"question": {"canUnderstand": "YES", "canFulfill": "YES"}}),
    "can_fulfill_doubtful": ("MAYBE", {"question": {"canUnderstand": "MAYBE", "canFulfill": "YES"}}),
    "can_fulfill_out_of_scope": ("NO", {"question": {"canUnderstand": "NO", "canFulfill": "NO"}}),
    "can_fulfill_empty": ("NO", None),
    "can_fulfill_built_in": ("NO", None),
}


@pytest.mark.parametrize("name", FULFILLED)
def test_a_name_free_request_is_told_what_asking_would_come_to(name: str) -> None:
    can, slots = FULFILLED[name]
    fulfil = {"canFulfill": can, **({"slots": slots} if slots else {})}
    assert answer(envelope(name)) == {**answer(envelope(name)), "response": {"canFulfillIntent": fulfil}}


def test_a_name_free_request_leaves_no_memory_behind() -> None:
    assert answer(envelope("can_fulfill_intent")).get("sessionAttributes", {}) == {}


def test_a_name_free_request_is_told_no_where_the_answer_fails() -> None:
    dumb = Skill(replace(load(), prompts={}))
    assert dumb.answer(envelope("can_fulfill_intent"))["response"] == {"canFulfillIntent": {"canFulfill": "NO"}}


def test_a_name_free_request_without_an_intent_is_told_no() -> None:
    request = envelope("can_fulfill_intent")
    del request["request"]["intent"]
    assert answer(request)["response"] == {"canFulfillIntent": {"canFulfill": "NO"}}


def test_of_the_named_intents_only_those_that_begin_something_are_taken_name_free() -> None:
    request = envelope("can_fulfill_built_in")
    taken = {}
    for name in MODEL_INTENTS:
        request["request"]["intent"]["name"] = name
        taken[name] = answer(request)["response"]["canFulfillIntent"]["canFulfill"]
    assert {name: can for name, can in taken.items() if can != "NO"} == {
        "SymptomCheckIntent": "YES",
        "SelfCareIntent": "MAYBE",
        "ItHurtsIntent": "YES",
    }


def test_a_slot_that_is_not_ours_is_not_understood() -> None:
    request = envelope("can_fulfill_intent")
    request["request"]["intent"]["slots"]["planet"] = {"name": "planet", "value": "mars"}
    slots = answer(request)["response"]["canFulfillIntent"]["slots"]
    assert slots["planet"] == {"canUnderstand": "NO", "canFulfill": "NO"}


# --- quick links and routines -------------------------------------------------------------------------------------


def turn_of(response: Json) -> Json:
    """What was said and what it opened, as the session remembers it."""
    kept = response["sessionAttributes"]
    return {key: kept.get(key) for key in ("said", "check", "plan", "offer")}


@pytest.mark.parametrize(
    ("task", "words"),
    [
        ("task_start_symptom_check", "check my symptoms"),
        ("task_start_plan", "take me through some gentle stretches"),
        ("task_start_plan_unknown", "start a plan"),
        ("task_start_plan_without_input", "start a plan"),
    ],
)
def test_a_task_does_what_saying_it_does(task: str, words: str) -> None:
    started, asked = answer(envelope(task)), Session(lambda_handler).say(words).response
    assert said(started) == said(asked)
    assert turn_of(started) == turn_of(asked)


@pytest.mark.parametrize("task", ["task_not_ours", "task_misshapen"])
def test_a_task_that_is_not_ours_opens_the_skill(task: str) -> None:
    assert said(answer(envelope(task))) == said(answer(envelope("launch")))


def test_every_plan_can_be_started_by_its_name() -> None:
    for plan in load().plans:
        request = envelope("task_start_plan")
        request["request"]["task"]["input"]["plan"] = plan
        assert turn_of(answer(request))["plan"] == {"plan": plan}


DONE = [{"type": "Tasks.CompleteTask", "status": {"code": "200", "message": "done"}}]


@pytest.mark.parametrize("ending", ["built_in_stop", "ask_danger"])
def test_a_task_is_reported_as_done_when_its_session_ends_and_tells_nothing_of_how(ending: str) -> None:
    started = answer(envelope("task_start_symptom_check"))
    request = envelope(ending)
    request["session"]["attributes"] = started["sessionAttributes"]
    ended = answer(request)
    assert "directives" not in started["response"]
    assert ended["response"]["shouldEndSession"] is True
    assert ended["response"]["directives"] == DONE
    assert broken_rules(request, ended) == []


def test_a_session_that_no_task_began_reports_none() -> None:
    assert "directives" not in answer(envelope("built_in_stop"))["response"]


# --- a session resumed --------------------------------------------------------------------------------------------


def test_a_resumed_session_says_again_what_it_was_about() -> None:
    request = envelope("session_resumed")
    memory = Memory.from_attributes(request["session"]["attributes"])
    asked_again = in_state(intent("AMAZON.RepeatIntent", envelope("built_in_help")), memory)
    assert answer(request)["response"] == answer(asked_again)["response"]


def test_a_resumed_session_that_remembers_nothing_begins_with_the_welcome() -> None:
    assert said(answer(envelope("session_resumed_without_memory"))) == said(answer(envelope("launch")))


@pytest.mark.parametrize("name", [name for name in NAMES if "Event." in envelope(name)["request"]["type"]])
def test_a_skill_event_is_answered_with_silence(name: str) -> None:
    assert answer(envelope(name))["response"] == {}


def test_there_is_an_envelope_of_every_request_type_and_each_is_meant_for_this_skill() -> None:
    envelopes = [envelope(name) for name in NAMES]
    assert {request["request"]["type"] for request in envelopes} >= {
        *SPEECH_DUE,
        "SessionEndedRequest",
        "System.ExceptionEncountered",
        "CanFulfillIntentRequest",
        "Alexa.Presentation.APL.UserEvent",
        "Alexa.Presentation.APL.RuntimeError",
        "AlexaSkillEvent.SkillEnabled",
        "AlexaSkillEvent.SkillDisabled",
        "AlexaSkillEvent.SkillPermissionAccepted",
        "AlexaSkillEvent.SkillPermissionChanged",
        "AlexaSkillEvent.SkillAccountLinked",
        "AlexaSkillEvent.ProactiveSubscriptionChanged",
        "Reminders.ReminderStarted",
        "Reminders.ReminderStatusChanged",
    }
    assert {SKILL_ID} == {
        place["application"]["applicationId"]
        for request in envelopes
        for place in (request.get("session"), request.get("context", {}).get("System"))
        if place
    }


# --- the rules can be broken --------------------------------------------------------------------------------------

LAUNCH = {"request": {"type": "LaunchRequest"}}
ENDED = {"request": {"type": "SessionEndedRequest"}}
CAN_FULFILL = {"request": {"type": "CanFulfillIntentRequest"}}
TOUCHED = {"request": {"type": "Alexa.Presentation.APL.UserEvent"}}
SILENCE = {"version": "1.0", "response": {}}
TIMERS = "alexa::alerts:timers:skill:readwrite"


def asking(*scopes: str, kind: str = "AskForPermissionsConsentRequest", **changes: Any) -> Json:
    """A response that hands over to Alexa, who asks for a permission."""
    payload = {"@type": kind, "@version": "2", "permissionScopes": [{"permissionScope": scope} for scope in scopes]}
    directive = {"type": "Connections.SendRequest", "name": "AskFor", "payload": payload, "token": ""}
    return {"version": "1.0", "response": {"directives": [directive | changes], "shouldEndSession": True}}


HAND_OVER = asking(TIMERS)
GOOD = {
    "version": "1.0",
    "sessionAttributes": {"version": 1},
    "response": {
        "outputSpeech": {"type": "SSML", "ssml": "<speak><p>Heat &amp; rest help.</p><p>More?</p></speak>"},
        "reprompt": {"outputSpeech": {"type": "SSML", "ssml": "<speak>Say yes, or no.</speak>"}},
        "card": {"type": "Simple", "title": "Heat & rest", "content": "Heat helps < 20 minutes.\n\nCall 911."},
        "shouldEndSession": False,
    },
}


def changed(response: Json, **parts: Any) -> Json:
    """A copy of a response with parts of its body changed: None takes one out."""
    copy = deepcopy(response)
    copy["response"] = {key: value for key, value in {**copy["response"], **parts}.items() if value is not None}
    return copy


def speaking(ssml: str, **parts: Any) -> Json:
    """The good response with other speech."""
    return changed(GOOD, outputSpeech={"type": "SSML", "ssml": ssml}, **parts)


def closing(ssml: str) -> Json:
    """A response that says something and closes the session."""
    return speaking(ssml, reprompt=None, shouldEndSession=True)


def carding(**fields: str) -> Json:
    return changed(GOOD, card={**GOOD["response"]["card"], **fields})


def fulfilling(answered: Any, **slots: Any) -> Json:
    return {"version": "1.0", "response": {"canFulfillIntent": {"canFulfill": answered, "slots": slots}}}


@pytest.mark.parametrize(
    ("request_", "response"),
    [
        (LAUNCH, GOOD),
        (LAUNCH, closing("<speak>Take care. Goodbye.</speak>")),
        (
            LAUNCH,
            speaking('<speak><amazon:effect name="whispered">Rest<break time="10s"/>now?</amazon:effect></speak>'),
        ),
        (LAUNCH, speaking("<speak>" + "a" * 7_984 + "?</speak>")),
        (LAUNCH, HAND_OVER),
        (TOUCHED, GOOD),
        (TOUCHED, SILENCE),
        (ENDED, SILENCE),
        ({}, SILENCE),
        (CAN_FULFILL, fulfilling("MAYBE", question={"canUnderstand": "YES", "canFulfill": "NO"})),
    ],
)
def test_a_good_response_breaks_no_rule(request_: Json, response: Json) -> None:
    assert broken_rules(request_, response) == []


BROKEN: dict[str, tuple[Json, Json, str]] = {
    "no version": (LAUNCH, {"response": GOOD["response"]}, "shape"),
    "attributes that are a list": (LAUNCH, {**GOOD, "sessionAttributes": []}, "shape"),
    "a value that is no JSON": (LAUNCH, {**GOOD, "sessionAttributes": {"when": {1, 2}}}, "shape"),
    "a number that is no JSON": (LAUNCH, {**GOOD, "sessionAttributes": {"score": float("nan")}}, "shape"),
    "no response": (ENDED, {"version": "1.0"}, "shape"),
    "silence to a launch": (LAUNCH, SILENCE, "C7"),
    "speech without words": (LAUNCH, closing("<speak><p> </p></speak>"), "C7"),
    "a reprompt without words": (LAUNCH, changed(GOOD, reprompt={}), "C7 C17"),
    "speech that is no SSML": (
        LAUNCH,
        changed(GOOD, outputSpeech={"type": "PlainText", "text": "More?"}),
        "C7 C17 C5/C6/C11",
    ),
    "shouldEndSession left out": (LAUNCH, changed(GOOD, shouldEndSession=None), "C11 C5/C6/C11"),
    "shouldEndSession that is text": (LAUNCH, changed(GOOD, shouldEndSession="false"), "C11 C5/C6/C11"),
    "a closed session left open by omission": (
        LAUNCH,
        changed(closing("<speak>Goodbye.</speak>"), shouldEndSession=None),
        "C11",
    ),
    "a question into a closed session": (LAUNCH, changed(GOOD, shouldEndSession=True), "C5/C6/C11"),
    "a question without a reprompt": (LAUNCH, changed(GOOD, reprompt=None), "C5/C6/C11"),
    "an open session without a question": (LAUNCH, speaking("<speak>Rest.</speak>"), "C5/C6/C11"),
    "a question that is not the end": (LAUNCH, speaking("<speak>More? Say yes.</speak>"), "C5/C6/C11"),
    "a question that is only quoted": (LAUNCH, speaking('<speak>Say, "what helps?"</speak>'), "C5/C6/C11"),
    "a reprompt into a closed session": (
        LAUNCH,
        speaking("<speak>Goodbye.</speak>", shouldEndSession=True),
        "C5/C6/C11",
    ),
    "an open session without speech": (TOUCHED, changed(SILENCE, shouldEndSession=False), "C5/C6/C11"),
    "an ampersand left as it is": (LAUNCH, speaking("<speak>Heat & rest?</speak>"), "C17"),
    "a less-than left as it is": (LAUNCH, speaking("<speak>1 < 2 <p>More?</p></speak>"), "C17"),
    "a tag left open": (LAUNCH, speaking("<speak><p>More?</speak>"), "C17"),
    "an entity of HTML": (LAUNCH, speaking("<speak>Heat&nbsp;now?</speak>"), "C17"),
    "a control character": (LAUNCH, speaking("<speak>\x0bMore?</speak>"), "C17"),
    "no root": (LAUNCH, speaking("More?"), "C17"),
    "another root": (LAUNCH, speaking("<p>More?</p>"), "C17"),
    "speak inside speak": (LAUNCH, speaking("<speak><speak>More?</speak></speak>"), "C17"),
    "a tag of HTML": (LAUNCH, speaking("<speak><b>More?</b></speak>"), "C17"),
    "a tag in other letters": (LAUNCH, speaking("<speak><P>More?</P></speak>"), "C17"),
    "a broken reprompt": (
        LAUNCH,
        changed(GOOD, reprompt={"outputSpeech": {"type": "SSML", "ssml": "<speak>Yes & no?"}}),
        "C17",
    ),
    "speech too long": (LAUNCH, speaking("<speak>" + "a" * 7_985 + "?</speak>"), "C18"),
    "a card too long": (LAUNCH, carding(content="a" * 7_990), "C18"),
    "attributes too large": (LAUNCH, {**GOOD, "sessionAttributes": {"path": "a" * MOST_BYTES}}, "C18"),
    "a break too long": (LAUNCH, speaking('<speak><break time="10500ms"/>More?</speak>'), "C18"),
    "clips too many": (LAUNCH, speaking("<speak>" + "<audio/>" * 6 + "More?</speak>"), "C18"),
    "a card of another type": (LAUNCH, carding(type="Standard"), "C19"),
    "a card that is no object": (LAUNCH, changed(GOOD, card="Heat"), "C19"),
    "a card without a title": (LAUNCH, carding(title=" "), "C19"),
    "a card without a text": (LAUNCH, carding(content=""), "C19"),
    "tags in a card": (LAUNCH, carding(content="Heat<br/>helps."), "C19"),
    "speech in a card": (LAUNCH, carding(content="<speak>Heat helps.</speak>"), "C19"),
    "an entity in a card": (LAUNCH, carding(title="Heat &amp; rest"), "C19"),
    "markdown in a card": (LAUNCH, carding(content="Heat **helps**."), "C19"),
    "underlines in a card": (LAUNCH, carding(title="__Heat__"), "C19"),
    "a heading in a card": (LAUNCH, carding(content="Warmth.\n\n# Heat"), "C19"),
    "a link in a card": (LAUNCH, carding(content="Read [this](https://example.com)."), "C19"),
    "a card for a permission that is not ours": (
        LAUNCH,
        changed(GOOD, card={"type": "AskForPermissionsConsent", "permissions": ["alexa::profile:email:read"]}),
        "C19",
    ),
    "a card for no permission": (
        LAUNCH,
        changed(GOOD, card={"type": "AskForPermissionsConsent", "permissions": []}),
        "C19",
    ),
    "a permission that is not ours": (LAUNCH, asking("alexa::profile:email:read"), "C28"),
    "no permission in particular": (LAUNCH, asking(), "C28"),
    "a purchase": (LAUNCH, asking(TIMERS, kind="BuyRequest"), "C28"),
    "a hand-over that brings nothing back": (LAUNCH, asking(TIMERS, token=None), "C28"),
    "a hand-over in a session left undecided": (LAUNCH, changed(HAND_OVER, shouldEndSession=None), "C28"),
    "a goodbye after the end": (ENDED, closing("<speak>Goodbye.</speak>"), "C20"),
    "a card after the end": (ENDED, changed(SILENCE, card=GOOD["response"]["card"]), "C20"),
    "a directive after the end": (ENDED, HAND_OVER, "C20"),
    "speech to an unknown type": ({"request": {"type": "New.Thing"}}, closing("<speak>Hello.</speak>"), "C20"),
    "name-free without an answer": (CAN_FULFILL, SILENCE, "C20"),
    "name-free with an odd answer": (CAN_FULFILL, fulfilling(["YES"]), "C20"),
    "name-free with an odd slot": (CAN_FULFILL, fulfilling("YES", question={"canUnderstand": "YES"}), "C20"),
    "a name-free answer to a launch": (LAUNCH, changed(GOOD, canFulfillIntent={"canFulfill": "NO"}), "C20"),
}


@pytest.mark.parametrize(("request_", "response", "rules"), BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_response_is_told_by_its_rule(request_: Json, response: Json, rules: str) -> None:
    assert {problem.split(": ")[0] for problem in broken_rules(request_, response)} == set(rules.split())


@pytest.mark.parametrize("tag", sorted(TAGS - {"speak"}))
def test_every_tag_of_alexas_is_taken(tag: str) -> None:
    assert broken_rules(LAUNCH, speaking(f"<speak><{tag}>More?</{tag}></speak>")) == []


@pytest.mark.parametrize("response", [{}, {"response": []}, {"response": {"card": [], "reprompt": 3, "directives": 1}}])
def test_the_rules_never_raise_for_what_is_hardly_a_response(response: Json) -> None:
    assert broken_rules({"request": []}, response) != []
