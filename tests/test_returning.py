"""Who comes back is known by their place in a plan and their pace, and by nothing else."""

import dataclasses
import json
from collections.abc import Iterable
from pathlib import Path

import pytest
from support import dynamodb
from support.door import opened
from support.listener import USER, Record, first_request
from support.watched import Watched

from back_guide import content as store
from back_guide.alexa.skill import Skill
from back_guide.alexa.storage import Storage
from back_guide.alexa.storage.item import KEPT_SECONDS, key
from back_guide.dialogue import Keepsake
from workbench.certify.response_rules import broken_rules
from workbench.simulator import envelope
from workbench.simulator.session import Handler, Session

CONTENT = store.load()
STRETCHES = CONTENT.plans["gentle_stretches"]
TO_STEP_THREE = ("take me through some gentle stretches", "no", "next", "next")


@pytest.fixture
def items() -> Watched:
    return Watched()


@pytest.fixture
def handler(items: Watched) -> Handler:
    return Skill(CONTENT, storage=Storage(items, "salt")).answer


def talk(handler: Handler, *lines: str) -> list[Record]:
    """A session that begins by opening the skill, each response by Alexa's rules; the first is the welcome."""
    session = Session(handler)
    exchanges = [session.launch(), *(session.say(words) for words in lines)]
    assert [rule for exchange in exchanges for rule in broken_rules(exchange.request, exchange.response)] == []
    return [exchange.record() for exchange in exchanges]


def one_shots(handler: Handler, *lines: str) -> list[Record]:
    """A session that begins with a question."""
    session = Session(handler)
    return [session.say(words).record() for words in lines]


def welcome(handler: Handler) -> str:
    return str(talk(handler)[0]["speech"])


def of(items: Watched) -> Keepsake | None:
    """What is kept of the one listener."""
    item = items.items.get(key(USER, "salt"))
    return Keepsake(str(item["plan"]), str(item["step"]), str(item["pace"])) if item else None


def test_who_was_here_before_gets_a_shorter_welcome_and_still_the_disclaimer_before_advice(handler: Handler) -> None:
    first, second = welcome(handler), talk(handler, "heat or ice")
    assert first.startswith("Welcome to Upper Back Guide.")
    assert second[0]["speech"].startswith("Welcome back.")
    assert len(second[0]["speech"]) < len(first) / 2
    assert second[1]["speech"].startswith("This is for information only.")


def test_a_question_in_one_breath_counts_as_having_met(handler: Handler) -> None:
    one_shots(handler, "heat or ice")
    assert welcome(handler).startswith("Welcome back.")


@pytest.mark.parametrize("leaving", ["stop", "pause", "go home", ""])
def test_the_steps_go_on_where_they_were_left(leaving: str, handler: Handler) -> None:
    one_shots(handler, *TO_STEP_THREE, *([leaving] if leaving else []))
    back = talk(handler, "yes", "next")
    assert back[0]["speech"].endswith("Shall we go on with step three?")
    assert STRETCHES.name in back[0]["speech"]
    assert STRETCHES.steps[2].say in back[1]["speech"]
    assert STRETCHES.steps[3].say in back[2]["speech"]


def test_the_warnings_come_again_before_the_step(handler: Handler) -> None:
    one_shots(handler, *TO_STEP_THREE)
    spoken = talk(handler, "yes")[1]["speech"]
    parts = ["This is for information only.", "Leave these out after a recent fall", "Stop if you feel sharp pain"]
    places = [spoken.index(part) for part in (*parts, STRETCHES.steps[2].say)]
    assert places == sorted(places)


@pytest.mark.parametrize("words", ["continue", "next", "go on", "okay"])
def test_there_are_many_ways_to_go_on(words: str, handler: Handler) -> None:
    one_shots(handler, *TO_STEP_THREE)
    assert STRETCHES.steps[2].say in talk(handler, words)[1]["speech"]


def test_continue_needs_no_welcome(handler: Handler) -> None:
    one_shots(handler, *TO_STEP_THREE)
    assert STRETCHES.steps[2].say in one_shots(handler, "continue")[0]["speech"]


def test_start_over_begins_the_steps_from_their_warning(handler: Handler) -> None:
    one_shots(handler, *TO_STEP_THREE)
    assert talk(handler, "start over")[1]["speech"].endswith("Does any of that fit you?")


def test_a_no_to_the_steps_drops_them(handler: Handler, items: Watched) -> None:
    one_shots(handler, *TO_STEP_THREE)
    assert talk(handler, "no")[1]["speech"].endswith("What would you like to know?")
    assert of(items) == Keepsake()
    assert "step three" not in welcome(handler)


