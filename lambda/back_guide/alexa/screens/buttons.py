"""What can be touched: each button is something that one may say now, and to touch it is to say it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from back_guide.content import Content
from back_guide.content.check import CheckQuestion
from back_guide.dialogue import Memory, Reply
from back_guide.dialogue.check import is_open
from back_guide.dialogue.check_speech import place_of
from back_guide.dialogue.memory import ASKING, SUMMARY, CheckState, PlanState
from back_guide.dialogue.turn import ASK

Button = dict[str, str]
"""The label, and what Alexa hands back on a touch: the intent, and the words that one would say."""

YES, NO, NOT_SURE, WHY = "AMAZON.YesIntent", "AMAZON.NoIntent", "NotSureIntent", "WhyIntent"
PREVIOUS, REPEAT, NEXT = "AMAZON.PreviousIntent", "AMAZON.RepeatIntent", "AMAZON.NextIntent"
CHOICES = ("FirstIntent", "SecondIntent")


def answers(reply: Reply, content: Content) -> list[Button]:
    """The answers to the question that a reply ends with; none where it is open, or nothing is asked."""
    memory = reply.memory
    if not reply.question:
        return []
    if memory.errand:
        return commands((YES, NO) if memory.errand.first else (), content)
    if memory.check and is_open(memory):
        return _of_check(memory.check, content)
    if memory.plan:
        return commands(_in_plan(memory.plan, content), content)
    if memory.offer:
        return commands((YES, NO) if len(memory.offer.topics) < len(CHOICES) else (NO,), content)
    return []


def choices(memory: Memory, content: Content) -> list[Button]:
    """The two things on offer, where there are two, each with its name."""
    offer = memory.offer
    if offer is None or len(offer.topics) < len(CHOICES):
        return []
    named = content.plans if offer.kind == "plan" else content.topics
    picks = commands(CHOICES, content)
    return [{**pick, "label": label(named[name].name)} for pick, name in zip(picks, offer.topics, strict=False)]


def commands(intents: Iterable[str], content: Content) -> list[Button]:
    """Buttons of intents that have a name, and need no words."""
    says = content.screen.buttons
    return [{"label": label(says[intent]), "intent": intent, "words": says[intent]} for intent in intents]


def questions(phrases: Iterable[str]) -> list[Button]:
    """Buttons of things to ask in free words."""
    return [{"label": label(phrase), "intent": ASK, "words": phrase} for phrase in phrases]


def label(words: str) -> str:
    """Words as a button shows them: with a capital, and "I" for "i"."""
    return re.sub(r"^\w|\bi\b", lambda letter: letter[0].upper(), words)


def _of_check(state: CheckState, content: Content) -> list[Button]:
    if state.stage == SUMMARY:
        return commands((YES, NO), content)
    if state.stage != ASKING:
        return []
    asked = content.check.questions[place_of(content, state).question]
    return [*_own_answers(asked, content), *commands((NOT_SURE, WHY), content)]


def _own_answers(asked: CheckQuestion, content: Content) -> list[Button]:
    return questions(asked.buttons.values()) if asked.buttons else commands((YES, NO), content)


def _in_plan(state: PlanState, content: Content) -> tuple[str, ...]:
    if not state.step or state.timer:
        return (YES, NO)
    first = content.plans[state.plan].steps[0]
    return (REPEAT, NEXT) if state.step == first.id else (PREVIOUS, REPEAT, NEXT)
