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
from back_guide.understanding.claims import Sentence, Span, canonical, phrases_in, plain

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
    return Utterance(words, content).flags


class Utterance:
    """Some (normalised) words, searched for danger signs. What they claim is worked out once, where it could matter."""

    def __init__(self, words: Sequence[str], content: Content) -> None:
        self.content = content
        self.plain = plain(words[:MOST_WORDS], content.grammar)
        self.found = Found(canonical(self.plain, content.grammar.alike), content.hearing.phrases)
        self.ways = list(_ways_heard(self.found, content.hearing.ways))

    @property
    def flags(self) -> list[RedFlag]:
        """The flags that are raised, the most urgent first.

        Most questions name a back and a pain, which together raise nothing: then it is all the same what they claim.
        """
        flags = self.content.red_flags
        named = _with_what_follows({sign for sign, _ in self.ways}, self.content)
        if not any(flags[sign].urgency in URGENCIES for sign in named):
            return []
        raised = [flag for flag in flags.values() if flag.id in self.signs and flag.urgency in URGENCIES]
        return sorted(raised, key=lambda flag: URGENCIES.index(flag.urgency))

    @functools.cached_property
    def signs(self) -> set[str]:
        """Every sign and fact that is claimed of somebody now, and what follows from them."""
        if not self.ways:
            return set()
        flags = self.content.red_flags
        claimed = {sign for sign, spans in self.ways if self.sentence.claims(spans, flags[sign].lasting)}
        return _with_what_follows(claimed, self.content)

    @functools.cached_property
    def sentence(self) -> Sentence:
        """What is stated, denied and supposed, now that it is known which words say a sign."""
        sentence = Sentence(self.plain, self.content.grammar)
        sentence.mask(spans for _, spans in _ways_heard(self.found, self.content.hearing.harmless, GAP_IN_A_SAYING))
        sentence.use(spans for _, spans in self.ways)
        return sentence

    @property
    def is_denial(self) -> bool:
        """Whether danger signs are named, each of them is denied, and no "but" comes after."""
        named = [spans for sign, spans in self.ways if self.content.red_flags[sign].urgency in URGENCIES]
        if not named or not all(map(self.sentence.denies, named)):
            return False
        last = max(end for spans in named for _, end in spans)
        return self.content.contrasts.isdisjoint(self.plain[last:])


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


def _with_what_follows(signs: set[str], content: Content) -> set[str]:
    """The signs, and all that follow from several of them together."""
    together = (each for sign in signs for each in content.together.get(sign, ()))
    more = {sign for group, sign in together if signs.issuperset(group)} - signs
    return _with_what_follows(signs | more, content) if more else signs
