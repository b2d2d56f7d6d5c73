"""Greetings, help, yes and no, and the other small things that every conversation needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from back_guide.content import Content
from back_guide.dialogue import alerts, check, plans, returning, topics
from back_guide.dialogue.alarm import raise_alarm
from back_guide.dialogue.memory import Memory, Offer, Said
from back_guide.dialogue.no_check import CHECK_IS_OFF
from back_guide.dialogue.outcome import advise
from back_guide.dialogue.plan_speech import begin, end
from back_guide.dialogue.plan_speech import resume as resume_plan
from back_guide.dialogue.turn import Reply, Taker, Turn, courtesy, line


def saying(name: str) -> Taker:
    """A taker that answers any turn with one prompt."""
    return lambda content, turn: courtesy(content, name, turn.memory)


def why(content: Content, turn: Turn) -> Reply:
    """Says why the skill asks, and asks again."""
    return topics.still_asking(content, courtesy(content, "why", turn.memory), turn.memory.offer)


def both(content: Content, turn: Turn) -> Reply:
    """Takes up the first of two things offered, and offers the second."""
    offer = turn.memory.offer
    if not offer or len(offer.topics) < 2 or offer.kind == "plan":
        return yes(content, turn)
    reply = topics.tell(content, turn.memory, offer.topics[0])
    return topics.still_asking(content, reply, Offer("topic", offer.topics[1:]))


def start_over(content: Content, turn: Turn) -> Reply:
    """Forgets what was said and asks afresh."""
    return courtesy(content, "welcome_again", Memory(disclaimed=turn.memory.disclaimed, kept=turn.memory.kept))


def assist(content: Content, turn: Turn) -> Reply:
    """Help that fits what is open: a choice, an offer, or nothing. What is open stays open."""
    offer = turn.memory.offer
    name = "help" if not offer else "help_with_choice" if offer.kind == "choice" else "help_with_offer"
    reply = courtesy(content, name, turn.memory)
    return replace(reply, memory=replace(reply.memory, offer=offer))


def yes(content: Content, turn: Turn) -> Reply:
    """Takes up what was offered."""
    offer = turn.memory.offer
    if not offer:
        return courtesy(content, "nothing_to_confirm", turn.memory)
    if offer.kind == "plan" and len(offer.topics) > 1:
        return plans.choose(content, turn)
    if len(offer.topics) > 1:
        names = [content.topics[topic].name for topic in offer.topics]
        reply = courtesy(content, "which_of_two", turn.memory, first=names[0], second=names[-1])
        return replace(reply, memory=replace(reply.memory, offer=offer))
    if offer.kind == "plan":
        return begin(content, turn.memory, offer.topics[0])
    return topics.tell(content, turn.memory, offer.topics[0], "more" if offer.kind == "more" else "say")


def no(content: Content, turn: Turn) -> Reply:
    """Drops what was offered; with nothing on offer, "no" to "what else?" ends the conversation."""
    if turn.memory.offer:
        return courtesy(content, "after_no", turn.memory)
    return courtesy(content, "goodbye" if turn.memory.said else "nothing_to_confirm", turn.memory)


def pick(number: int) -> Taker:
    """A taker for "the first one" (0) or "the second one" (1)."""

    def take(content: Content, turn: Turn) -> Reply:
        offer = turn.memory.offer
        if not offer or len(offer.topics) <= number:
            return courtesy(content, "nothing_to_confirm", turn.memory)
        if offer.kind == "plan":
            return begin(content, turn.memory, offer.topics[number])
        return topics.tell(content, turn.memory, offer.topics[number])

    return take


def repeat(content: Content, turn: Turn) -> Reply:
    """Says the last thing again, from its name. What was on offer then still is."""
    said, memory = turn.memory.said, turn.memory
    if said is None:
        return courtesy(content, "nothing_to_repeat", memory)
    if said.ended:
        return alerts.again(content, memory, said.ended)
    reply = _said_again(content, turn, said)
    return reply if reply.memory.offer == memory.offer else topics.still_asking(content, reply, memory.offer)


def _said_again(content: Content, turn: Turn, said: Said) -> Reply:
    memory = turn.memory
    if said.decision == "answer":
        told = topics.tell(content, memory, said.topic, said.part)
        return topics.also_decline(content, told, said.prompt) if said.prompt else told
    if said.decision == "confirm":
        return topics.offer(content, memory, said.options)
    if said.outcome:
        return advise(content, memory, said.outcome, other=said.part == "other")
    if said.flags:
        return raise_alarm(content, memory, [content.red_flags[flag] for flag in said.flags])
    if said.plan:
        return end(content, memory, content.plans[said.plan], said.part)
    if said.prompt in content.declines:
        return topics.decline(content, memory, said.prompt)
    if said.prompt in ASKED_ANEW:
        return ASKED_ANEW[said.prompt](content, turn)
    if said.prompt in IN_PASSING:
        asked = courtesy(content, "anything_else", memory)
        return replace(asked, said=said, lines=line(content.prompts[said.prompt].say))
    prompt = content.prompts.get(said.prompt)
    return courtesy(content, said.prompt if prompt and prompt.ask else "welcome_again", memory)


def resume(content: Content, turn: Turn) -> Reply:
    """Goes on with the steps of an earlier session where nothing was said yet; else says the last thing again."""
    kept, said = turn.memory.kept, turn.memory.said
    return resume_plan(content, turn.memory) if kept and kept.plan and not said else repeat(content, turn)


ASKED_ANEW: Mapping[str, Taker] = {
    "welcome_back": returning.welcome,
    "welcome_back_to_plan": returning.welcome,
    "sources": topics.sources,
    "which_of_two": yes,
    "help": assist,
    "help_with_choice": assist,
    "help_with_offer": assist,
    "why": why,
    CHECK_IS_OFF: check.begin,
}
"""Courtesies that depend on what is open, and who takes the turn when they are to be said again."""

IN_PASSING = ("unsure_what", "alert_after_check")
"""Courtesies in the middle of the check or a plan, which then asks on."""
