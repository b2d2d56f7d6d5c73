"""Hears a danger sign in whatever a listener says.

A pattern lists what may stand at each of its places. Both it and the utterance are made canonical first ("his
legs" and "my leg" become one), then it matches where its places come in order with at most GAP words in between.
What is denied, long past, or only asked about in general does not count.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from back_guide.content import Content, Grammar, RedFlag
from back_guide.content.model import Pattern, Place

GAP = 2
REACH_OF_A_NEGATION = 6  # words; "no fever chills or bad chest pain"
URGENCIES = ("emergency", "urgent")

Index = dict[str, list[tuple[str, Pattern]]]


def heard(words: Sequence[str], content: Content) -> list[RedFlag]:
    """The signs that these (normalised) words claim, the most urgent first; facts alone are none."""
    said = canonical(words, content.grammar.alike)
    signs = {
        sign for sign, start, end in _matches(said, _index(content)) if _claimed(said, start, end, content.grammar)
    }
    flags = [flag for flag in content.red_flags.values() if flag.id in signs or _together(flag, signs)]
    return sorted((flag for flag in flags if flag.urgency in URGENCIES), key=lambda flag: URGENCIES.index(flag.urgency))


def canonical(words: Iterable[str], alike: Mapping[str, str]) -> list[str]:
    """Words with their kind in place of their form: "hurts" → "hurt", "his" → "my", "has" → "have"."""
    return [alike.get(word) or _singular(word) for word in words]


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


@functools.cache
def _index(content: Content) -> Index:
    """Every pattern under the words that may open its rarest place, so that few are tried."""
    patterns = [(flag.id, pattern) for flag in content.red_flags.values() for pattern in flag.patterns]
    often = Counter(word for _, pattern in patterns for place in pattern for word in _openings(place))
    index: Index = {}
    for sign, pattern in patterns:
        rarest = min(pattern, key=lambda place: sum(often[word] for word in _openings(place)))
        for word in _openings(rarest):
            index.setdefault(word, []).append((sign, pattern))
    return index


def _openings(place: Place) -> set[str]:
    return {word for word in place.words if " " not in word} | {phrase[0] for phrase in place.phrases}


def _matches(said: list[str], index: Index) -> Iterator[tuple[str, int, int]]:
    """Each sign that is heard, with the first and last word of where."""
    for word in dict.fromkeys(said):
        for sign, pattern in index.get(word, ()):
            for start in range(len(said)):
                for end in _ends(said, start, pattern[0]):
                    last = _last(said, end, pattern[1:])
                    if last is not None:
                        yield sign, start, last


def _last(said: list[str], end: int, places: Pattern) -> int | None:
    """Where the remaining places of a pattern end, if each follows the one before closely enough."""
    if not places:
        return end
    for start in range(end + 1, min(end + 2 + GAP, len(said))):
        for next_end in _ends(said, start, places[0]):
            last = _last(said, next_end, places[1:])
            if last is not None:
                return last
    return None


def _ends(said: list[str], start: int, place: Place) -> Iterator[int]:
    """Where a place that opens at this word may end."""
    if said[start] in place.words:
        yield start
    for phrase in place.phrases:
        if said[start] == phrase[0] and tuple(said[start : start + len(phrase)]) == phrase:
            yield start + len(phrase) - 1


def _claimed(said: list[str], start: int, end: int, grammar: Grammar) -> bool:
    """Whether the sign between start and end is stated of somebody, now."""
    return not (
        _denied_before(said, start, grammar)
        or _long_ago(said, grammar)
        or (_asks_in_general(said, grammar) and not _about_somebody(said[start : end + 1], grammar))
    )


def _denied_before(said: list[str], start: int, grammar: Grammar) -> bool:
    for word in reversed(said[max(0, start - REACH_OF_A_NEGATION) : start]):
        if word in grammar.new_clause:
            return False
        if word in grammar.negations:
            return True
    return False


def _long_ago(said: list[str], grammar: Grammar) -> bool:
    sentence = f" {' '.join(said)} "
    return any(f" {phrase} " in sentence for phrase in grammar.long_ago)


def _asks_in_general(said: list[str], grammar: Grammar) -> bool:
    return said[0] in grammar.general_questions


def _about_somebody(words: list[str], grammar: Grammar) -> bool:
    return not grammar.new_clause.isdisjoint(words) or "my" in words or "i" in words


def _together(flag: RedFlag, signs: set[str]) -> bool:
    return any(signs.issuperset(group) for group in flag.together)
