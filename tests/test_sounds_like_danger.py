"""Danger in words that no written way of saying a sign foresaw: told at once where clear, else asked back."""

import pytest
from support.listener import Record, ask, talk

from back_guide import content as store
from workbench.authoring import draft as drafts

CONTENT = store.load()
LIKE = drafts.read_once().languages["en"].sounds_like
SURE = "my skin's like marble and cold and clammy and i'm confused"
DOUBTFUL = "i'm not sure but my thighs feel like the dentist has been at them"


def asks_back(record: Record) -> bool:
    return record["decision"] == "confirm" and not record["options"] and bool(record["urgency"])


def warns(record: Record) -> bool:
    """Whether there is an alarm, or the question whether there should be, or at least the number in case."""
    in_case = record["speech"].startswith("If something like that is happening to you now, call nine one one.")
    return record["decision"] == "red_flag" or asks_back(record) or in_case


@pytest.mark.parametrize("flag", LIKE)
def test_whoever_says_what_an_editor_wrote_down_hears_whom_to_call(flag: str) -> None:
    assert [said for said in LIKE[flag] if not warns(ask(said))] == []


def test_where_it_only_may_be_danger_the_number_comes_first_and_it_is_asked_whether_it_is() -> None:
    record = ask(DOUBTFUL)
    assert asks_back(record)
    assert "nine one one" in record["speech"].split(".")[0]
    assert record["session_open"]


def test_yes_to_it_raises_the_alarm_and_closes() -> None:
    record = talk(DOUBTFUL, "yes")[-1]
    assert (record["decision"], record["urgency"], record["session_open"]) == ("red_flag", "emergency", False)


def test_no_to_it_goes_on() -> None:
    record = talk(DOUBTFUL, "no", "does heat help")[-1]
    assert record["topic"] == "heat"


@pytest.mark.parametrize("said", ["repeat", "say that again"])
def test_it_is_said_again_when_asked_for(said: str) -> None:
    first, again = talk(DOUBTFUL, said)[1:]
    assert again["speech"] == first["speech"]


def test_other_words_for_the_first_of_two_count_as_yes() -> None:
    assert talk(DOUBTFUL, "the first one")[-1]["decision"] == "red_flag"


def test_it_is_heard_in_the_middle_of_the_check() -> None:
    record = talk("check my symptoms", SURE)[-1]
    assert (record["decision"], record["urgency"], record["session_open"]) == ("red_flag", "emergency", False)


def test_it_is_heard_in_the_middle_of_a_plan() -> None:
    record = talk("start the heat plan", "yes", DOUBTFUL)[-1]
    assert "nine one one" in record["speech"].split(".")[0]
