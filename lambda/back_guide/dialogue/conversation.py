"""Who takes this turn: a danger sign first, then one table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from back_guide.content import Content
from back_guide.dialogue import courtesies, topics
from back_guide.dialogue.alarm import raise_alarm
from back_guide.dialogue.courtesies import Taker
from back_guide.dialogue.memory import Memory
from back_guide.dialogue.turn import Reply, Turn
from back_guide.understanding import red_flags

LAUNCH = "Launch"
ASK = "AskIntent"
FALLBACK = "AMAZON.FallbackIntent"


def _telling(topic: str) -> Taker:
    return lambda content, turn: topics.tell(content, turn.memory, topic)


def _missing(content: Content, turn: Turn) -> Reply:
    return topics.miss(content, turn.memory)


TABLE: Mapping[str, Taker] = {
    LAUNCH: courtesies.welcome,
    ASK: topics.ask,
    "MoreIntent": topics.more,
    "SourcesIntent": topics.sources,
    "WhyIntent": courtesies.why,
    "ThanksIntent": courtesies.saying("thanks"),
    "BothIntent": courtesies.both,
    "FirstIntent": courtesies.pick(0),
    "SecondIntent": courtesies.pick(1),
    "SymptomCheckIntent": _telling("emergency_signs"),
    "SelfCareIntent": _telling("quick_relief"),
    "AMAZON.YesIntent": courtesies.yes,
    "AMAZON.NoIntent": courtesies.no,
    "AMAZON.NextIntent": topics.forward,
    "AMAZON.PreviousIntent": topics.back,
    "AMAZON.RepeatIntent": courtesies.repeat,
    "AMAZON.ResumeIntent": courtesies.repeat,
    "AMAZON.StartOverIntent": courtesies.start_over,
    "AMAZON.HelpIntent": courtesies.assist,
    "AMAZON.PauseIntent": courtesies.saying("pause"),
    "AMAZON.StopIntent": courtesies.saying("goodbye"),
    "AMAZON.CancelIntent": courtesies.saying("goodbye"),
    "AMAZON.NavigateHomeIntent": courtesies.saying("goodbye"),
    FALLBACK: _missing,
}
"""Each intent of the interaction model, and who takes it. What is not here counts as not understood."""


def respond(content: Content, turn: Turn) -> Reply:
    """The reply to a turn."""
    turn = replace(turn, memory=_known(content, turn.memory))
    flags = red_flags.heard(turn.words, content)
    reply = raise_alarm(content, turn.memory, flags) if flags else _taker(content, turn)(content, turn)
    return replace(reply, memory=replace(reply.memory, said=reply.said))


def _taker(content: Content, turn: Turn) -> Taker:
    """Who takes a turn. Free words that are a command ("tell me more please") count as that command."""
    intent = turn.intent
    if intent == ASK:
        intent = content.commands.get(" ".join(turn.words), ASK) if turn.words else FALLBACK
    return TABLE.get(intent, _missing)


def _known(content: Content, memory: Memory) -> Memory:
    """The memory, or a fresh one where it names something that the content does not have."""
    said, offer = memory.said, memory.offer
    topic_ids = [*memory.path, *(offer.topics if offer else ()), *(said.options if said else ())]
    topic_ids += [said.topic] if said and said.topic else []
    known = all(topic in content.topics for topic in topic_ids)
    known = known and all(flag in content.red_flags for flag in (said.flags if said else ()))
    whole = not (offer and not offer.topics)
    if said:
        whole = whole and bool({"confirm": said.options, "answer": said.topic}.get(said.decision, True))
    return memory if known and whole else Memory()
