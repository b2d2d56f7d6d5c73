"""The red-flag detector: what must raise the alarm does, what must not does not. Sentences in red_flags/en.yaml."""

import math
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from support.listener import Record, ask

from back_guide.content import RedFlag, load
from back_guide.dialogue import Turn
from back_guide.understanding import normalise, red_flags
from back_guide.understanding.claims import LONGEST_PHRASE
from lambda_function import lambda_handler
from workbench.authoring import draft as drafts
from workbench.authoring.templates import CONCEPT, phrases, places
from workbench.simulator.session import Session

CONTENT = load("en")
SENTENCES = yaml.safe_load(Path(__file__).with_name("red_flags").joinpath("en.yaml").read_text(encoding="utf-8"))
EMERGENCY, URGENT, CALM = ([row["said"] for row in SENTENCES[kind]] for kind in ("emergency", "urgent", "calm"))
RAISED = [flag for flag in CONTENT.red_flags.values() if flag.urgency in red_flags.URGENCIES and not flag.in_doubt]
MOST_FALSE_ALARMS = 0.01
FEWEST_WAYS = 15


def heard(said: str) -> list[RedFlag]:
    return red_flags.heard(normalise.normalise(said, CONTENT.rewrites), CONTENT)


def ids(said: str) -> set[str]:
    return {flag.id for flag in heard(said)}


def urgency(said: str) -> str:
    return next((flag.urgency for flag in heard(said)), "none")


# --- every sentence ------------------------------------------------------------------------------------------------


def test_there_are_sentences_enough_to_judge_by() -> None:
    assert len(EMERGENCY) >= 400
    assert len(CALM) >= 400
    assert len({*EMERGENCY, *URGENT, *CALM}) == len(EMERGENCY) + len(URGENT) + len(CALM)


def test_every_emergency_is_heard_as_one() -> None:
    assert [said for said in EMERGENCY if urgency(said) != "emergency"] == []


def test_every_sign_for_the_same_day_is_heard() -> None:
    assert [said for said in URGENT if urgency(said) == "none"] == []


def test_hardly_a_calm_sentence_raises_an_alarm() -> None:
    alarms = [said for said in CALM if urgency(said) != "none"]
    assert len(alarms) <= MOST_FALSE_ALARMS * len(CALM), alarms


def test_hardly_a_question_of_a_topic_raises_an_alarm() -> None:
    questions = [said for topic in drafts.read_once().languages["en"].topics.values() for said in topic["ask"]]
    alarms = [said for said in questions if urgency(said) != "none"]
    assert len(alarms) <= MOST_FALSE_ALARMS * len(questions), alarms


# --- each flag -----------------------------------------------------------------------------------------------------


def test_there_is_a_sentence_for_each_flag() -> None:
    assert set(SENTENCES["each"]) == {flag.id for flag in RAISED}


@pytest.mark.parametrize("flag", RAISED, ids=lambda flag: flag.id)
def test_each_flag_is_heard_through_the_front_door(flag: RedFlag) -> None:
    said = SENTENCES["each"][flag.id]
    record, flags = answer(said)
    assert flag.id in flags
    assert record["decision"] == "red_flag"
    assert record["urgency"] == heard(said)[0].urgency
    assert record["session_open"] is (record["urgency"] != "emergency")
    if record["urgency"] == "emergency":
        assert "nine one one" in record["speech"].split(".")[0]


@pytest.mark.parametrize("row", SENTENCES["several"], ids=lambda row: "-".join(row["signs"]))
def test_of_several_signs_at_once_all_are_named_and_the_worst_comes_first(row: dict[str, list[str]]) -> None:
    record, flags = answer(str(row["said"]))
    assert set(row["signs"]) <= set(flags)
    assert CONTENT.red_flags[flags[0]].urgency == record["urgency"] == "emergency"


def answer(said: str) -> tuple[Record, list[str]]:
    """The record of one question asked in one breath, and the ids of the signs that were heard in it."""
    exchange = Session(lambda_handler).say(said)
    return exchange.record(), exchange.response["sessionAttributes"]["said"]["flags"]


# --- how it is said ------------------------------------------------------------------------------------------------

