"""What the symptom check advises."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from back_guide.content import Content
from back_guide.dialogue.cards import advice_card, emergency_card
from back_guide.dialogue.memory import Memory, Offer, Said
from back_guide.dialogue.turn import Line, Reply, line, question

EMERGENCY_PARTS = ("say", "meanwhile", "tell_them")
ADVICE_PARTS = ("say", "meanwhile", "safety_net")


def advise(content: Content, memory: Memory, name: str, *, other: bool) -> Reply:
    """Says an outcome, and offers the plan that fits. An emergency closes the session, with the number first.

    The card carries general advice and where to call, not what was answered: a household shares its cards.
    """
    outcome = content.check.outcomes[name]
    said = Said("check_outcome", outcome=name, urgency=outcome.urgency, part="other" if other else "")
    done = replace(memory, check=None, offer=None)
    if outcome.urgency == "emergency":
        elsewhere = line(content.prompts["in_another_country"].say)
        lines = (*_parts(outcome.texts, EMERGENCY_PARTS, other=other), *elsewhere)
        return Reply(said, lines, done, None, emergency_card(content))
    lines = (
        *line(content.prompts["disclaimer_advice"].say),
        *_parts(outcome.texts, ADVICE_PARTS, other=other),
    )
    card = advice_card(content)
    if outcome.offers:
        plan = content.plans[outcome.offers]
        offered = replace(done, offer=Offer("plan", (plan.id,)))
        return Reply(said, lines, offered, question(content.prompts["offer_plan"], name=plan.name), card)
    return Reply(said, lines, done, question(content.prompts["anything_else"]), card)


def _parts(texts: Mapping[str, str], keys: tuple[str, ...], *, other: bool) -> tuple[Line, ...]:
    """The parts that an outcome has, worded for somebody else where it is for them and such words are there."""
    found = (texts.get(f"{key}_other", "") if other else "" for key in keys)
    return tuple(Line(twin or texts[key]) for key, twin in zip(keys, found, strict=True) if twin or key in texts)
