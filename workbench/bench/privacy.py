"""``back-guide bench privacy``: random conversations, with everything that leaves them held against what was told.

A listener tells danger signs, answers and words of their own. The storages, the log, the output, cards, calls of timers
and reminders, and the notes of what was said last are read through: no answer, sign, outcome, listener's id or spoken
word may be there.
"""

from __future__ import annotations

import functools
import re
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from back_guide import content as store
from back_guide.content.check import URGENCIES
from workbench.bench.invariants import words_of
from workbench.bench.outside import CARDS, NOTES, Outside
from workbench.bench.progress import bar, tell
from workbench.bench.random_talk import Taken
from workbench.bench.random_turns import forges, leaves_out
from workbench.bench.random_words import CANARY, emergencies, urgencies
from workbench.bench.soak import listener, talk
from workbench.simulator.session import Handler

TURNS = 12
MOST_SHOWN = 10
_NAME = re.compile("[a-z_]+")
NOT_A_LISTENERS = (forges, leaves_out)
"""Moves that put into a request what nobody said; they are for the soak."""


@dataclass
class Proof:
    """What was told, how many lines were read in each place, and what was found there that was told."""

    conversations: int = 0
    told: Counter[str] = field(default_factory=Counter)
    read: Counter[str] = field(default_factory=Counter)
    leaks: list[str] = field(default_factory=list)


def prove(conversations: int, seed: int, outside: Outside, answer: Handler | None = None) -> Proof:
    """Holds so many conversations, by the skill or by another that may leak, and reads all that left them."""
    proof = Proof()
    for number in range(conversations):
        held = talk(seed + number, answer or outside.answer, outside.services, TURNS, NOT_A_LISTENERS)
        turns, places = outside.hear(held)
        proof.conversations += 1
        proof.told.update(kind for turn in turns for kind in _told(turn))
        for place, lines in places.items():
            proof.read[place] += len(lines)
            leaks = _found("\n".join(lines).lower(), place, (listener(seed + number), *_signs(turns)))
            proof.leaks += [f"conversation {seed + number}: {leak!r} in the {place}" for leak in leaks]
        tell(bar(number + 1, conversations), last=number + 1 == conversations)
    return proof


def main(conversations: int, seed: int) -> int:
    """Prints what was told, what was read, and what was found. Returns 1 where anything was."""
    began = time.perf_counter()
    with Outside() as outside:
        proof = prove(conversations, seed, outside)
    print(f"{proof.conversations:,} conversations from seed {seed}, in {time.perf_counter() - began:.0f} seconds")
    print("told: " + ", ".join(f"{count:,} {kind}" for kind, count in proof.told.most_common()))
    print("read: " + ", ".join(f"{count:,} lines of the {place}" for place, count in proof.read.most_common()))
    print(f"found where they don't belong: {len(proof.leaks)}")
    for leak in proof.leaks[:MOST_SHOWN]:
        print(f"  {leak}")
    return 1 if proof.leaks else 0


def _told(turn: Taken) -> Iterator[str]:
    """The kinds of telling things that a turn holds."""
    said = turn.response.get("sessionAttributes", {}).get("said", {})
    words = words_of(turn.event)
    yield from ["words"] * bool(words)
    yield from ["words that are found again"] * bool(CANARY.search(words))
    yield from ["danger signs raised"] * bool(said.get("flags"))
    yield from ["outcomes"] * bool(said.get("outcome"))
    yield from ["answers"] * bool(turn.response.get("sessionAttributes", {}).get("check", {}).get("answers"))


def _signs(turns: Iterable[Taken]) -> set[str]:
    """The danger signs that were told, word for word."""
    return {words_of(turn.event) for turn in turns} & {*emergencies(), *urgencies()}


def _found(text: str, place: str, telling: Iterable[str]) -> set[str]:
    """What is told in a text: a listener's own words or id, or the name of an answer, a sign or an outcome."""
    own = {each for each in (*telling, *_pairs()) if each.lower() in text}
    return own | set(CANARY.findall(text)) | (_names(place) & set(_NAME.findall(text)))


@functools.cache
def _pairs() -> frozenset[str]:
    """Every answer as the session holds it."""
    questions = store.load().check.questions.values()
    return frozenset(f"{asked.id}={answer}" for asked in questions for answer in asked.exits)


@functools.cache
def _names(place: str) -> frozenset[str]:
    """The names of what may be told, as far as they stand for nothing else in a place.

    Cards are texts of topics too, so only what is no plain word is looked for there; notes name signs by design, and
    the topic that was heard, but no answer.
    """
    content = store.load()
    if place == NOTES:
        return frozenset(pair.split("=")[1] for pair in _pairs()) - content.topics.keys()
    names = frozenset((*content.check.outcomes, *content.red_flags, *URGENCIES))
    return frozenset(name for name in names if "_" in name) if place == CARDS else names
