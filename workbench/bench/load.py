"""``back-guide bench load``: the HTTPS door under load, against Amazon's Hello World behind the same server.

Both verify every signature and certificate. They take turns, so that a busy machine is as hard on one as on the other.
Every connection holds a conversation of its own and compares each answer with the one that is due.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import cycle, islice
from statistics import median, quantiles

from workbench.bench.load_doors import DOORS, HELLO, OURS, Running, answers, running
from workbench.bench.load_talks import Message, talks
from workbench.bench.progress import tell
from workbench.simulator.signing import Alexa

MOST_ROUNDS = 50
LEAST_THROUGHPUT, MOST_P99 = 0.8, 2.0  # times Hello World's
COLUMNS = ("requests", "failed", "a second", "p50 ms", "p99 ms", "MB first", "MB last")


@dataclass
class Tally:
    """What came of the requests to one door: of each round the rate and the memory, of each request the seconds."""

    failures: int = 0
    rates: list[float] = field(default_factory=list)
    megabytes: list[int] = field(default_factory=list)
    latencies: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Requests a second, in the round in the middle."""
        return median(self.rates)

    def within(self, percent: int) -> float:
        """The milliseconds within which so many of a hundred requests were answered."""
        return quantiles(self.latencies, n=100)[percent - 1] * 1000


def measure(requests: int, connections: int) -> dict[str, Tally]:
    """Sends so many requests to each door, over so many connections at once."""
    alexa = Alexa()
    tallies = {name: Tally() for name in DOORS}
    due = {name: talks(alexa, answers(name), connections) for name in DOORS}
    rounds = min(MOST_ROUNDS, max(1, requests // sum(len(talk) for talk in due[OURS])))
    with ExitStack() as stack:
        doors = {name: stack.enter_context(running(name, alexa)) for name in DOORS}
        for number, share in enumerate(_shares(requests, rounds), start=1):
            for name in list(DOORS)[:: 1 if number % 2 else -1]:
                asyncio.run(_round(doors[name], due[name], share, tallies[name]))
            tell(f"round {number} of {rounds}", last=number == rounds)
    return tallies


def main(requests: int, connections: int) -> int:
    """Prints what came of it. Returns 1 where a request failed or got an answer that was not its own."""
    print(f"{requests:,} requests to each door over {connections} connections at once")
    tallies = measure(requests, connections)
    print(" " * 18 + "".join(f"{column:>10}" for column in COLUMNS))
    for name, tally in tallies.items():
        counts = f"{len(tally.latencies):10,}{tally.failures:10}{tally.rate:10.0f}"
        times = f"{tally.within(50):10.1f}{tally.within(99):10.1f}"
        print(f"{name:18}{counts}{times}{tally.megabytes[0]:10}{tally.megabytes[-1]:10}")
    ours, hello = tallies[OURS], tallies[HELLO]
    print(f"throughput {ours.rate / hello.rate:.2f} × Hello World's (wanted: at least {LEAST_THROUGHPUT})")
    print(f"p99 {ours.within(99) / hello.within(99):.2f} × Hello World's (wanted: at most {MOST_P99})")
    return 1 if any(tally.failures for tally in tallies.values()) else 0


async def _round(door: Running, due: Sequence[Sequence[Message]], requests: int, tally: Tally) -> None:
    """All connections at once, each with its share of the requests."""
    for message in (message for talk in due for message in talk):
        message.wire()  # signing takes time that is not the door's
    began = time.perf_counter()
    shares = _shares(requests, len(due))
    await asyncio.gather(*(_converse(door, talk, share, tally) for talk, share in zip(due, shares, strict=True)))
    tally.rates.append(requests / (time.perf_counter() - began))
    tally.megabytes.append(door.megabytes())


async def _converse(door: Running, talk: Sequence[Message], requests: int, tally: Tally) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", door.port)
    for message in islice(cycle(talk), requests):
        began = time.perf_counter()
        writer.write(message.wire())
        status, body = await _response(reader)
        tally.latencies.append(time.perf_counter() - began)
        tally.failures += not (status == 200 and message.is_answered_by(body))
    writer.close()
    await writer.wait_closed()


async def _response(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    """The status and the body of the response that comes next."""
    first, *lines = (await reader.readuntil(b"\r\n\r\n")).lower().split(b"\r\n")
    length = next(int(line.split(b":")[1]) for line in lines if line.startswith(b"content-length"))
    return int(first.split()[1]), await reader.readexactly(length)


def _shares(total: int, parts: int) -> list[int]:
    """The total in parts as even as can be."""
    return [total // parts + (part < total % parts) for part in range(parts)]