DENIED = ["no chest pain", "i don't have a fever chills or chest pain", "my chest isn't tight", "fever is not there"]
NOT_DENIED = ["no i can't feel my legs", "no fever but i can't feel my legs", "i can't sit still my chest hurts"]
ASKED = ["can chest pain come from a back spasm", "what if i had chest pain", "you said go to hospital for numb legs"]
ASKED_OF_ONESELF = ["why is my chest so tight", "is it normal that i can't feel my legs"]
LONG_AGO = [
    "i fainted ten years ago",
    "i fainted last year",
    "i fainted when i was eighteen",
    "i fainted once at school",
]
NOT_ONLY_LONG_AGO = ["years ago i had cancer and now my legs are numb", "my chest has been tight since last year"]
SAYINGS = ["i'm dead on my feet", "i've got cabin fever", "i crashed out at nine", "my boss is a pain in the neck"]


@pytest.mark.parametrize("said", [*DENIED, *ASKED, *LONG_AGO, *SAYINGS])
def test_what_is_denied_asked_long_past_or_only_a_saying_raises_nothing(said: str) -> None:
    assert ids(said) == set()
    assert ask(said)["decision"] != "red_flag"


@pytest.mark.parametrize("said", [*NOT_DENIED, *ASKED_OF_ONESELF, *NOT_ONLY_LONG_AGO])
def test_what_is_said_of_oneself_now_raises_the_alarm_whatever_stands_beside_it(said: str) -> None:
    assert urgency(said) == "emergency"


def test_a_denial_of_one_sign_leaves_the_other() -> None:
    assert ids("no fever but i can't feel my legs") == {"both_legs_weak"}


def test_an_age_or_a_medicine_raises_nothing_alone_and_counts_with_another_sign() -> None:
    assert ids("i take warfarin") == set()
    assert ids("my back hurts and it came on suddenly") == set()
    assert "bleeding_near_spine" in ids("i take warfarin and my back suddenly hurts")


def test_what_follows_from_several_signs_may_itself_be_part_of_another() -> None:
    words = normalise.normalise(
        "i had breast cancer and now there's a new pain and both legs are weak", CONTENT.rewrites
    )
    signs = red_flags.Utterance(words, CONTENT).signs
    assert {"cancer", "cancer_history", "both_legs_weak", "cancer_with_cord_signs"} <= signs


def test_whatever_is_claimed_and_dangerous_is_raised() -> None:
    """Flags are not looked at where nothing that is named could raise one. That loses none."""
    for said in (*EMERGENCY, *URGENT, *CALM):
        words = normalise.normalise(said, CONTENT.rewrites)
        claimed = red_flags.Utterance(words, CONTENT).signs
        assert ids(said) == {sign for sign in claimed if CONTENT.red_flags[sign] in RAISED}


def test_no_phrase_is_too_long_to_be_heard() -> None:
    phrases = (*CONTENT.hearing.phrases, *CONTENT.grammar.phrases)
    assert max(len(phrase.split()) for phrase in phrases) <= LONGEST_PHRASE
    assert ids("i can't put one foot in front of the other") == {"both_legs_weak"}


def test_a_turn_is_searched_once_and_again_for_other_words() -> None:
    turn = Turn("AskIntent", ("my", "chest", "hurts"))
    assert turn.utterance(CONTENT) is replace(turn, intent="AMAZON.RepeatIntent").utterance(CONTENT)
    assert turn.utterance(CONTENT).flags
    assert not replace(turn, words=("my", "back", "hurts")).utterance(CONTENT).flags


def test_words_without_end_are_searched_without_stumbling() -> None:
    words = ["chest", "pain", "but", "legs", "numb"] * 800
    assert {"chest_pain", "both_legs_weak"} <= {flag.id for flag in red_flags.heard(words, CONTENT)}
    assert red_flags.heard([], CONTENT) == []


def test_every_flag_that_is_heard_alone_is_heard_in_many_ways() -> None:
    language = drafts.read_once().languages["en"]
    sizes = {
        name: sum(len(list(phrases(said, language.concepts))) for said in rows)
        for name, rows in language.concepts.items()
    }

    def ways(template: str) -> int:
        return math.prod(
            sum(sizes[found[1]] if (found := CONCEPT.search(said)) else 1 for said in alternatives)
            for alternatives in places(template)
        )

    counted = {
        name: sum(ways(template) for template in (*flag["heard_as"], *flag.get("in_any_order", ())))
        for name, flag in language.red_flags.items()
    }
    assert {name: count for name, count in counted.items() if 0 < count < FEWEST_WAYS} == {}
