"""A listener who comes back: the welcome, the steps of last time, a pace of their own, and being forgotten."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from back_guide.content import Content
from back_guide.dialogue import plan_speech
from back_guide.dialogue.keepsake import Keepsake
from back_guide.dialogue.memory import RESUME, Memory, Offer, Said
from back_guide.dialogue.turn import Reply, Turn, courtesy

FORGOTTEN = Said("courtesy", prompt="forgotten")
DROPPED = Said("courtesy", prompt="plan_dropped")
ADVICE = ("red_flag", "check_outcome")
"""What puts an end to steps that were begun before."""


def kept(reply: Reply) -> Keepsake | None:
    """What survives a reply; None where the listener is to be forgotten."""
    if reply.said == FORGOTTEN:
        return None
    before = reply.memory.kept or Keepsake()
    now = reply.memory.plan
    if now and now.step:
        return before.at(now.plan, now.step)
    over = reply.said.decision == "plan_step" and now is None
    return before.at() if over or reply.said == DROPPED or reply.said.decision in ADVICE else before


def welcome(content: Content, turn: Turn) -> Reply:
    """Greets in full, with the disclaimer; somebody met before in short, and offers the steps that they were in."""
    before = turn.memory.kept
    if before is None:
        return courtesy(content, "welcome", Memory(disclaimed=True))
    memory = Memory(disclaimed=turn.memory.disclaimed, kept=before)
    if not before.plan:
        return courtesy(content, "welcome_back", memory)
    number, name = plan_speech.place(content, before)
    reply = courtesy(content, "welcome_back_to_plan", memory, number=number, name=name)
    return replace(reply, memory=replace(reply.memory, offer=Offer(RESUME)))


def is_open(memory: Memory) -> bool:
    """Whether it is asked if the steps of last time should go on."""
    return memory.offer is not None and memory.offer.kind == RESUME


def come_back(content: Content, reply: Reply) -> Reply:
    """A reply to something else. The steps are not offered again in this session."""
    return reply


def go_on(content: Content, turn: Turn) -> Reply:
    """Goes on with the steps of last time."""
    return plan_speech.resume(content, turn.memory)


def start_over(content: Content, turn: Turn) -> Reply:
    """Begins the plan of last time from its warning."""
    kept = turn.memory.kept
    return plan_speech.begin(content, turn.memory, kept.plan) if kept else welcome(content, turn)


def drop(content: Content, turn: Turn) -> Reply:
    """Leaves the steps of last time."""
    return courtesy(content, "plan_dropped", turn.memory)


def forget(content: Content, turn: Turn) -> Reply:
    """Ends the conversation, and says that nothing is kept of it."""
    return courtesy(content, "forgotten", Memory())


def not_forgotten(content: Content) -> Reply:
    """What is said instead where nothing could be deleted."""
    return courtesy(content, "not_forgotten", Memory())


TABLE: Mapping[str, Callable[[Content, Turn], Reply | None]] = {
    "AMAZON.YesIntent": go_on,
    "AMAZON.NextIntent": go_on,
    "AMAZON.ResumeIntent": go_on,
    "MoreIntent": go_on,
    "BothIntent": go_on,
    "AMAZON.StartOverIntent": start_over,
    "AMAZON.NoIntent": drop,
}
"""Who takes an intent while the steps of last time are offered."""
