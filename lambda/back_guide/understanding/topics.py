"""Finds the topic that a question is about, and how sure that is.

A linear model over word and letter n-grams, fitted at build time (workbench/authoring/fit.py), scored here in
pure Python. Bands: "answer" where one topic stands out, "confirm" where one or two are likely, else "decline"; and
before these, "alarm" where it sounds like a danger, "doubt" where it may.
"""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter

from back_guide.content import Matcher
from back_guide.understanding.subjects import strangers

DECLINE = "decline:"
DO = "do:"
"""Before the name of what is asked to be done, not told: a self-care plan, or the symptom check."""

FLAG = "flag:"
"""Before the name of a red flag that is known by whole sentences, beside the ways of saying one (red_flags.py)."""

ELSEWHERE = "elsewhere"
"""The kind of decline for other places and other troubles than ours."""

MOST_WORDS = 60
"""Words looked at: more than two questions' worth, and a bound on the time taken."""

ALARM_AT = 0.95
DOUBT_AT = 0.5
ANSWER_AT = 0.55
CONFIRM_AT = 0.15
SECOND_AT = 0.12
DECLINE_AT = 0.35

LETTERS = range(3, 6)
"""Lengths of the letter n-grams, taken within a word and its two boundaries."""

FINENESS = 1023
"""Steps in which a feature's weight in a question is counted; keeps each sum below 32 bits."""

ZERO = 128
"""The byte that stands for a table entry of nothing."""

Scores = tuple[tuple[str, float], ...]
"""Every class with its probability, best first."""


@dataclass(frozen=True, slots=True)
class Match:
    """What a question was taken for.

    ``band`` is "alarm", "doubt", "answer", "confirm" or "decline"; ``topics`` the likely ones, best first (at most
    two); ``decline`` the kind of question that it is instead ("dose", "" where unknown); ``flag`` what it sounds like.
    """

    band: str
    topics: tuple[str, ...]
    decline: str
    scores: Scores
    flag: str = ""


def understand(words: Sequence[str], matcher: Matcher) -> Match:
    """What these (normalised) words ask about. An example that an editor wrote is taken at its word."""
    words = words[:MOST_WORDS]
    example = matcher.example(" ".join(words))
    scores = ((example, 1.0),) if example else ranked(words, matcher)
    match = _alarming(scores) or _banded(scores)
    return match if example or match.flag or match.band == "decline" else _without_strangers(match, words, matcher)


def _alarming(scores: Scores) -> Match | None:
    """Whether it sounds like a danger, and which."""
    flags = [(name.removeprefix(FLAG), score) for name, score in scores if name.startswith(FLAG)]
    likely = sum(score for _, score in flags)
    if likely < DOUBT_AT:
        return None
    return Match("alarm" if likely >= ALARM_AT else "doubt", (), "", scores, flags[0][0])


def _banded(scores: Scores) -> Match:
    """Whether to decline, to answer, or to offer one or two likely topics."""
    top, top_score = scores[0]
    declines = [(name, score) for name, score in scores if name.startswith(DECLINE)]
    to_decline = sum(score for _, score in declines)
    kind = declines[0][0].removeprefix(DECLINE) if to_decline >= CONFIRM_AT else ""
    if to_decline >= DECLINE_AT:
        return Match("decline", (), kind, scores)
    if top_score >= ANSWER_AT:
        return Match("answer", (top,), "", scores)
    likely = [(name, score) for name, score in scores if not name.startswith((DECLINE, DO, FLAG))][:2]
    if likely and likely[0][1] >= CONFIRM_AT:
        return Match("confirm", tuple(name for name, score in likely if score >= SECOND_AT), "", scores)
    return Match("decline", (), kind, scores)


def _without_strangers(match: Match, words: Sequence[str], matcher: Matcher) -> Match:
    """The match without topics that never speak of what the question is about ("an x-ray of my hip")."""
    about = strangers(words, matcher.subjects)
    if not about:
        return match
    kept = tuple(topic for topic in match.topics if any(topic in classes for classes in about))
    return Match(match.band, kept, "", match.scores) if kept else Match("decline", (), ELSEWHERE, match.scores)


def features(words: Sequence[str]) -> Iterator[str]:
    """The n-grams of a question: words ("=heat"), pairs ("=heat or", over a word "=heat _ ice"), letters ("eat ")."""
    for word in words:
        yield f"={word}"
    for first, second in itertools.pairwise(words):
        yield f"={first} {second}"
    for first, third in zip(words, words[2:], strict=False):
        yield f"={first} _ {third}"
    for word in words:
        padded = f" {word} "
        for length in LETTERS:
            for start in range(len(padded) - length + 1):
                yield padded[start : start + length]


def weigh(counts: Mapping[str, int], idf: Mapping[str, float], rarest: float) -> dict[str, float]:
    """The weight of each known feature in a question: tf-idf, words and letters each of length one.

    ``counts`` says how often each feature occurs. Features never met before count as the rarest towards the length,
    so that an outlandish question weighs little.
    """
    result: dict[str, float] = {}
    for word_block in (True, False):
        block = {
            name: (1 + math.log(count)) * idf.get(name, rarest)
            for name, count in counts.items()
            if (name[0] == "=") is word_block
        }
        length = math.hypot(*block.values()) or 1.0
        result |= {name: weight / length for name, weight in block.items() if name in idf}
    return result


def ranked(words: Sequence[str], matcher: Matcher) -> Scores:
    """Every class with its probability, best first."""
    sums = _weighted_rows(weighed_rows(words, matcher), matcher)
    scores = [bias + matcher.scale * total for bias, total in zip(matcher.biases, sums, strict=True)]
    highest = max(scores)
    powers = [math.exp(score - highest) for score in scores]
    whole = sum(powers)
    best_first = sorted(zip(matcher.classes, powers, strict=True), key=itemgetter(1), reverse=True)
    return tuple((name, power / whole) for name, power in best_first)


def weighed_rows(words: Sequence[str], matcher: Matcher) -> dict[str, tuple[int, float]]:
    """Each feature of a question that the matcher knows: its row, and its weight in the question."""
    counts = Counter(features(words))
    rows = matcher.rows(counts)
    idf = {name: matcher.idf[row] / 1000 for name, row in rows.items()}
    return {name: (rows[name], weight) for name, weight in weigh(counts, idf, matcher.rarest).items()}


def _weighted_rows(weighed: Mapping[str, tuple[int, float]], matcher: Matcher) -> list[float]:
    """For each class, the sum of the features' rows times their weights.

    A row of bytes, spread over 32-bit lanes, is one large integer: multiplying it by a small number multiplies
    every lane at once, in C. This does in 0.1 ms what a loop over lanes does in several.
    """
    width = len(matcher.classes)
    rows = b"".join([matcher.weights[row * width : (row + 1) * width] for row, _ in weighed.values()])
    spread = bytearray(4 * len(rows))
    spread[::4] = rows
    lanes = bytes(spread)
    times = [round(weight * FINENESS) for _, weight in weighed.values()]
    starts = range(0, len(lanes), 4 * width)
    total = sum(int.from_bytes(lanes[at : at + 4 * width], "little") * by for at, by in zip(starts, times, strict=True))
    sums = memoryview(total.to_bytes(4 * width, "little")).cast("I")
    unweighted = ZERO * sum(times)
    return [(lane - unweighted) / FINENESS for lane in sums]
