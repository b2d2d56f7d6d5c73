"""Repeat says the last thing again, wherever one is, and what was on offer then still is."""

import copy
import re
from pathlib import Path

import pytest
import yaml
from support.listener import talk
from test_alerts import Listener, alexa, running  # noqa: F401 - fixtures

from back_guide.content import load
from back_guide.content.check import Plan
from lambda_function import lambda_handler
from workbench.simulator import envelope
from workbench.simulator.recognise import Heard
from workbench.simulator.services import AlexaServices
from workbench.simulator.session import Exchange, Session, plain_text
from workbench.simulator.transcript import ALLOWED, DEVICE, LOCALE, Step, play

CONTENT = load()
JOURNEYS = sorted(Path(__file__).with_name("conversations").glob("*.yaml"))
SAID_ONCE = {
    plain_text(CONTENT.prompts[name].say)
    for name in ("check_begins", "check_begins_other", "check_resumes", "check_starts_over", "changed",
                 "going_back", "skipped", "check_help", "unclear", "unclear_which", "taken_as_not_sure", "okay_one",
                 "okay_two", "okay_three", "nothing_to_go_back_to", "pace_slow", "pace_normal",
                 "why", "thanks")
}  # fmt: skip
"""What leads up to something, and need not be said a second time."""
DISCLAIMER = CONTENT.prompts["disclaimer"].say[:35]


def paragraphs(exchange: Exchange) -> list[str]:
    ssml = exchange.response["response"]["outputSpeech"]["ssml"]
    return [text for text in (plain_text(part) for part in re.split(r"</p>", ssml)) if text]


def repeated(session: Session) -> Exchange:
    """What a repeat would say now; the session itself goes on as if nobody had asked."""
    return copy.copy(session).send(None, envelope.intent(Heard("AMAZON.RepeatIntent")))


def told(exchange: Exchange) -> list[str]:
    """What a repeat has to say again: all but the closing question and what only leads up to something."""
    record, said = exchange.record(), paragraphs(exchange)
    if record["decision"] == "check_question":
        return said[-1:]
    if record["decision"] == "plan_step":
        plan = exchange.response["sessionAttributes"].get("plan", {})
        steps = {text for entry in CONTENT.plans.values() for step in entry.steps for text in (step.say, step.then)}
        said = [text for text in said if not plan or text in steps]
    return [text for text in said[:-1] if text not in SAID_ONCE and not text.startswith(DISCLAIMER)]


@pytest.mark.parametrize("path", JOURNEYS, ids=lambda path: path.stem)
def test_wherever_one_is_repeat_says_the_last_thing_again(path: Path, alexa: AlexaServices) -> None:  # noqa: F811
    journey = yaml.safe_load(path.read_text(encoding="utf-8"))
    alexa.allowed = set(journey.get("allowed", ALLOWED))
    session = Session(lambda_handler, journey.get("locale", LOCALE), journey.get("device", DEVICE), alexa.address)
    for turn in journey["turns"]:
        [(action, value)] = [pair for pair in turn.items() if pair[0] != "expect"]
        exchange = play(session, Step(action, value), alexa)
        if session.is_open:
            again = repeated(session)
            assert [text for text in told(exchange) if text not in paragraphs(again)] == []
            assert again.record()["session_open"]


@pytest.mark.parametrize(
    "lines",
    [
        ("set a timer for fifteen minutes",),
        ("start a heat pack", "no", "next", "set a timer for five minutes"),
        ("set a timer", "no"),
        ("cancel my timers",),
        ("remind me to stretch every two hours at work", "yes"),
        ("remind me to stretch every two hours at work", "no"),
        ("remind me to stretch every two hours at work", "yes", "what reminders do i have"),
        ("what reminders do i have",),
    ],
)
def test_what_came_of_a_timer_or_reminder_is_said_again_and_done_once(
    lines: tuple[str, ...],
    alexa: AlexaServices,  # noqa: F811
) -> None:
    listener = Listener(alexa)
    speech = listener.says(*lines)
    done = [call for call in alexa.calls if call.method != "GET"]
    assert listener.says("repeat that") == speech
    assert listener.says("repeat that") == speech
    assert [call for call in alexa.calls if call.method != "GET"] == done


@pytest.mark.parametrize("plan", CONTENT.plans.values(), ids=lambda plan: plan.id)
def test_a_plan_that_does_not_fit_says_its_advice_and_its_number_again(plan: Plan) -> None:
    said, again = talk(plan.ask, "yes", "repeat that")[-2:]
    assert again["speech"] == said["speech"]
    assert "nine one one" in again["speech"]


def test_the_end_of_a_plan_is_said_again() -> None:
    said, again = talk("take me through gentle stretches", "no", *["next"] * 6, "repeat that")[-2:]
    assert "If your back is no better in two weeks" in said["speech"]
    assert again["speech"] == said["speech"]


def test_an_answer_said_again_still_offers_the_second_thing_asked() -> None:
    breath = "does heat help and can i drive with a bad back"
    again, taken = talk(breath, "repeat that", "yes")[-2:]
    assert again["topic"] == "heat"
    assert "You also asked about" in again["speech"]
    assert taken["topic"] == "driving"


def test_a_dose_asked_for_second_is_declined_after_the_first_answer() -> None:
    said, again = talk("does heat help and how many ibuprofen can i take", "repeat that")[-2:]
    assert said["topic"] == again["topic"] == "heat"
    assert "packet" in said["speech"]
    assert again["speech"] == said["speech"]


def test_a_dose_asked_for_first_is_declined_and_the_second_thing_offered() -> None:
    said, again, taken = talk("how many ibuprofen can i take and does heat help", "repeat that", "yes")[-3:]
    assert said["decision"] == "decline"
    assert again["speech"] == said["speech"]
    assert taken["topic"] == "heat"


def test_plans_to_choose_from_are_named_again_with_their_question() -> None:
    said, again, why = talk("self care", "repeat that", "why do you ask")[-3:]
    assert again["speech"] == said["speech"]
    assert why["speech"].endswith("Which would you like?")


def test_an_aside_in_the_check_is_said_again_and_then_its_question() -> None:
    said, again = talk("check my symptoms", "does heat help", "repeat that")[-2:]
    assert again["speech"] == said["speech"]
    assert again["topic"] == "heat"