def test_a_question_instead_is_answered_and_the_steps_are_offered_next_time(handler: Handler) -> None:
    one_shots(handler, *TO_STEP_THREE)
    assert talk(handler, "heat or ice")[1]["topic"] == "heat_or_ice"
    assert "step three" in welcome(handler)


@pytest.mark.parametrize("words", ["repeat", "help", "why do you ask", "blah blah blah"])
def test_what_is_no_answer_leaves_the_steps_on_offer(words: str, handler: Handler) -> None:
    one_shots(handler, *TO_STEP_THREE)
    assert STRETCHES.steps[2].say in talk(handler, words, "yes")[2]["speech"]


ENDS = {
    "the last step": ["next"] * 4,
    "an emergency": ["i have crushing chest pain"],
    "a sign for today": ["my arm has gone weak"],
    "a plan that does not fit": ["take me through a heat pack", "yes"],
    "the advice of a check": ["check my symptoms", "yes"],
}


@pytest.mark.parametrize("lines", ENDS.values(), ids=ENDS)
def test_the_steps_are_not_offered_again_after(lines: Iterable[str], handler: Handler, items: Watched) -> None:
    one_shots(handler, *TO_STEP_THREE, *lines)
    assert of(items) == Keepsake()


def test_advice_in_another_session_ends_the_steps_too(handler: Handler, items: Watched) -> None:
    one_shots(handler, *TO_STEP_THREE)
    one_shots(handler, "i can't feel my legs")
    assert of(items) == Keepsake()


def test_danger_is_heard_instead_of_an_answer(handler: Handler) -> None:
    one_shots(handler, *TO_STEP_THREE)
    assert talk(handler, "i have crushing chest pain")[1]["speech"].startswith("Call nine one one now.")


def test_slower_says_the_same_again_slowly_and_lasts(handler: Handler) -> None:
    *_, hold, slow = one_shots(handler, *TO_STEP_THREE[:3], "slower")
    assert slow["speech"] == f"Okay, slower. {hold['speech']}"
    assert '<break time="5s"/>' in hold["ssml"]
    assert '<break time="7.5s"/>' in slow["ssml"]
    assert slow["ssml"].count('<prosody rate="slow">') == slow["ssml"].count("<p>")
    assert '<prosody rate="slow">' in talk(handler)[0]["ssml"]


def test_faster_is_back_to_normal(handler: Handler, items: Watched) -> None:
    assert "prosody" not in one_shots(handler, "heat or ice", "slow down", "faster")[2]["ssml"]
    assert of(items) == Keepsake()


def test_a_hold_stays_within_alexas_longest_break(handler: Handler) -> None:
    hug = one_shots(handler, *TO_STEP_THREE, "slower", "next")[-1]["ssml"]
    assert '<break time="10s"/>' in hug


@pytest.mark.parametrize("before", [[], ["heat or ice"], ["check my symptoms"], ["check my symptoms", "no"]])
def test_the_pace_changes_nothing_else(before: list[str], handler: Handler) -> None:
    *_, last, slow = talk(handler, *before, "slower")
    assert slow["speech"].startswith("Okay, slower. ")
    assert slow["speech"].endswith(last["speech"].split(". ")[-1])


@pytest.mark.parametrize("before", [[], ["heat or ice"], ["check my symptoms", "no"], TO_STEP_THREE])
def test_forget_me_deletes_at_once_says_so_and_ends(before: list[str], handler: Handler, items: Watched) -> None:
    forgotten = talk(handler, *before, "forget me")[-1]
    assert forgotten["speech"].startswith("Done. I've deleted what I kept about you.")
    assert forgotten["session_open"] is False
    assert items.items == {}
    assert welcome(handler).startswith("Welcome to Upper Back Guide.")


def test_what_the_skill_says_about_privacy_names_the_way_out(handler: Handler, items: Watched) -> None:
    spoken = one_shots(handler, "do you keep my answers", "forget me")
    assert "say, forget me" in spoken[0]["speech"]
    assert spoken[1]["speech"].startswith("Done.")


def test_disabling_the_skill_deletes_without_a_word(handler: Handler, items: Watched) -> None:
    one_shots(handler, *TO_STEP_THREE)
    event = json.loads((Path(__file__).parent / "requests" / "skill_disabled.json").read_text())
    event["context"]["System"]["user"]["userId"] = USER
    assert handler(event, None)["response"] == {}
    assert items.items == {}


