"""What a listener tells stays in the session: no log line, output, card, store, or note of what was said holds it."""

import json
import logging
import sys
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from support.listener import USER
from support.watched import Watched

from back_guide import content as store
from back_guide.alexa.skill import Skill
from back_guide.alexa.storage import Storage
from back_guide.alexa.storage.item import KEPT_SECONDS
from lambda_function import lambda_handler
from workbench.bench import privacy, random_words
from workbench.bench.invariants import words_of
from workbench.bench.outside import CARDS, FILE, LOG, NOTES, OUTPUT, SERVICES, TABLE, Outside
from workbench.bench.soak import talk
from workbench.cli import main
from workbench.simulator.services import TIMERS, AlexaServices
from workbench.simulator.session import Exchange, Handler, Session

Json = dict[str, Any]
CONTENT = store.load()
CHECK = CONTENT.check
URGENCIES = ("urgent", "routine", "self_care")
"""The word "emergency" stands on every card, in the general advice; these say how it is with this listener."""

GIVEN = {answer for asked in CHECK.questions.values() for answer in asked.exits}


@dataclass(frozen=True)
class Journey:
    """What somebody says from the first word to the last, and the words in it that tell of their health."""

    lines: tuple[str, ...]
    telling: tuple[str, ...]


NOES = ("no",) * 10
SELF_CARE = Journey(
    ("check my symptoms", *NOES, "two days", "lifting my toddler", "yes", "yes", "no", *["next"] * 9),
    ("two days", "toddler", "lifting my"),
)
JOURNEYS = {
    "chest": Journey(("check my symptoms", "yes it feels tight"), ("tight",)),
    "legs": Journey(("check my symptoms", *NOES[:5], "yes", "both my legs"), ("both legs", "my legs")),
    "alarm": Journey(("check my symptoms", "no", "i can't feel my legs"), ("my legs", "feel my")),
    "alarm outside the check": Journey(("i have crushing chest pain",), ("chest", "crushing")),
    "alarm for today": Journey(("i've had a fever since tuesday",), ("fever", "tuesday")),
    "weak arm": Journey(("my arm has gone weak", "thanks"), ("arm", "weak")),
    "fever": Journey(
        ("check my symptoms", "no but i've got a fever", *NOES[:5], "no", "yes", "stop"), ("fever", "stiff")
    ),
    "cancer": Journey(("check my symptoms", *NOES[:7], "yes", "breast cancer", "yes"), ("cancer", "breast")),
    "rash": Journey(("check my symptoms", *NOES[:8], "yes", "shingles i think", "yes"), ("shingles", "rash")),
    "warfarin": Journey(
        ("check my symptoms", *NOES[:7], "yes", "warfarin", "no", "no", "no", "yes"), ("warfarin", "thinner")
    ),
    "pregnant": Journey(
        ("check my symptoms", *NOES[:9], "yes", "i'm pregnant", "no", "yes", "repeat"), ("pregnan", "midwife")
    ),
    "six months": Journey(("check my symptoms", *NOES, "six months", "yes"), ("six months", "six weeks")),
    "self care": SELF_CARE,
    "a mumble and a correction": Journey(
        ("check my symptoms", *NOES, "two days", "my divorce", "no", "i do have a fever", "no", "yes"),
        ("divorce", "fever", "two days"),
    ),
    "left in the middle": Journey(
        ("check my symptoms", "no", "heat or ice", "no", "pause"), ("short of breath", "tearing")
    ),
    "somebody else": Journey(
        ("check symptoms for my husband", *NOES, "two days", "lifting", "yes", "no"), ("husband", "two days")
    ),
    "a child": Journey(("check my ten year old's symptoms", *NOES[:9], "yes"), ("ten year", "child")),
}


def played(journey: Journey) -> list[Exchange]:
    """A conversation held to its end, as far as the skill keeps it open."""
    session = Session(lambda_handler, "en-GB")
    return [session.say(words) for words in journey.lines]


def names(journey: Journey) -> Iterator[str]:
    """What must stand nowhere outside the session: the telling words, and names that give an answer away."""
    yield from journey.telling
    yield from CHECK.outcomes
    yield from (flag for flag in CONTENT.red_flags if "_" in flag)
    yield from URGENCIES
    yield from (f"{asked.id}=" for asked in CHECK.questions.values())


def found(text: str, journey: Journey) -> list[str]:
    return [name for name in names(journey) if name in text.lower()]


