"""Finds the topic that a question is about, and how sure that is.

A linear model over word and letter n-grams, fitted at build time (workbench/authoring/fit.py), scored here in
pure Python. Bands: "answer" where one topic stands out, "confirm" where one or two are likely, else "decline".
"""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from back_guide.content import Matcher

DECLINE = "decline:"
DO = "do:"
"""Before the name of what is asked to be done, not told: a self-care plan, or the symptom check."""

MOST_WORDS = 60
"""Words looked at: more than two questions' worth, and a bound on the time taken."""

ANSWER_AT = 0.55
CONFIRM_AT = 0.15
SECOND_AT = 0.12
DECLINE_AT = 0.50

LETTERS = range(3, 6)
"""Lengths of the letter n-grams, taken within a word and its two boundaries."""

FINENESS = 1023
"""Steps in which a feature's weight in a question is counted; keeps each sum below 32 bits."""

ZERO = 128
"""The byte that stands for a table entry of nothing."""


@dataclass(frozen=True, slots=True)
class Match:
    """What a question was taken for.

    ``band`` is "answer", "confirm" or "decline"; ``topics`` the likely ones, best first (at most two);
    ``decline`` the kind of question that it is instead ("dose", "" where unknown); ``scores`` every class's
    probability, best first.
    """

    band: str
    topics: tuple[str, ...]
    decline: str
    scores: tuple[tuple[str, float], ...]


def understand(words: Sequence[str], matcher: Matcher) -> Match:
    """What these (normalised) words ask about. An example that an editor wrote is taken at its word."""
    example = matcher.examples.get(" ".join(words))
    scores = ((example, 1.0),) if example else _ranked(words, matcher)
    top, top_score = scores[0]
    if top.startswith(DECLINE) and top_score >= DECLINE_AT:
        return Match("decline", (), top.removeprefix(DECLINE), scores)
    if not top.startswith(DECLINE) and top_score >= ANSWER_AT:
        return Match("answer", (top,), "", scores)
    return _doubtful(scores)


def _doubtful(scores: tuple[tuple[str, float], ...]) -> Match:
    """One or two likely topics to offer, or none that is likely enough."""
    best, second = [(name, score) for name, score in scores if not name.startswith((DECLINE, DO))][:2]
    if best[1] >= CONFIRM_AT:
        return Match("confirm", (best[0], second[0]) if second[1] >= SECOND_AT else (best[0],), "", scores)
    top, top_score = scores[0]
    kind = top.removeprefix(DECLINE) if top.startswith(DECLINE) and top_score >= CONFIRM_AT else ""
    return Match("decline", (), kind, scores)


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


def weigh(words: Sequence[str], idf: Mapping[str, float], rarest: float) -> dict[str, float]:
    """The weight of each known feature in a question: tf-idf, words and letters each of length one.

    Features never met before count as the rarest towards the length, so that an outlandish question weighs little.
    """
    weights = {name: (1 + math.log(count)) * idf.get(name, rarest) for name, count in Counter(features(words)).items()}
    result: dict[str, float] = {}
    for word_block in (True, False):
        block = {name: weight for name, weight in weights.items() if name.startswith("=") is word_block}
        length = math.hypot(*block.values()) or 1.0
        result.update({name: weight / length for name, weight in block.items() if name in idf})
    return result


def _ranked(words: Sequence[str], matcher: Matcher) -> tuple[tuple[str, float], ...]:
    """Every class with its probability, best first."""
    sums = _weighted_rows(weigh(words[:MOST_WORDS], matcher.idf, matcher.rarest), matcher)
    scores = [bias + matcher.scale * total for bias, total in zip(matcher.biases, sums, strict=True)]
    highest = max(scores)
    powers = [math.exp(score - highest) for score in scores]
    whole = sum(powers)
    ranked = sorted(zip(matcher.classes, powers, strict=True), key=lambda pair: -pair[1])
    return tuple((name, power / whole) for name, power in ranked)


def _weighted_rows(weights: Mapping[str, float], matcher: Matcher) -> list[float]:
    """For each class, the sum of the features' table entries times their weights.

    A row of bytes, spread over 32-bit lanes, is one large integer: multiplying it by a small number multiplies
    every lane at once, in C. This does in 0.3 ms what a loop over lanes does in several.
    """
    width = len(matcher.classes)
    lanes = bytearray(4 * width)
    total = 0
    counted = 0
    for name, weight in weights.items():
        row = matcher.row[name]
        times = round(weight * FINENESS)
        lanes[::4] = matcher.table[row * width : (row + 1) * width]
        total += int.from_bytes(lanes, "little") * times
        counted += times
    sums = memoryview(total.to_bytes(4 * width, "little")).cast("I")
    return [(lane - ZERO * counted) / FINENESS for lane in sums]
