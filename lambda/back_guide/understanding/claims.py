"""Tells what a sentence states of somebody now from what it denies, remembers, supposes or only asks about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from back_guide.content import Grammar

LONGEST_PHRASE = 10  # words; "can not put one foot in front of my other"
REACH_OF_A_NEGATION = 10  # words; "no fever cough chills or bad chest pain"
REACH_OF_A_PERSON = 4  # words; "why do i get … chest pain"

Span = tuple[int, int]
"""The first and the last word of something."""
Found = dict[str, list[Span]]
"""Where each place may be filled."""


class Sentence:
    """What was said, in plain words, and which of them deny, suppose or date what."""

    def __init__(self, said: Sequence[str], grammar: Grammar) -> None:
        self.grammar = grammar
        self.plain = said
        self.found = places(said, grammar.phrases)
        self.harmless: set[int] = set()
        literal = self._at("exceptions")
        self.negative = self._at("negations")
        self.negating = self.negative - literal
        self.closing = self._at("new_clause")
        self.negating -= {0} if 1 in self.closing else set()  # an answer: "no, i can't feel my legs"
        self.carrying = self._at("no_new_clause_after") | self.negating
        self.certain = self._at("certain")
        self.limits = self.closing | self.certain | self._at("links")
        self.supposing = self._at("supposing") - literal
        self.in_question = self._at("in_questions") - literal
        self.long_ago = self._at("long_ago")
        self.denials_after = {start for start, _ in self.found.get("denials_after", ())}
        self.asked = self._end_of_question_words()
        self.affirmed = "affirmed" in self.found

    def mask(self, harmless: Iterable[Iterable[Span]]) -> None:
        """Leaves out of account what is only a manner of speaking."""
        self.harmless = _positions(span for spans in harmless for span in spans)

    def use(self, signs: Iterable[Iterable[Span]]) -> None:
        """Takes negations that belong to a sign ("can not feel") for just that: they deny nothing else."""
        self.negating -= _positions(span for spans in signs for span in spans)

    def claims(self, spans: list[Span], lasting: bool) -> bool:
        """Whether what stands in these spans is stated of somebody, now.

        What is lasting (a blood thinner, cancer) counts even where it is dated back or stands in the question itself.
        """
        start, end = min(spans)[0], max(end for _, end in spans)
        filled = _positions(spans)
        return not (
            filled & self.harmless
            or self.denies(spans)
            or self._supposed(start)
            or (not lasting and (self._past(start, end) or self._only_asked(start, end, filled)))
        )

    def denies(self, spans: list[Span]) -> bool:
        """Whether what stands in these spans is said not to be."""
        start, end = min(spans)[0], max(end for _, end in spans)
        filled = _positions(spans)
        inside = any(at not in filled for at in self.negating.intersection(range(start, end)))
        after = end + 1 in self.denials_after or end + 2 in self.denials_after
        return inside or after or self._denied_before(start, bool(filled & self.negative))

    def states_plainly(self) -> bool:
        """Whether nothing in it denies, supposes, asks in general or dates back."""
        return self.asked is None and not (self.negating or self.supposing or self.in_question or self.long_ago)

    def _at(self, name: str) -> set[int]:
        return _positions(self.found.get(name, ()))

    def _end_of_question_words(self) -> int | None:
        """Where the words end that make this a general question ("can", "what does"); None where it is none."""
        at = 0
        prefaces = dict(self.found.get("prefaces", ()))
        while at in prefaces:
            at = prefaces[at] + 1
        opening = (end for start, end in self.found.get("general_questions", ()) if start == at)
        return max(opening, default=-1 if "questions_anywhere" in self.found else None)

    def _denied_before(self, start: int, negative: bool) -> bool:
        """Whether a negation reaches this word. One that is negative itself ("can not feel") only by "not that …"."""
        carried = False
        for at in range(start - 1, max(-1, start - 1 - REACH_OF_A_NEGATION), -1):
            if at in self.negating:
                return carried or not negative
            if at in self.closing:
                if at - 1 not in self.carrying:
                    return False
                carried = True
        return False

    def _supposed(self, start: int) -> bool:
        """Whether "suppose" or "the leaflet says" comes before, with no "but" in between."""
        last = max((at for at in self.supposing if at < start), default=None)
        return last is not None and not self._certain_between(last, start)

    def _only_asked(self, start: int, end: int, filled: set[int]) -> bool:
        """Whether it stands in a question about people at large, or about what might be."""
        if self.asked is None or self.affirmed or self._certain_between(self.asked, start):
            return False
        if any(self.asked < at <= end and at not in filled for at in self.in_question):
            return True
        nearby = self.plain[max(self.asked + 1, start - REACH_OF_A_PERSON) : end + 1]
        return self.grammar.somebody.isdisjoint(nearby)

    def _certain_between(self, start: int, end: int) -> bool:
        return any(start < at < end for at in self.certain)

    def _past(self, start: int, end: int) -> bool:
        """Whether it is dated back, or stands beside something that is and nothing in its clause says "now"."""
        if not self.long_ago or self.affirmed:
            return False
        clause = self._clause(start, end)
        said = {self.plain[at] for at in clause if at not in self.long_ago}
        if not said.isdisjoint(self.grammar.still):
            return False
        return not self.long_ago.isdisjoint(clause) or said.isdisjoint(self.grammar.present)

    def _clause(self, start: int, end: int) -> range:
        """The words from where a new clause begins to where the next one does."""
        first = next((at for at in range(start, 0, -1) if at in self.limits and at - 1 not in self.limits), 0)
        last = next((at for at in range(end + 1, len(self.plain)) if at in self.limits), len(self.plain))
        return range(first, last)


def places(said: Sequence[str], phrases: Mapping[str, str]) -> Found:
    """The spans of words that may fill each place, from a table of phrases and the names of their places."""
    found: Found = {}
    for names, span in phrases_in(said, phrases):
        for place in names:
            found.setdefault(place, []).append(span)
    return found


def phrases_in(said: Sequence[str], phrases: Mapping[str, str]) -> Iterator[tuple[list[str], Span]]:
    """Each phrase of such a table that is said: the names of its places, and its span."""
    for start in range(len(said)):
        phrase = ""
        for end in range(start, min(start + LONGEST_PHRASE, len(said))):
            phrase = f"{phrase} {said[end]}" if phrase else said[end]
            if phrase in phrases:
                yield phrases[phrase].split(), (start, end)


def plain(words: Iterable[str], grammar: Grammar) -> list[str]:
    """Words without those that weigh nothing ("really"), and without what hangs on them."""
    return [bare(word) for word in words if word not in grammar.padding]


def canonical(words: Iterable[str], alike: Mapping[str, str]) -> list[str]:
    """Words with their kind in place of their form: "hurts" → "hurt", "his" → "my", "chest's" → "chest"."""
    return [alike.get(word) or _singular(word) for word in map(bare, words)]


def bare(word: str) -> str:
    """A word without what hangs on it: "chest's" → "chest"."""
    return word.partition("'")[0]


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def _positions(spans: Iterable[Span]) -> set[int]:
    return {at for start, end in spans for at in range(start, end + 1)}
