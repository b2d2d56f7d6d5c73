"""The cards that go with advice. They are the same whatever was said or heard: a household shares its cards."""

from __future__ import annotations

from back_guide.content import Content
from back_guide.dialogue.turn import Card, line


def emergency_card(content: Content) -> Card:
    """Whom to call, here and abroad."""
    called = (content.prompts["call_now"], content.prompts["in_another_country"])
    return Card(content.prompts["card_emergency"].say, tuple(each for prompt in called for each in line(prompt.say)))


def advice_card(content: Content) -> Card:
    """When to see a doctor about upper back pain, and whom to call."""
    return Card(content.prompts["card_advice"].say, line(content.prompts["advice_card"].say))
