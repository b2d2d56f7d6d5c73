"""Questions that lean on the last answer, and two questions in one breath."""

import pytest
from support.listener import Record, talk


def after(*lines: str) -> Record:
    """What is answered to the last of some lines."""
    return talk(*lines)[-1]


@pytest.mark.parametrize(
    ("first", "then", "topic"),
    [
        ("does heat help", "how long should i leave it on", "heat"),
        ("does ice help", "how long should i leave it on", "ice"),
        ("does heat help", "what about ice", "ice"),
        ("does ice help", "and what about heat", "heat"),
        ("is a foam roller good for my back", "is it safe", "foam_roller"),
        ("does massage help", "is it worth it", "massage"),
        ("is acupuncture any good", "does that hurt", "acupuncture"),
        ("does heat help", "is that safe when pregnant", "pregnancy"),
        ("does heat help", "and at work", "work"),
        ("which stretches help", "what about for children", "children"),
        ("does heat help", "and paracetamol", "acetaminophen"),
        ("does heat help", "can i sleep with it", "using_a_pack_safely"),
        ("does ice help", "is it okay to sleep with this", "using_a_pack_safely"),
        ("does heat help", "can i sleep with it on", "using_a_pack_safely"),
    ],
)
def test_a_question_takes_from_the_last_answer_what_it_leaves_out(first: str, then: str, topic: str) -> None:
    assert after(first, then)["topic"] == topic


@pytest.mark.parametrize("first", ["does heat help", "is acupuncture any good", "what is the trapezius"])
@pytest.mark.parametrize(
    ("then", "topic"),
    [
        ("how long does a back spasm last", "recovery_time"),
        ("what is physiotherapy", "physical_therapy"),
        ("is a back spasm dangerous", "is_it_dangerous"),
    ],
)
def test_a_question_that_stands_alone_is_not_bent_to_the_last_answer(first: str, then: str, topic: str) -> None:
    assert after(first, then)["topic"] == topic


@pytest.mark.parametrize("then", ["is it cancer", "have i torn it", "is that what i have got"])
def test_a_demand_for_a_diagnosis_stays_one_whatever_was_told(then: str) -> None:
    assert after("does heat help", then)["decision"] == "decline"


def test_a_danger_sign_wins_over_any_context() -> None:
    assert after("does heat help", "what about my chest feels crushed and i can't breathe")["decision"] == "red_flag"


@pytest.mark.parametrize(
    ("breath", "first", "second"),
    [
        ("does heat help and can i drive with a bad back", "heat", "driving"),
        ("what causes back spasms and how long do they last", "causes", "recovery_time"),
        ("is massage any good and also should i keep going to the gym", "massage", "exercise_and_sport"),
    ],
)
def test_of_two_questions_the_first_is_answered_and_the_second_offered(breath: str, first: str, second: str) -> None:
    answered, taken_up = talk(breath, "yes")[1:]
    assert answered["topic"] == first
    assert "You also asked about" in answered["speech"]
    assert taken_up["topic"] == second


def test_one_question_with_an_and_in_it_stays_one() -> None:
    assert after("can i alternate heat and ice")["topic"] == "heat_or_ice"
    assert "also asked" not in after("how do i stretch my neck and shoulders")["speech"]


def test_a_second_question_that_is_not_clear_is_left_out() -> None:
    assert "also asked" not in after("does heat help and what is the capital of france")["speech"]


@pytest.mark.parametrize("then", ["can i sleep with it", "can i sleep with it on"])
def test_in_a_plan_it_is_what_the_plan_is_about(then: str) -> None:
    assert after("start a heat pack", "no", then)["topic"] == "using_a_pack_safely"


@pytest.mark.parametrize("asked", ["do i have cancer", "could i have a tumor"])
def test_to_ask_whether_it_is_cancer_is_no_history_of_cancer(asked: str) -> None:
    assert after(asked)["decision"] == "decline"
    told = after(f"can i take ibuprofen and {asked}")
    assert told["topic"] == "anti_inflammatories"
    assert "I can't tell what's behind your pain" in told["speech"]


def test_to_ask_it_the_british_way_is_none_either() -> None:
    assert after("have i got cancer")["decision"] == "decline"


def test_cancer_that_is_told_after_asking_about_it_counts() -> None:
    assert after("do i have cancer again i had breast cancer and my back hurts")["urgency"] == "urgent"
