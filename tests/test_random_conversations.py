"""Random conversations through the real handler: the short form of ``back-guide bench soak``.

The moves and what must hold are the soak's own (workbench/bench); here hypothesis decides in place of a seed. Each move
is a rule, so that it can leave out whole kinds of them, and shrink what fails to a few turns. The sequences are the
same on every run: a failure is there until it is mended, and new ones are for the soak to find.
"""

import json
import re
from copy import deepcopy
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from back_guide.dialogue import Memory
from back_guide.dialogue.memory import CheckState
from lambda_function import lambda_handler
from workbench.bench import random_words, soak
from workbench.bench.invariants import MOST_MEMORY, broken, words_of
from workbench.bench.random_talk import Talk, left_conversations
from workbench.bench.random_turns import MOVES, REMEMBERED, Move
from workbench.bench.spoil import FORGED, ODD, spoilt
from workbench.cli import main
from workbench.simulator import envelope
from workbench.simulator.recognise import Heard
from workbench.simulator.session import Handler, Session

Json = dict[str, Any]
chances = st.randoms(use_true_random=False)


class Conversations(RuleBasedStateMachine):
    """A talk in which hypothesis decides. Its rules are the moves."""

    def __init__(self) -> None:
        super().__init__()
        self.skill = soak.a_skill()
        self.answer, self.services = self.skill.__enter__()

    @initialize(chance=chances, before=st.sampled_from([{}, *left_conversations()]))
    def begin(self, chance: Random, before: Json) -> None:
        self.talk = Talk(self.answer, self.services, chance)
        self.talk.session.is_open, self.talk.session.attributes = bool(before), before

    def teardown(self) -> None:
        self.skill.__exit__(None, None, None)


def rule_of(move: Move) -> Any:
    def take(self: Conversations, chance: Random) -> None:
        taken = self.talk.take(move, chance)
        note(str(taken))
        assert taken.problems == []

    take.__name__ = move.__name__
    return rule(chance=chances)(take)


for each in MOVES:
    setattr(Conversations, each.__name__, rule_of(each))

