"""What a turn shows of the skill's mind: how words were understood, where the check stands, what one can say now."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from back_guide.content import Content
from back_guide.dialogue import Memory
from back_guide.dialogue.check_speech import place_of, state_of
from back_guide.dialogue.memory import SUMMARY, CheckState, Offer
from back_guide.triage import Place
from back_guide.understanding.answers import NOT_SURE
from back_guide.understanding.normalise import normalise
from back_guide.understanding.topics import understand
from workbench.authoring.interaction_model import QUESTION
from workbench.simulator.session import Exchange

MOST_SCORES = 5
PLAIN = {"yes": "yes", "no": "no", NOT_SURE: "not sure"}
CLOSED = ("what can i do right now", "heat or ice", "check my symptoms", "take me through some gentle stretches")
IDLE = ("tell me more", "repeat that", "where did you get that from", "check my symptoms", "help", "stop")
BEFORE_PLAN = ("yes", "no", "repeat that", "stop")
IN_PLAN = ("next", "previous", "repeat that", "how many are left", "it hurts", "stop")
CHOICES = ("the first one", "the second one", "neither")
Json = dict[str, Any]


def understood(content: Content, exchange: Exchange) -> Json | None:
    """What the slot's words were taken for, topics with their scores best first; None where there were no words."""
    slots = exchange.request["request"].get("intent", {}).get("slots", {})
    value = slots.get(QUESTION, {}).get("value", "")
    words = normalise(value, content.rewrites)
    if not words:
        return None
    match = understand(words, content.matcher)
    return {
        "words": " ".join(words),
        "band": match.band,
        "topics": list(match.topics),
        "decline": match.decline,
        "scores": [{"name": name, "score": round(score, 4)} for name, score in match.scores[:MOST_SCORES]],
    }


def graph(content: Content) -> Json:
    """The symptom check as it is written: each question with where its answers lead, and each outcome's urgency."""
    questions = [
        {
            "id": question.id,
            "ask": question.texts["ask"],
            "danger": question.danger_sign,
            "follows": question.follows,
            "exits": [
                {"answer": answer, "ask": leads_to.ask, "outcome": leads_to.outcome}
                for answer, leads_to in question.exits.items()
            ],
        }
        for question in content.check.questions.values()
    ]
    return {
        "questions": questions,
        "outcomes": {name: outcome.urgency for name, outcome in content.check.outcomes.items()},
    }


def progress(content: Content, exchange: Exchange) -> Json | None:
    """Where the check stands after a turn: the path so far, the question or outcome, the facts; None outside it.

    A turn that ends the check forgets its answers; they are then those that came with the request.
    """
    ended = exchange.record()["outcome"] or ""
    memory = Memory.from_attributes(exchange.response.get("sessionAttributes"))
    if ended:
        memory = Memory.from_attributes(exchange.request["session"]["attributes"])
    if memory.check is None:
        return None
    state = state_of(memory)
    place = place_of(content, state)
    return {
        "path": [{"question": question, "answer": answer} for question, answer in place.path],
        "at": "" if ended and place.outcome else place.question,
        "outcome": ended or place.outcome,
        "about": state.about or "the listener",
        "facts": list(_facts(content, state, place)),
    }


def _facts(content: Content, state: CheckState, place: Place) -> Iterator[Json]:
    """Every answer, as it is said back where it is, and every sign told unasked."""
    asked = {question for question, _ in place.path}
    for question, answer in state.given().items():
        said_back = content.check.questions[question].said_back.get(answer, "")
        yield {"name": question, "answer": answer, "said_back": said_back, "asked": question in asked}
    for sign in state.signs:
        yield {"name": sign, "answer": "yes", "said_back": content.red_flags[sign].name, "asked": False}


def sayings(content: Content, memory: Memory, *, is_open: bool) -> list[str]:
    """What one can say now, as a person would."""
    if not is_open:
        return list(CLOSED)
    if memory.check and memory.check.stage != "paused":
        return _in_check(content, memory.check)
    if memory.plan:
        return list(IN_PLAN if memory.plan.step and not memory.plan.timer else BEFORE_PLAN)
    return [*_to_offer(memory.offer), *(saying for saying in IDLE if memory.path or saying not in IDLE[:3])]


def _to_offer(offer: Offer | None) -> tuple[str, ...]:
    if offer is None:
        return ()
    return CHOICES if len(offer.topics) > 1 else ("yes", "no")


def _in_check(content: Content, state: CheckState) -> list[str]:
    place = place_of(content, state)
    if state.stage == SUMMARY or not place.question:
        return ["yes", "no", "go back", "stop"]
    question = content.check.questions[place.question]
    in_order = sorted(question.exits, key=lambda answer: answer == NOT_SURE)
    answers = [PLAIN.get(answer) or question.heard_as[answer][0] for answer in in_order]
    return [*answers, "why do you ask", "go back", "stop"]
