"""Finds the topic that a question is about, and how sure that is.

A linear model over word and letter n-grams, fitted at build time (workbench/authoring/fit.py), scored here in
pure Python. What all letters of a word say is added up at build time for each word that is often met.
Bands: "answer" where one topic stands out, "confirm" where one or two are likely, else "decline"; and before these,
"alarm" where it sounds like a danger, "doubt" where it may.
"""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
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

PHRASE = "="
"""Begins the feature of a word ("=heat"), of a pair ("=heat or"), and of one over a word ("=heat _ ice")."""

SPELLING = "~"
"""Begins the feature that stands for all letter n-grams of a word ("~heat")."""

LETTERS = range(3, 6)
"""Lengths of the letter n-grams, taken within a word and its two boundaries."""

IDF_UNIT = 100
"""Inverse document frequencies are kept in hundredths."""

FINENESS = 1023
"""Steps in which a feature's weight in a question is counted; keeps each sum below 32 bits."""

ZERO = 128
"""The byte that stands for a table entry of nothing."""

UNLIKELY = 12
"""How much less than the best a class scores that is left out: e¹², 160,000 times less likely."""

Scores = tuple[tuple[str, float], ...]
"""Every class that is at all likely with its probability, best first."""


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
    """What the model knows a question by: its words, pairs, pairs over a word, and how each word is spelt."""
    for word in words:
        yield f"{PHRASE}{word}"
    for first, second in itertools.pairwise(words):
        yield f"{PHRASE}{first} {second}"
    for first, third in zip(words, words[2:], strict=False):
        yield f"{PHRASE}{first} _ {third}"
    for word in words:
        yield f"{SPELLING}{word}"


def letters(word: str) -> Iterator[str]:
    """The letter n-grams of a word: "eat " of "heat"."""
    padded = f" {word} "
    for length in LETTERS:
        for start in range(len(padded) - length + 1):
            yield padded[start : start + length]


def weigh(counts: Mapping[str, int], idf: Mapping[str, float], rarest: float) -> dict[str, float]:
    """The weight of each known feature in a question: tf-idf, phrases and spelling each of length one.

    ``counts`` says how often each feature occurs. Features never met before count as the rarest towards the length,
    so that an outlandish question weighs little.
    """
    result: dict[str, float] = {}
    for phrases in (True, False):
        block = {name: count for name, count in counts.items() if (name[0] == PHRASE) is phrases}
        weights = tf_idf(block, idf, rarest)
        length = math.hypot(*weights) or 1.0
        result |= {name: weight / length for name, weight in zip(block, weights, strict=True) if name in idf}
    return result


def tf_idf(counts: Mapping[str, int], idf: Mapping[str, float], rarest: float) -> list[float]:
    """How much each feature tells: the more, the oftener it occurs here and the rarer it is elsewhere."""
    return [(1 + math.log(count)) * idf.get(name, rarest) for name, count in counts.items()]


def ranked(words: Sequence[str], matcher: Matcher) -> Scores:
    """Every class that is at all likely with its probability, best first."""
    sums = _weighted_rows(weighed_rows(words, matcher).values(), matcher)
    unit = matcher.scale / FINENESS
    scores = [bias + unit * total for bias, total in zip(matcher.biases, sums, strict=True)]
    highest = max(scores)
    powers = [
        (name, math.exp(score - highest))
        for name, score in zip(matcher.classes, scores, strict=True)
        if score > highest - UNLIKELY
    ]
    whole = sum(power for _, power in powers)
    return tuple([(name, power / whole) for name, power in sorted(powers, key=itemgetter(1), reverse=True)])


def weighed_rows(words: Sequence[str], matcher: Matcher) -> dict[str, tuple[int, float]]:
    """Each feature of a question that the matcher knows: its row, and its weight in the question.

    A word that it seldom met, or never, is taken letter by letter.
    """
    counts = Counter(features(words))
    rows = matcher.rows(counts)
    for unknown in [name for name in counts if name[0] == SPELLING and name not in rows]:
        del counts[unknown]
        spelt = Counter(letters(unknown[1:]))
        counts += spelt
        rows |= matcher.rows(spelt)
    idf = {name: matcher.idf[row] / IDF_UNIT for name, row in rows.items()}
    return {name: (rows[name], weight) for name, weight in weigh(counts, idf, matcher.rarest).items()}


def _weighted_rows(weighed: Iterable[tuple[int, float]], matcher: Matcher) -> Iterable[int]:
    """For each class, the sum of the features' rows times their weights, FINENESS times; all are too high by the same.

    A row of bytes, spread over 32-bit lanes, is one large integer: multiplying it by a small number multiplies
    every lane at once, in C. This does in 0.03 ms what a loop over lanes does in several.
    """
    width, table = len(matcher.classes), matcher.weights
    total = 0
    for row, weight in weighed:
        lanes = bytearray(4 * width)
        lanes[::4] = table[row * width : (row + 1) * width]
        total += int.from_bytes(lanes, "little") * round(weight * FINENESS)
    return memoryview(total.to_bytes(4 * width, "little")).cast("I")
