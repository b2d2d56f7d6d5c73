"""``back-guide bench red-flags``: how many dangers are heard, and how often there is an alarm for nothing.

tests/red_flags/en.yaml is what the written ways of saying a danger were built on, and must pass whole. en_held_out.yaml
and en_blind.yaml were kept apart; they tell how well it does on sentences that nobody foresaw. What only sounds like a
danger is not counted as heard but as asked back: the listener hears the number, and is asked whether it is happening.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import yaml

from back_guide import content as store
from back_guide.content import Content
from back_guide.dialogue import Turn, respond
from back_guide.understanding.normalise import normalise

FOLDER = Path(__file__).parents[2] / "tests" / "red_flags"
SETS = ("en", "en_held_out", "en_blind")
KINDS = ("emergency", "urgent", "calm")
NONE = "none"
BACK = " asked back"

Counts = dict[str, Counter[str]]
"""For the sentences of each kind, how many were taken for each urgency; "urgent asked back" where only asked."""


def measure(name: str, content: Content) -> Counts:
    """Counts what becomes of the sentences of a set, each said as the first thing of a conversation."""
    kinds = yaml.load((FOLDER / f"{name}.yaml").read_bytes(), yaml.CBaseLoader)  # noqa: S506 - strings only
    return {kind: Counter(taken_for(each["said"], content) for each in kinds[kind]) for kind in KINDS}


def shares(counts: Counts) -> dict[str, float]:
    """The shares that matter, by name."""
    emergency, urgent, calm = (counts[kind] for kind in KINDS)
    return {
        "emergencies heard as such": emergency["emergency"] / emergency.total(),
        "… or asked back as such": (emergency["emergency"] + emergency["emergency" + BACK]) / emergency.total(),
        "urgent heard at all": (urgent["emergency"] + urgent["urgent"]) / urgent.total(),
        "… or asked back": 1 - urgent[NONE] / urgent.total(),
        "alarms for nothing": (calm["emergency"] + calm["urgent"]) / calm.total(),
        "… or asked back for nothing": 1 - calm[NONE] / calm.total(),
    }


def main() -> int:
    """Prints the shares of each set."""
    content = store.load()
    columns = {name: shares(measure(name, content)) for name in SETS}
    print(f"{'':30}" + "".join(f"{name:>14}" for name in SETS))
    for figure in columns[SETS[0]]:
        print(f"{figure:30}" + "".join(f"{columns[name][figure]:14.1%}" for name in SETS))
    return 0


def taken_for(said: str, content: Content) -> str:
    """The urgency of the advice that a sentence gets: "emergency", "urgent asked back", "none" …"""
    reply = respond(content, Turn("AskIntent", tuple(normalise(said, content.rewrites))))
    urgency = reply.said.urgency if reply.said.flags else NONE
    return urgency + BACK if reply.said.decision == "confirm" and reply.said.flags else urgency
