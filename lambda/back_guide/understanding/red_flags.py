"""Hears a danger sign in whatever a listener says.

A way of saying a sign names its places: concepts ("pain") or single words. The utterance is made canonical first
("his legs" and "my legs" become one), then all phrases in it are looked up, each of which may fill some places. A way
is heard where its places stand in order, or close together in any order. ``claims`` then drops what is denied, past,
supposed or only asked about; and what is left may together mean more than each alone.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterator, Mapping, Sequence

from back_guide.content import Content, RedFlag
from back_guide.understanding.claims import Sentence, Span, phrases_in

GAP = 2  # words that may stand between two places in order
GAP_IN_A_SAYING = 0
REACH = 5  # words that may stand between a place and the others, where any order will do
MOST_WORDS = 150
"""Looked at in one utterance: who talks for a minute has named the sign by then."""
MOST_FILLINGS = 24
"""How often one way is looked at in one utterance."""

URGENCIES = ("emergency", "urgent")
ANY_ORDER = "~"


class Found(dict[str, list[Span]]):
    """Where each place may be filled. A sentence names hundreds, and few are asked for: each is looked up then."""

    def __init__(self, said: Sequence[str], phrases: Mapping[str, str]) -> None:
        self.phrases = list(phrases_in(said, phrases))
        self.named: set[str] = set().union(*(names for names, _ in self.phrases))

    def __missing__(self, place: str) -> list[Span]:
        self[place] = [span for names, span in self.phrases if place in names]
        return self[place]


def heard(words: Sequence[str], content: Content) -> list[RedFlag]:
    """The flags that these (normalised) words raise, the most urgent first; facts alone raise none."""
    known = signs(words, content)
    if not known:
        return []
    flags = [flag for flag in content.red_flags.values() if flag.id in known and flag.urgency in URGENCIES]
    return sorted(flags, key=lambda flag: URGENCIES.index(flag.urgency))


def signs(words: Sequence[str], content: Content) -> set[str]:
    """Every sign and fact that these (normalised) words claim of somebody now, and what follows from them."""
    sentence = Sentence(words[:MOST_WORDS], content.grammar)
    found = Found(sentence.words, content.hearing.phrases)
    sentence.mask(spans for _, spans in _ways_heard(found, content.hearing.harmless, gap=GAP_IN_A_SAYING))
    ways = list(_ways_heard(found, content.hearing.ways))
    sentence.use(spans for _, spans in ways)
    claimed = {sign for sign, spans in ways if sentence.claims(spans, content.red_flags[sign].lasting)}
    return _with_what_follows(claimed, content.red_flags) if claimed else claimed


def _ways_heard(found: Found, ways: Mapping[str, Sequence[str]], gap: int = GAP) -> Iterator[tuple[str, list[Span]]]:
    """Each sign that is heard, and the spans that fill its places. Ways are kept under their rarest place."""
    for rarest in found.named & ways.keys():
        for way in ways[rarest]:
            sign, in_any_order, needed = _read(way)
            if found.named.issuperset(needed):
                hits = _in_any_order(needed, found) if in_any_order else _in_order(needed, found, gap)
                for spans in itertools.islice(hits, MOST_FILLINGS):
                    yield sign, spans


@functools.cache
def _read(way: str) -> tuple[str, bool, list[str]]:
    """The sign that a way says, whether its places may stand in any order, and the places."""
    sign, *needed = way.split()
    in_any_order = needed[0] == ANY_ORDER
    return sign, in_any_order, needed[in_any_order:]


def _in_order(needed: list[str], found: Found, gap: int, after: int | None = None) -> Iterator[list[Span]]:
    """Spans that fill the places one after the other, with at most ``gap`` words in between."""
    for span in found[needed[0]]:
        if after is None or after < span[0] <= after + 1 + gap:
            if len(needed) == 1:
                yield [span]
            else:
                yield from ([span, *rest] for rest in _in_order(needed[1:], found, gap, span[1]))


def _in_any_order(needed: list[str], found: Found, others: tuple[Span, ...] = ()) -> Iterator[list[Span]]:
    """Spans that fill the places, none on top of another, each at most REACH words from those before it."""
    for span in found[needed[0]]:
        if not others or _beside(span, others):
            if len(needed) == 1:
                yield [*others, span]
            else:
                yield from _in_any_order(needed[1:], found, (*others, span))


def _beside(span: Span, others: tuple[Span, ...]) -> bool:
    between = [max(span[0] - end, start - span[1]) - 1 for start, end in others]
    return 0 <= min(between) <= REACH


def _with_what_follows(signs: set[str], flags: Mapping[str, RedFlag]) -> set[str]:
    """The signs, and all that follow from several of them together."""
    if not signs:
        return signs
    more = {flag.id for flag in flags.values() if any(map(signs.issuperset, flag.together))} - signs
    return _with_what_follows(signs | more, flags) if more else signs
