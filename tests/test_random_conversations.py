"""Random sequences of intents and words through the real handler: never an exception, every response by the rules."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from lambda_function import lambda_handler
from workbench.authoring import draft as drafts
from workbench.certify.response_rules import broken_rules
from workbench.simulator import envelope
from workbench.simulator.recognise import Heard
from workbench.simulator.session import Session

ENGLISH = drafts.read_once().languages["en"]
COMMANDS = [said for ways in ENGLISH.vocabulary["commands"].values() for said in ways]
QUESTIONS = [question for topic in ENGLISH.topics.values() for question in topic["ask"]]
TURNED_AWAY = [said for decline in ENGLISH.declines.values() for said in decline["heard_as"]]
WISHES = list(ENGLISH.vocabulary["alerts"]["ask"])
EMERGENCIES = ["i have chest pain", "i can't breathe", "i can't feel my legs", "i want to kill myself"]
INTENTS = [*ENGLISH.vocabulary["commands"], "AskIntent", "AMAZON.FallbackIntent", "NobodysIntent"]

words = st.one_of(
    st.sampled_from(COMMANDS),
    st.sampled_from(QUESTIONS),
    st.sampled_from(TURNED_AWAY),
    st.sampled_from(EMERGENCIES),
    st.sampled_from(WISHES),
    st.text(max_size=200),
    st.sampled_from(["<speak>x</speak>", "</p><audio src='x'/>", '{"a": 1}', "{emergency_number}", "&amp;", "%s %d"]),
)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=6,
)
turns = st.one_of(
    st.tuples(st.just("say"), words),
    st.tuples(st.just("intent"), st.sampled_from(INTENTS)),
    st.tuples(st.just("launch"), st.none()),
    st.tuples(
        st.just("tamper"),
        st.dictionaries(
            st.sampled_from(["version", "said", "offer", "path", "misses", "kept", "plan", "errand"]), anything
        ),
    ),
    st.tuples(st.just("end"), st.none()),
)


def take(session: Session, kind: str, what: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """Takes one turn, and gives its request and response."""
    if kind == "say":
        exchange = session.say(what)
    elif kind == "intent":
        exchange = session.send(None, envelope.intent(Heard(what)))
    elif kind == "end":
        exchange = session.end()
    else:
        if kind == "tamper":
            session.attributes = {"version": 1, **session.attributes, **what}
        exchange = session.send(None, envelope.launch()) if kind == "launch" else session.say("tell me more")
    return exchange.request, exchange.response


@settings(max_examples=150, deadline=None)
@given(st.lists(turns, min_size=1, max_size=8))
def test_whatever_happens_the_reply_keeps_alexas_rules(sequence: list[tuple[str, Any]]) -> None:
    session = Session(lambda_handler, "en-US")
    for kind, what in sequence:
        request, response = take(session, kind, what)
        assert broken_rules(request, response) == []


@settings(max_examples=40, deadline=None)
@given(st.lists(turns, max_size=4), st.sampled_from(EMERGENCIES))
def test_an_emergency_is_heard_whatever_came_before(sequence: list[tuple[str, Any]], emergency: str) -> None:
    session = Session(lambda_handler, "en-GB")
    for kind, what in sequence:
        take(session, kind, what)
    record = session.say(emergency).record()
    assert (record["decision"], record["urgency"]) == ("red_flag", "emergency")
    assert "nine nine nine" in record["speech"].split(".")[0]
    assert record["session_open"] is False