@pytest.mark.parametrize("journey", JOURNEYS.values(), ids=JOURNEYS)
def test_no_log_line_and_no_output_tells_what_the_listener_told(
    journey: Journey, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    exchanges = played(journey)
    captured = capfd.readouterr()
    written = [f"{record.name} {record.getMessage()} {record.__dict__}" for record in caplog.records]
    assert len(exchanges) == len(journey.lines)
    assert found("\n".join([*written, captured.out, captured.err]), journey) == []
    assert "emergency" not in f"{captured.out}{captured.err}{caplog.text}"


@pytest.mark.parametrize("journey", JOURNEYS.values(), ids=JOURNEYS)
def test_no_card_tells_what_the_listener_told(journey: Journey) -> None:
    shown = [json.dumps(exchange.response["response"].get("card", {})) for exchange in played(journey)]
    assert found("\n".join(shown), journey) == []


@pytest.mark.parametrize("journey", JOURNEYS.values(), ids=JOURNEYS)
def test_the_note_of_what_was_said_last_holds_no_answer(journey: Journey) -> None:
    for exchange in played(journey):
        said = exchange.response["sessionAttributes"]["said"]
        held = [value for entry in said.values() for value in (entry if isinstance(entry, list) else [entry])]
        assert GIVEN.isdisjoint(held), said


@pytest.mark.parametrize("journey", JOURNEYS.values(), ids=JOURNEYS)
def test_nothing_of_the_check_outlives_it(journey: Journey) -> None:
    *_, last = played(journey)
    kept = {name: part for name, part in last.response["sessionAttributes"].items() if name != "said"}
    if last.response["response"]["shouldEndSession"]:
        kept = {name: part for name, part in kept.items() if name != "check"}
    assert "check" not in kept
    assert [name for name in journey.telling if name in json.dumps(kept)] == []


SIGNS = {
    "emergency": ["i have crushing chest pain", "i can't feel my legs", "i can't breathe", "i want to kill myself"],
    "urgent": ["i've had a fever since tuesday", "my arm has gone weak", "i've lost a lot of weight without trying"],
}


@pytest.mark.parametrize("urgency", SIGNS)
def test_danger_signs_of_one_urgency_share_a_card_that_names_none_of_them(urgency: str) -> None:
    cards = set()
    for sign in SIGNS[urgency]:
        exchange = Session(lambda_handler).say(sign)
        assert exchange.record()["urgency"] == urgency
        cards.add(json.dumps(exchange.response["response"]["card"]))
    assert len(cards) == 1, cards


def test_two_listeners_with_other_answers_are_shown_the_same() -> None:
    other = Journey(("check my symptoms", *NOES, "three weeks", "lifting", "yes", "yes", "no", *["next"] * 9), ())
    first, second = (
        [exchange.response["response"].get("card") for exchange in played(journey)] for journey in (SELF_CARE, other)
    )
    assert first == second


# --- what survives a session --------------------------------------------------------------------------------------

NOW = 1_000_000
PLACES = {("", ""), *((plan.id, step.id) for plan in CONTENT.plans.values() for step in plan.steps)}
SHAPE = {"version", "plan", "step", "pace", "expires"}


def skill_with(items: Watched) -> Handler:
    return Skill(CONTENT, storage=Storage(items, "salt", clock=lambda: NOW)).answer


def assert_only_a_place_and_a_pace(items: Watched) -> None:
    for key, *rest in items.given:
        assert len(key) == 64
        assert set(key) <= set("0123456789abcdef")
        for item in rest:
            assert set(item) == SHAPE
            assert (item["plan"], item["step"]) in PLACES
            assert item["pace"] in ("normal", "slow")
            assert (item["version"], item["expires"]) == (1, NOW + KEPT_SECONDS)
    assert USER not in json.dumps(items.given)


def test_whatever_is_said_a_place_and_a_pace_is_all_that_is_stored() -> None:
    items = Watched()
    with AlexaServices() as services:
        for seed in range(8):
            list(talk(seed, skill_with(items), services, turns=40))
    assert {item["step"] for _, *rest in items.given for item in rest} > {""}
    assert_only_a_place_and_a_pace(items)


@pytest.mark.parametrize("journey", JOURNEYS.values(), ids=JOURNEYS)
def test_nothing_of_the_check_and_no_sign_is_stored(journey: Journey) -> None:
    items = Watched()
    session = Session(skill_with(items))
    for words in journey.lines:
        session.say(words)
    assert "put" in items.asked
    assert_only_a_place_and_a_pace(items)
    assert found(json.dumps(items.given), journey) == []


# --- the short form of "back-guide bench privacy" ---------------------------------------------------------------------

CONVERSATIONS = 40


def test_of_what_random_listeners_tell_nothing_is_found_outside() -> None:
    with Outside() as outside:
        proof = privacy.prove(CONVERSATIONS, 0, outside)
    assert proof.leaks == []
    assert proof.conversations == CONVERSATIONS
    assert {FILE, TABLE, LOG, CARDS, SERVICES, NOTES} <= {place for place, lines in proof.read.items() if lines}
    assert {"words", "answers", "danger signs raised", "outcomes"} <= proof.told.keys()


def test_the_command_prints_what_was_told_and_read(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bench", "privacy", "--conversations", "2"]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("2 conversations from seed 0, in ")
    assert printed.endswith("found where they don't belong: 0\n")


Leak = Callable[[str, Json, Outside], object]


def post(told: str, outside: Outside) -> None:
    body = json.dumps({"timerLabel": told}).encode()
    urllib.request.urlopen(urllib.request.Request(outside.services.address + TIMERS, body)).close()  # noqa: S310


def store_it(told: str, outside: Outside, key: str = "k") -> None:
    outside.storage.backend.put(key, {"version": 1, "plan": told, "step": "", "pace": "", "expires": 2**40})


LEAKS: dict[str, tuple[str, Leak]] = {
    "a log line, however quiet": (
        LOG,
        lambda told, *_: logging.getLogger("x").debug("heard", extra={"it": told}),
    ),
    "a log line of a library": (LOG, lambda told, *_: logging.getLogger("botocore").debug(told)),
    "something printed": (OUTPUT, lambda told, *_: print(told)),
    "a metric": (OUTPUT, lambda told, *_: print(json.dumps({"_aws": {}, "Heard": told}))),
    "an error message": (OUTPUT, lambda told, *_: print(told, file=sys.stderr)),
    "a card": (CARDS, lambda told, response, _: response["response"].update(card={"content": told})),
    "a note of what was said": (
        NOTES,
        lambda told, response, _: response["sessionAttributes"]["said"].update(prompt=told),
    ),
    "a timer's label": (SERVICES, lambda told, _, outside: post(told, outside)),
    "an item in the file": (FILE, lambda told, _, outside: store_it(told, outside)),
    "an item in the table": (TABLE, lambda told, _, outside: store_it(told, outside)),
    "the key of an item": (TABLE, lambda told, _, outside: store_it("", outside, key=told)),
}
TOLD = {
    "a word": "qox0042xoq",
    "an answer": "how_long=days",
    "a sign": "chest_pain",
    "an outcome": "today_fever",
    "the listener": privacy.listener(0),
}


@pytest.fixture(scope="module")
def outside() -> Iterator[Outside]:
    with Outside() as watched:
        yield watched


def leaking(leak: Leak, told: str, outside: Outside) -> Handler:
    """The skill, but for a leak."""

    def answer(event: Json, context: object) -> Json:
        response = outside.answer(event, context)
        if "said" in response.get("sessionAttributes", {}):
            leak(told, response, outside)
        return response

    return answer


@pytest.mark.parametrize(("place", "leak"), LEAKS.values(), ids=LEAKS)
def test_a_leak_is_found_wherever_it_is(place: str, leak: Leak, outside: Outside) -> None:
    proof = privacy.prove(1, 0, outside, leaking(leak, TOLD["a word"], outside))
    assert f"conversation 0: 'qox0042xoq' in the {place}" in proof.leaks


@pytest.mark.parametrize("told", TOLD.values(), ids=TOLD)
def test_whatever_leaks_is_found(told: str, outside: Outside) -> None:
    place, leak = LEAKS["something printed"]
    assert privacy.prove(1, 0, outside, leaking(leak, told, outside)).leaks == [
        f"conversation 0: {told!r} in the {place}"
    ]


def test_a_danger_sign_is_found_word_for_word(outside: Outside) -> None:
    def answer(event: Json, context: object) -> Json:
        print(words_of(event))
        return outside.answer(event, context)

    leaks = privacy.prove(3, 0, outside, answer).leaks
    assert any(sign in leak for leak in leaks for sign in random_words.emergencies())


def test_a_leak_gives_exit_code_1(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("back_guide.alexa.storage.visit.key", lambda user, salt: user)
    assert main(["bench", "privacy", "--conversations", "2"]) == 1
    assert "'listener-0' in the calls of DynamoDB" in capsys.readouterr().out
