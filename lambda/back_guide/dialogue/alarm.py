"""What is said when a danger sign is heard. It comes before everything else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from back_guide.content import Content, RedFlag
from back_guide.dialogue.cards import advice_card, emergency_card
from back_guide.dialogue.memory import FLAG, Memory, Offer, Said
from back_guide.dialogue.topics import decline, spoken_list
from back_guide.dialogue.turn import Line, Reply, Turn, line, question
from back_guide.understanding.topics import Match

MENTION = "mention"
"""The kind of decline for words that speak of danger and tell of none."""

MOST_NAMED = 3
"""Signs named beside the most urgent one: who is afraid takes in no more."""


def raise_alarm(content: Content, memory: Memory, flags: Sequence[RedFlag]) -> Reply:
    """Says what to do about the most urgent sign, the action first. An emergency closes the session.

    The card carries the general advice only, not what was heard: a household shares its cards.
    """
    flag = flags[0]
    emergency = flag.urgency == "emergency"
    elsewhere = line(content.prompts["in_another_country"].say) if emergency else ()
    lines = (*line(flag.say), *line(flag.meanwhile), *line(flag.tell_them), *_others(content, flags[1:]), *elsewhere)
    return Reply(
        Said("red_flag", flags=tuple(sign.id for sign in flags), urgency=flag.urgency),
        lines,
        replace(memory, offer=None, misses=0, check=None, plan=None, errand=None),
        None if emergency else question(content.prompts["anything_else"]),
        emergency_card(content) if emergency else advice_card(content),
    )


def by_sound(content: Content, turn: Turn, match: Match) -> Reply:
    """What is said to words that only sound like a danger: the alarm where they state it, else a question.

    Where they name danger signs and deny each of them, it is said whom to call in case.
    """
    flag = content.red_flags[match.flag]
    said = turn.utterance(content)
    if said.is_denial:
        return decline(content, turn.memory, MENTION)
    sure = match.band == "alarm" and said.sentence.states_plainly()
    return raise_alarm(content, turn.memory, [flag]) if sure else ask_back(content, turn.memory, flag)


def ask_back(content: Content, memory: Memory, flag: RedFlag) -> Reply:
    """Says what to do if a danger is there, and asks whether it is."""
    if flag.in_doubt is None:
        return raise_alarm(content, memory, [flag])
    said = Said("confirm", flags=(flag.id,), urgency=flag.urgency)
    asked = replace(memory, offer=Offer(FLAG, (flag.id,)))
    return Reply(said, line(flag.in_doubt.say), asked, question(flag.in_doubt), advice_card(content))


def _others(content: Content, flags: Sequence[RedFlag]) -> tuple[Line, ...]:
    """Names the other signs that were heard."""
    names = [flag.name for flag in flags[:MOST_NAMED]]
    return line(content.prompts["also_tell"].say, facts=spoken_list(names)) if names else ()