TestWhateverHappensEveryResponseKeepsTheRules = Conversations.TestCase
TestWhateverHappensEveryResponseKeepsTheRules.settings = settings(
    max_examples=60, stateful_step_count=20, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(words=st.text(max_size=200), attributes=st.dictionaries(st.sampled_from(REMEMBERED), anything))
def test_any_text_and_any_memory_are_answered(words: str, attributes: Json) -> None:
    event = asking(words)
    event["session"]["attributes"] = {"version": 1, **attributes}
    response = with_changes(event)
    assert broken(event, response) == []
    assert response["sessionAttributes"]["said"]["decision"] != "apology"


# --- the long run -------------------------------------------------------------------------------------------------


def test_a_long_run_gets_everywhere_and_finds_nothing_wrong() -> None:
    tally = soak.run(turns=400, seed=1)
    assert [str(failure) for failure in tally.failures] == []
    assert tally.turns == 400
    everywhere = {"answer", "confirm", "decline", "courtesy", "red_flag", "check_question", "plan_step", "silence"}
    assert everywhere <= tally.decisions.keys()


def test_the_same_seed_gives_the_same_conversation() -> None:
    first, second = (soak.run(turns=30, seed=7) for _ in range(2))
    assert first.decisions == second.decisions
    assert (first.largest, first.most_memory) == (second.largest, second.most_memory)


def failing_on(word: str) -> Handler:
    """A skill that can't stand an intent."""

    def answer(event: Json, context: object) -> Json:
        if word in json.dumps(event["request"]):
            raise LookupError(word)
        return lambda_handler(event, context)

    return answer


def test_a_conversation_that_failed_can_be_had_again_alone() -> None:
    failure = soak.run(turns=60, seed=1, answer=failing_on("AMAZON.NoIntent")).failures[0]
    again = soak.run(turns=len(failure.turns), seed=failure.seed, answer=failing_on("AMAZON.NoIntent"))
    assert [str(each) for each in again.failures] == [str(failure)]
    assert failure.turns[-1].problems == ["door: LookupError: AMAZON.NoIntent"]


def test_the_command_prints_what_came_of_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bench", "soak", "--turns", "40", "--seed", "3"]) == 0
    printed = capsys.readouterr().out
    assert re.match(r"40 turns, from seed 3\n1 conversations, \d+ turns a second, each judged\n", printed)
    assert re.search(r"memory \d+ MB at the start, \d+ MB in the middle, \d+ MB at the end\n", printed)
    assert printed.endswith("\n0 conversations failed\n")


def test_a_failure_is_printed_with_how_to_have_it_again_and_exit_code_1(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("back_guide.alexa.skill.Skill.answer", lambda *_: {"version": "1.0"})
    assert main(["bench", "soak", "--turns", "40", "--seed", "3"]) == 1
    printed = capsys.readouterr().out
    assert "40 conversations failed" in printed
    assert "    again: back-guide bench soak --seed 3 --turns 1" in printed


# --- the rules can be broken --------------------------------------------------------------------------------------


def asking(words: str, locale: str = "en-US") -> Json:
    session = Session(lambda_handler, locale)
    return session.enveloped(envelope.intent(Heard("AskIntent", words)))


EMERGENCY = asking(random_words.emergencies()[0], "en-GB")
QUESTION = asking("heat or ice")


def with_changes(event: Json, **changes: Any) -> Json:
    """What the skill answers, as JSON, with something changed in its response."""
    response = json.loads(json.dumps(lambda_handler(event, None)))
    response["response"] |= changes
    return response


def speech(ssml: str) -> Json:
    return {"type": "SSML", "ssml": f"<speak><p>{ssml}</p></speak>"}


CALM = "Lie down. Then call nine nine nine."
BROKEN: dict[str, tuple[Json, Json, str]] = {
    "a response that the SDK can't hold": (QUESTION, with_changes(QUESTION, card={"type": "Nobodys"}), "model"),
    "a field that the SDK does not know": (QUESTION, with_changes(QUESTION, mood="good"), "model"),
    "an emergency without its number": (EMERGENCY, with_changes(EMERGENCY, outputSpeech=speech("Rest.")), "emergency"),
    "the number in the second sentence": (EMERGENCY, with_changes(EMERGENCY, outputSpeech=speech(CALM)), "emergency"),
    "another country's number": (
        EMERGENCY,
        with_changes(EMERGENCY, outputSpeech=speech("Call nine one one.")),
        "emergency",
    ),
    "an emergency that goes on talking": (EMERGENCY, with_changes(EMERGENCY, shouldEndSession=False), "emergency"),
    "a word of the listener's in speech": (
        QUESTION,
        with_changes(QUESTION, outputSpeech=speech("You said qox0001xoq?")),
        "echo",
    ),
    "a word of the listener's on a card": (
        QUESTION,
        with_changes(QUESTION, card={"type": "Simple", "title": "You said", "content": "QOX0001XOQ"}),
        "echo",
    ),
    "a word of the listener's in memory": (
        QUESTION,
        {**with_changes(QUESTION), "sessionAttributes": {"part": "qox0001xoq"}},
        "echo",
    ),
    "what was forged on a card": (
        QUESTION,
        with_changes(QUESTION, card={"type": "Simple", "title": "You said", "content": FORGED[:8]}),
        "echo",
    ),
    "a tag that is not ours": (
        QUESTION,
        with_changes(QUESTION, outputSpeech=speech("<emphasis>Heat</emphasis>, or ice?")),
        "markup",
    ),
    "memory that grows": (
        QUESTION,
        {**with_changes(QUESTION), "sessionAttributes": {"path": ["heat"] * 600}},
        "memory",
    ),
}


@pytest.mark.parametrize(("event", "response", "problem"), BROKEN.values(), ids=BROKEN)
def test_a_broken_rule_is_named(event: Json, response: Json, problem: str) -> None:
    assert problem in {line.split(":")[0] for line in broken(event, response)}


def test_a_good_response_breaks_none() -> None:
    assert [broken(event, with_changes(event)) for event in (EMERGENCY, QUESTION)] == [[], []]


def test_a_fault_that_the_listener_got_an_apology_for_is_a_failure_too(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise LookupError

    monkeypatch.setattr("back_guide.alexa.handlers.respond", fail)
    tally = soak.run(turns=20, seed=1)
    assert any(failure.turns[-1].problems[0].startswith("turn failed: LookupError") for failure in tally.failures)


# --- what the moves are made of -----------------------------------------------------------------------------------


@pytest.mark.parametrize("said", [*random_words.FOREIGN, *random_words.INJECTIONS])
def test_words_of_any_kind_reach_the_skill_as_they_are(said: str) -> None:
    assert words_of(asking(said)) == said
    assert broken(asking(said), with_changes(asking(said))) == []


def test_what_is_spoilt_differs_and_what_was_given_stays() -> None:
    given = asking("heat or ice")
    before = deepcopy(given)
    spoils = [spoilt(Random(seed), given) for seed in range(200)]  # noqa: S311
    assert given == before
    assert sum(each != given for each in spoils) > 150
    assert any(isinstance(each, dict) and each.keys() < given.keys() for each in spoils)


# --- faults that random conversations found -----------------------------------------------------------------------


def in_check(check: CheckState) -> Session:
    session = Session(lambda_handler)
    session.is_open = True
    session.attributes = Memory(check=check, disclaimed=True).to_attributes()
    return session


FINISHED = (
    *("chest=no", "unwell_now=no", "sudden=no", "bladder=no", "injury=no", "limbs=no", "fever=no", "history=no"),
    *("other_signs=no", "who=no", "how_long=days", "trigger=effort"),
)


def test_a_check_whose_answers_are_complete_says_them_back_whatever_stage_it_remembers() -> None:
    record = in_check(CheckState("asking", FINISHED)).say("is that serious").record()
    assert (record["decision"], record["question"]) == ("check_question", "summary")


def test_a_check_whose_answers_were_cut_short_asks_on_and_takes_the_next_answer() -> None:
    session = in_check(CheckState("summary", FINISHED[:3]))
    asked = [session.say("yes").record()["question"], session.say("no").record()["question"]]
    assert asked == ["bladder", "injury"]


def test_memory_larger_than_any_conversation_is_not_carried_along() -> None:
    session = Session(lambda_handler)
    session.is_open = True
    session.attributes = {**Memory(disclaimed=True).with_topic("heat", "say").to_attributes(), "part": "y" * 5_000}
    answered = session.say("tell me more").response["sessionAttributes"]
    assert len(json.dumps(answered)) < MOST_MEMORY
    assert "path" not in answered


@pytest.mark.parametrize("part", ["status", "payload", "name", "token"])
@pytest.mark.parametrize("odd", ODD, ids=lambda odd: f"{odd!r:.20}")
def test_an_answer_for_a_permission_may_be_misshapen(part: str, odd: Any) -> None:
    session = Session(lambda_handler)
    event = session.enveloped({**envelope.permission("ACCEPTED", ""), part: odd})
    response = session.deliver(None, event).response
    assert broken(event, response) == []
    assert response["sessionAttributes"]["said"]["decision"] != "apology"


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: f"{odd!r:.20}")
def test_what_a_user_allows_may_be_told_in_a_way_that_nobody_knows(odd: Any) -> None:
    event = asking("heat or ice")
    event["context"]["System"]["user"] = {"userId": "somebody", "permissions": {"scopes": {"x": {"status": odd}}}}
    assert with_changes(event)["sessionAttributes"]["said"]["decision"] != "apology"
