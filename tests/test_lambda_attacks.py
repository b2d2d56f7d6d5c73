"""Attacks on the Lambda door: requests for other skills, and events that Alexa would never send."""

import json
from pathlib import Path
from typing import Any

import pytest

from back_guide.alexa.envelope import WrongSkillError
from back_guide.alexa.skill import Skill
from workbench.certify.response_rules import broken_rules
from workbench.simulator.envelope import SKILL_ID

LAUNCH = (Path(__file__).with_name("requests") / "launch.json").read_text(encoding="utf-8")
OTHER = SKILL_ID.replace("0", "1")
OURS = {"applicationId": SKILL_ID}
skill = Skill(skill_id=SKILL_ID)


def meant_for(in_context: object, in_session: object) -> dict[str, Any]:
    """A launch with these for the "application" of its context and of its session; without one where that is None."""
    event: dict[str, Any] = json.loads(LAUNCH)
    for place, application in ((event["context"]["System"], in_context), (event["session"], in_session)):
        place.pop("application", None)
        if application is not None:
            place["application"] = application
    return event


WRONG: dict[str, tuple[object, object]] = {
    "another skill's in both": ({"applicationId": OTHER}, {"applicationId": OTHER}),
    "another skill's in the context, ours in the session": ({"applicationId": OTHER}, OURS),
    "ours in the context, another skill's in the session": (OURS, {"applicationId": OTHER}),
    "another skill's in the context alone": ({"applicationId": OTHER}, None),
    "another skill's in the session alone": (None, {"applicationId": OTHER}),
    "none in both": (None, None),
    "an empty one beside ours": ({"applicationId": ""}, OURS),
    "null beside ours": (OURS, {"applicationId": None}),
    "ours and more": ({"applicationId": f"{SKILL_ID}0"}, None),
    "ours in capitals": ({"applicationId": SKILL_ID.upper()}, None),
    "ours with a space": ({"applicationId": f"{SKILL_ID} "}, None),
    "ours in a list": ({"applicationId": [SKILL_ID]}, None),
    "ours under another name": ({"skillId": SKILL_ID}, None),
    "ours for the whole application": (SKILL_ID, None),
    "a list for the application, beside ours": ([OURS], OURS),
    "a number": ({"applicationId": 1}, None),
    "true": ({"applicationId": True}, None),
}
RIGHT: dict[str, tuple[object, object]] = {
    "ours in both": (OURS, OURS),
    "ours in the context, as a skill event has it": (OURS, None),
    "ours in the session": (None, OURS),
    "ours beside nothing": (OURS, {}),
}


@pytest.mark.parametrize(("in_context", "in_session"), WRONG.values(), ids=WRONG)
def test_a_request_that_names_another_skill_anywhere_is_refused(in_context: object, in_session: object) -> None:
    with pytest.raises(WrongSkillError, match="another skill"):
        skill.answer(meant_for(in_context, in_session))


@pytest.mark.parametrize(("in_context", "in_session"), RIGHT.values(), ids=RIGHT)
def test_a_request_that_names_ours_alone_is_answered(in_context: object, in_session: object) -> None:
    assert "Welcome" in skill.answer(meant_for(in_context, in_session))["response"]["outputSpeech"]["ssml"]


NO_EVENTS = [None, [], "launch", 7, True, {}, {"request": None}, {"context": [], "session": "x", "request": 3}]


@pytest.mark.parametrize("event", NO_EVENTS, ids=str)
def test_what_is_no_request_of_alexas_is_refused_like_another_skills(event: Any) -> None:
    with pytest.raises(WrongSkillError):
        skill.answer(event)


def nested(depth: int) -> Any:
    found: Any = "x"
    for _ in range(depth):
        found = [found]
    return found


ODD: dict[str, dict[str, Any]] = {
    "attributes a thousand lists deep": {"attributes": {"said": nested(900)}},
    "no number in the attributes": {"attributes": {"said": float("nan"), "check": float("inf")}},
    "a number of many digits": {"attributes": {"said": 10**4_000}},
    "a hundred thousand attributes": {"attributes": {str(number): number for number in range(100_000)}},
    "half a character": {"attributes": {"\ud800": "\udfff"}, "sessionId": "\ud800"},
    "a name that Python keeps for itself": {"attributes": {"__class__": "x", "__proto__": {"a": 1}}},
}


@pytest.mark.parametrize("changes", ODD.values(), ids=ODD)
def test_an_absurd_session_still_gets_a_proper_answer(changes: dict[str, Any]) -> None:
    event = meant_for(OURS, OURS)
    event["session"].update(changes)
    response = skill.answer(event)
    assert broken_rules(event, response) == []
    assert json.loads(json.dumps(response, allow_nan=False))