def test_other_events_delete_nothing(handler: Handler, items: Watched) -> None:
    one_shots(handler, *TO_STEP_THREE)
    event = json.loads((Path(__file__).parent / "requests" / "skill_enabled.json").read_text())
    event["context"]["System"]["user"]["userId"] = USER
    handler(event, None)
    assert of(items) == Keepsake(STRETCHES.id, STRETCHES.steps[2].id)


def test_a_session_reads_once_and_writes_where_something_changed(handler: Handler, items: Watched) -> None:
    talk(handler, "heat or ice", "no", "repeat", "check my symptoms", "no", "stop")
    assert items.asked == ["get", "put"]
    items.asked.clear()
    talk(handler, "heat or ice", "stop")
    assert items.asked == ["get"]
    items.asked.clear()
    one_shots(handler, *TO_STEP_THREE, "repeat", "heat or ice", "stop")
    assert items.asked == ["get", "put", "put", "put"]
    items.asked.clear()
    one_shots(handler, "forget me")
    assert items.asked == ["get", "delete"]


def test_nothing_is_asked_for_nobody_in_particular(handler: Handler, items: Watched) -> None:
    request = first_request(envelope.launch(), user="")
    handler(request, None)
    assert items.asked == []


def test_two_listeners_are_two(items: Watched) -> None:
    skill = Skill(CONTENT, storage=Storage(items, "salt"))
    for user in ("amzn1.ask.account.A", "amzn1.ask.account.B"):
        request = first_request(envelope.launch(), user)
        spoken = skill.answer(request)["response"]["outputSpeech"]["ssml"]
        assert "Welcome to Upper Back Guide." in spoken
    assert len(items.items) == 2


def test_after_ninety_days_a_listener_is_new_again(items: Watched) -> None:
    now = [1_000_000.0]
    handler = Skill(CONTENT, storage=Storage(items, "salt", clock=lambda: now[0])).answer
    welcome(handler)
    now[0] += KEPT_SECONDS - 1
    assert welcome(handler).startswith("Welcome back.")
    now[0] += 1
    assert welcome(handler).startswith("Welcome to Upper Back Guide.")


@pytest.mark.parametrize(
    "changed",
    [{"plan": "no_such_plan"}, {"step": "no_such_step"}, {"step": ""}, {"pace": "breakneck"}, {"plan": "\ud800"}],
)
def test_a_place_that_the_content_no_longer_has_is_none(
    changed: dict[str, str], handler: Handler, items: Watched
) -> None:
    one_shots(handler, *TO_STEP_THREE)
    items.items[key(USER, "salt")] = {**items.items[key(USER, "salt")], **changed}
    assert (
        welcome(handler)
        == welcome(handler)
        == "Welcome back. Ask me about your upper back, or say, check my symptoms. What would you like to know?"
    )
    assert of(items) == Keepsake()


def test_attributes_that_were_tampered_with_do_not_reach_the_storage(handler: Handler, items: Watched) -> None:
    one_shots(handler, *TO_STEP_THREE)
    before = of(items)
    for kept in ({"pace": "breakneck"}, {"plan": 3}, "x", {"step": ["a"]}, {"plan": "x", "step": "y", "who": "me"}):
        session = Session(handler)
        session.is_open, session.attributes = True, {"version": 1, "kept": kept}
        session.say("heat or ice")
    assert of(items) in (before, Keepsake())


def test_without_a_storage_everybody_is_new(handler: Handler) -> None:
    forgetful = Skill(CONTENT).answer
    one_shots(forgetful, *TO_STEP_THREE)
    assert welcome(forgetful).startswith("Welcome to Upper Back Guide.")


def test_a_keepsake_has_room_for_nothing_else() -> None:
    assert [field.name for field in dataclasses.fields(Keepsake)] == ["plan", "step", "pace"]


def test_the_place_is_kept_in_a_table_through_the_door(monkeypatch: pytest.MonkeyPatch) -> None:
    with dynamodb.server(), dynamodb.table() as name:
        handler = opened(monkeypatch, TABLE_NAME=name, KEY_SALT="salt")
        one_shots(handler, *TO_STEP_THREE)
        another_start = opened(monkeypatch, TABLE_NAME=name, KEY_SALT="salt")
        assert "step three" in welcome(another_start)
        one_shots(handler, "forget me")
        assert "step three" not in welcome(another_start)


def test_the_place_is_kept_in_a_file_through_the_door(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    settings = {"STORAGE_PATH": str(tmp_path / "keepsakes.sqlite"), "KEY_SALT": "salt"}
    one_shots(opened(monkeypatch, **settings), *TO_STEP_THREE)
    another_start = opened(monkeypatch, **settings)
    assert "step three" in welcome(another_start)
    assert USER.encode() not in b"".join(path.read_bytes() for path in tmp_path.iterdir())
