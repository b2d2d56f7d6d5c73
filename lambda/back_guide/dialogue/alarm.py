"""What is said when a danger sign is heard. It comes before everything else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from back_guide.content import Content, RedFlag
from back_guide.dialogue.cards import advice_card, emergency_card
from back_guide.dialogue.memory import Memory, Said
from back_guide.dialogue.turn import Reply, line, question


def raise_alarm(content: Content, memory: Memory, flags: Sequence[RedFlag]) -> Reply:
    """Says what to do about the most urgent sign, the action first. An emergency closes the session.

    The card carries the general advice only, not what was heard: a household shares its cards.
    """
    flag = flags[0]
    emergency = flag.urgency == "emergency"
    elsewhere = line(content.prompts["in_another_country"].say) if emergency else ()
    lines = (*line(flag.say), *line(flag.meanwhile), *line(flag.tell_them), *elsewhere)
    return Reply(
        Said("red_flag", flags=tuple(sign.id for sign in flags), urgency=flag.urgency),
        lines,
        replace(memory, offer=None, misses=0, check=None, plan=None),
        None if emergency else question(content.prompts["anything_else"]),
        emergency_card(content) if emergency else advice_card(content),
    )
