"""In the middle of a plan, or just after an answer, what goes wrong is heard for what it is."""

import pytest
from support.listener import talk
from test_alerts import TIMERS, Listener, alexa, posted, running  # noqa: F401 - fixtures

from workbench.simulator.services import AlexaServices

STRETCHES = ("take me through gentle stretches", "no", "next")
HEAT = ("start a heat pack", "no")


@pytest.mark.parametrize(
    "sign", ["i feel dizzy", "i feel sick", "sharp pain", "my arm tingles", "this is making it worse", "i feel weak"]
)
def test_a_plan_says_when_to_stop_where_something_goes_wrong(sign: str) -> None:
    record = talk(*STRETCHES, sign)[-1]
    assert "Stop" in record["speech"]
    assert record["decision"] == "plan_step"


@pytest.mark.parametrize("sign", ["it burns", "my skin has gone white", "i fell asleep with it on"])
def test_a_pack_comes_off_where_the_skin_suffers(sign: str) -> None:
    assert "Take it off" in talk(*HEAT, sign)[-1]["speech"]


def test_what_is_denied_or_asked_is_no_sign_to_stop() -> None:
    assert "Stop" not in talk(*STRETCHES, "i'm not dizzy")[-1]["speech"]


@pytest.mark.parametrize("said", ["i am bleeding", "i feel sick", "i feel dizzy", "i feel weak"])
def test_a_statement_never_leans_on_the_last_answer(said: str) -> None:
    assert talk("does massage help", said)[-1]["topic"] != "massage"


def test_a_yes_after_something_else_sets_no_timer(alexa: AlexaServices) -> None:  # noqa: F811
    Listener(alexa).says("start a heat pack", "no", "next", "it hurts", "yes")
    assert posted(alexa, TIMERS) == []


def test_a_timer_asked_for_with_a_pack_is_never_longer_than_the_pack_may_be_on(alexa: AlexaServices) -> None:  # noqa: F811
    assert "fifteen minutes" in Listener(alexa).says("does heat help", "set a timer for two hours")
    assert "fifteen minutes" in Listener(alexa).says("start a heat pack", "no", "set a timer for an hour")


def test_a_plan_asked_for_again_says_its_warning_once() -> None:
    speech = talk("take me through gentle stretches", "take me through gentle stretches")[-1]["speech"]
    assert speech.count("Leave these out") == 1


@pytest.mark.parametrize("words", ["what's the emergency number", "who do i call", "call me an ambulance"])
def test_who_asks_for_the_emergency_number_hears_it(words: str) -> None:
    assert "nine one one" in talk(words)[-1]["speech"]


@pytest.mark.parametrize(
    ("plan", "told"),
    [
        ("take me through gentle stretches", "i have osteoporosis"),
        ("take me through gentle stretches", "no just brittle bones"),
        ("take me through gentle stretches", "well i did have a fall"),
        ("start the desk reset", "i had an operation last month"),
        ("start a heat pack", "i'm diabetic"),
        ("start a cold pack", "i've got raynaud's"),
        ("start the first day plan", "i'm on warfarin"),
        ("relax and breathe with me", "i've got asthma"),
    ],
)
def test_what_a_plan_is_not_for_is_heard_when_it_is_named(plan: str, told: str) -> None:
    left, leaving = talk(plan, told)[-1], talk(plan, "yes")[-1]
    assert left["speech"] == leaving["speech"]


def test_it_is_heard_later_too_and_not_where_it_is_denied() -> None:
    left, leaving = talk(*STRETCHES, "i have osteoporosis")[-1], talk(STRETCHES[0], "yes")[-1]
    assert left["speech"] == leaving["speech"]
    assert "Sit tall" in talk(STRETCHES[0], "no osteoporosis")[-1]["speech"]
