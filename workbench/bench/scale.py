"""``back-guide bench scale``: what a thousand, a million and a hundred million turns a day need and cost.

A simulation of Lambda's environments: turns arrive at random, twice as many at the busiest hour as on average; each is
taken by the environment that was idle last, or by a new one, which starts cold; who is idle for long enough is put
away. Costs are list prices as this author knew them. docs/scale.md reads the figures.
"""

from __future__ import annotations

import heapq
import json
import math
import random
from collections import deque
from collections.abc import Iterator
from dataclasses import asdict, dataclass

TURNS_A_DAY = (1_000, 1_000_000, 100_000_000)
DAY = 86_400.0  # seconds
PEAK = 2.0  # times the average, in the busiest moment
DRAWS = 400_000  # turns drawn, half of which arrive: for few turns a day that is many days, for many some minutes
LEAD_IN = 0.1  # the share of the time that is not counted: nobody has an environment yet

MEMORY_GB = 0.5  # template.yaml
SHARE_OF_A_CPU = MEMORY_GB * 1024 / 1769
"""What Lambda gives for that memory: one whole CPU comes with 1,769 MB."""

WARM_CPU_SECONDS = 0.0012  # a question, the slowest kind of turn: docs/performance.md
COLD_CPU_SECONDS = 0.150
TABLE_SECONDS = 0.010  # a look into the table; assumed
PLATFORM_SECONDS = 0.200  # a fresh environment, before any of our code; assumed
IDLE_SECONDS = 600.0  # how long an environment is kept; assumed, AWS does not say

WARM_SECONDS = WARM_CPU_SECONDS / SHARE_OF_A_CPU + TABLE_SECONDS
COLD_SECONDS = COLD_CPU_SECONDS + PLATFORM_SECONDS + WARM_SECONDS
"""A start is given a whole CPU."""

TURNS_A_SESSION = 6
LOG_BYTES_A_TURN = 750  # the two lines that the platform writes for each turn
DOLLARS = {
    "requests": 0.20 / 1e6,  # each
    "gb_seconds": 0.0000133334,  # each, arm64
    "table_reads": 0.125 / 1e6,  # each; on demand
    "table_writes": 0.625 / 1e6,
    "log_gb": 0.50,  # each GB taken in
}
"""List prices in us-east-1 as known in 2025, without the free tier."""


@dataclass(frozen=True)
class Day:
    """What one number of turns a day comes to."""

    turns: int
    peak_turns_a_second: float
    most_at_once: int
    cold_share: float
    peak_table_requests_a_second: float
    log_gb: float
    dollars: float
    dollars_for_logs: float


def main(as_json: bool) -> int:
    """Simulates each size and prints a table or JSON."""
    days = [day(turns) for turns in TURNS_A_DAY]
    if as_json:
        print(json.dumps([asdict(each) for each in days], indent=1))
        return 0
    print(f"a warm turn {WARM_SECONDS * 1000:.0f} ms, a cold one {COLD_SECONDS * 1000:.0f} ms\n")
    print(f"{'turns a day':>12}{'at peak, /s':>13}{'at once':>9}{'cold':>9}{'table, /s':>11}{'logs, GB':>10}", end="")
    print(f"{'$ a day':>10}{'of it logs':>12}")
    for each in days:
        print(f"{each.turns:12,}{each.peak_turns_a_second:13.2f}{each.most_at_once:9}{each.cold_share:9.3%}", end="")
        print(f"{each.peak_table_requests_a_second:11.2f}{each.log_gb:10.3f}{each.dollars:10.4f}", end="")
        print(f"{each.dollars_for_logs:12.4f}")
    return 0


def day(turns: int, seed: int = 1) -> Day:
    """Simulates and reckons one size. The same seed gives the same figures."""
    cold_share, most_at_once = simulate(turns, random.Random(seed))  # noqa: S311 - a simulation
    seconds = WARM_SECONDS + cold_share * (COLD_SECONDS - WARM_SECONDS)
    sessions = turns / TURNS_A_SESSION  # each reads the table once, and writes to it once at most
    log_gb = turns * LOG_BYTES_A_TURN / 1e9
    costs = {
        "requests": turns,
        "gb_seconds": turns * seconds * MEMORY_GB,
        "table_reads": sessions,
        "table_writes": sessions,
        "log_gb": log_gb,
    }
    return Day(
        turns=turns,
        peak_turns_a_second=turns / DAY * PEAK,
        most_at_once=most_at_once,
        cold_share=cold_share,
        peak_table_requests_a_second=2 * sessions / DAY * PEAK,
        log_gb=log_gb,
        dollars=sum(DOLLARS[name] * amount for name, amount in costs.items()),
        dollars_for_logs=DOLLARS["log_gb"] * log_gb,
    )


def simulate(turns: int, chance: random.Random) -> tuple[float, int]:
    """The share of turns that start cold, and the most turns at once."""
    busy: list[float] = []  # when each environment at work will be done: a heap
    idle: deque[float] = deque()  # since when each of the others is idle, the last one last
    cold = most = count = 0
    arrivals = list(_arrivals(turns, chance))
    counted_from = arrivals[int(LEAD_IN * len(arrivals))]
    for now in arrivals:
        while busy and busy[0] <= now:
            idle.append(heapq.heappop(busy))
        while idle and idle[0] < now - IDLE_SECONDS:
            idle.popleft()
        starts_cold = not idle
        if not starts_cold:
            idle.pop()
        heapq.heappush(busy, now + (COLD_SECONDS if starts_cold else WARM_SECONDS))
        if now >= counted_from:
            cold += starts_cold
            count += 1
            most = max(most, len(busy))
    return cold / count, most


def _arrivals(turns: int, chance: random.Random) -> Iterator[float]:
    """When turns arrive, in seconds: from before dawn on, or around the busiest moment where a day is too many."""
    average = turns / DAY
    fastest = average * PEAK
    span = DRAWS / fastest
    now = 0.0 if span >= DAY else DAY / 2 - span / 2
    for _ in range(DRAWS):
        now += chance.expovariate(fastest)
        rate = average * (1 - (PEAK - 1) * math.cos(2 * math.pi * now / DAY))
        if chance.random() * fastest < rate:
            yield now
