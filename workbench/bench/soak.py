"""``back-guide bench soak``: random conversations through the real handler, as many as one likes.

Every turn is judged by ``invariants``. A conversation is all that follows from one seed: the next one has the next
seed, so each that fails can be had again alone.
"""

from __future__ import annotations

import json
import secrets
import tempfile
import time
from collections import Counter
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from back_guide.alexa.skill import Skill
from back_guide.alexa.storage import Storage
from back_guide.alexa.storage.sqlite import Sqlite
from workbench.bench.progress import bar, tell
from workbench.bench.random_talk import Taken, Talk
from workbench.bench.random_turns import MOVES, Move
from workbench.simulator.services import AlexaServices
from workbench.simulator.session import Handler

LONGEST = 40  # turns of a conversation
LARGEST_SEED = 10**9
MOST_SHOWN = 5
LOOKS = 100
"""How often the memory is looked at and progress told."""


@dataclass(frozen=True)
class Failure:
    """A conversation that went wrong at its last turn."""

    seed: int
    turns: list[Taken]

    def __str__(self) -> str:
        lines = (f"    {number:2} {turn}" for number, turn in enumerate(self.turns, start=1))
        again = f"back-guide bench soak --seed {self.seed} --turns {len(self.turns)}"
        return "\n".join([*self.turns[-1].problems, *lines, f"    again: {again}"])


@dataclass
class Tally:
    """What came of the turns so far. Times in seconds, sizes in bytes, memory of the process in megabytes."""

    turns: int = 0
    talks: int = 0
    seconds: float = 0.0
    slowest: float = 0.0
    largest: int = 0
    most_memory: int = 0
    decisions: Counter[str] = field(default_factory=Counter)
    megabytes: list[int] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)

    def add(self, turn: Taken) -> None:
        """Counts a turn."""
        self.turns += 1
        self.seconds += turn.seconds
        self.slowest = max(self.slowest, turn.seconds)
        self.largest = max(self.largest, len(json.dumps(turn.response)))
        self.most_memory = max(self.most_memory, len(json.dumps(turn.response.get("sessionAttributes", {}))))
        self.decisions[turn.decision or "silence"] += 1


def run(turns: int, seed: int, answer: Handler | None = None) -> Tally:
    """Takes so many turns, in conversations of which the first has this seed; with a skill of one's own, if need be."""
    tally = Tally()
    with a_skill() as (ours, services):
        while tally.turns < turns:
            held = talk(seed + tally.talks, answer or ours, services, min(LONGEST, turns - tally.turns))
            taken = _until_it_fails(held, tally, turns)
            if taken[-1].problems:
                tally.failures.append(Failure(seed + tally.talks, taken))
            tally.talks += 1
    return tally


def talk(
    seed: int, answer: Handler, services: AlexaServices, turns: int, without: Collection[Move] = ()
) -> Iterator[Taken]:
    """A conversation of so many turns in which the seed decides everything; some moves may be left out."""
    chance = Random(seed)  # noqa: S311 - nothing secret
    moves = {move: often for move, often in MOVES.items() if move not in without}
    held = Talk(answer, services, chance, listener(seed))
    for _ in range(turns):
        yield held.take(chance.choices(list(moves), list(moves.values()))[0], chance)


def listener(seed: int) -> str:
    """Who talks in the conversation of a seed."""
    return f"listener-{seed}"


@contextmanager
def a_skill() -> Iterator[tuple[Handler, AlexaServices]]:
    """The skill with a storage, and a stand-in for Alexa's services."""
    with tempfile.TemporaryDirectory() as folder, AlexaServices() as services:
        yield Skill(storage=Storage(Sqlite(Path(folder) / "kept.sqlite"), "salt")).answer, services


def main(turns: int, seed: int | None) -> int:
    """Prints what came of it. Returns 1 where anything failed."""
    seed = secrets.randbelow(LARGEST_SEED) if seed is None else seed
    print(f"{turns:,} turns, from seed {seed}")
    began = time.perf_counter()
    tally = run(turns, seed)
    _print(tally, time.perf_counter() - began)
    return 1 if tally.failures else 0


def _until_it_fails(held: Iterator[Taken], tally: Tally, turns: int) -> list[Taken]:
    """The turns of a conversation, counted one by one, up to the first that is wrong."""
    taken = []
    for turn in held:
        taken.append(turn)
        tally.add(turn)
        if tally.turns % max(1, turns // LOOKS) == 0:
            tally.megabytes.append(megabytes())
            tell(bar(tally.turns, turns), last=tally.turns == turns)
        if turn.problems:
            break
    return taken


def megabytes() -> int:
    """The memory that this process holds, as Linux tells it."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return round(int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS"))) / 1024)


def _print(tally: Tally, seconds: float) -> None:
    first, middle, last = (tally.megabytes[at] for at in (0, len(tally.megabytes) // 2, -1))
    print(f"{tally.talks:,} conversations, {tally.turns / seconds:,.0f} turns a second, each judged")
    print(f"one turn {tally.seconds / tally.turns * 1000:.2f} ms; the slowest {tally.slowest * 1000:.0f} ms")
    print(f"largest response {tally.largest:,} bytes, of session attributes {tally.most_memory:,}")
    print(f"memory {first} MB at the start, {middle} MB in the middle, {last} MB at the end")
    print("; ".join(f"{decision} {count:,}" for decision, count in tally.decisions.most_common()))
    print(f"{len(tally.failures)} conversations failed")
    for failure in tally.failures[:MOST_SHOWN]:
        print(f"\n{failure}")
