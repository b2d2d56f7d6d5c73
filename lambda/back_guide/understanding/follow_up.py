"""Questions that lean on what came before ("how long should I leave it on"), and two questions in one breath."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from back_guide.content import Content
from back_guide.understanding.normalise import normalise
from back_guide.understanding.topics import Match, understand

SURE_AT = 0.95
"""How likely a topic must be for a question that points back ("it") to be taken as it stands all the same."""

FEWEST_WORDS = 3
"""Words of a question that stands alone; a shorter one ("how often") leans on what was told."""

NEVER_BENT = "diagnosis"
"""The kind of decline that no context turns into an answer: "is it cancer" never asks about the last topic."""


def understand_in_context(words: Sequence[str], told: str, content: Content) -> Match:
    """What words ask about after something was told: as they stand where that is clear, else with what they leave out.

    ``told`` is what the last answer or the open plan is about, as it is called ("heat"); "" for nothing.
    """
    plain = understand(words, content.matcher)
    sure = plain.band == "answer" and plain.scores[0][1] >= SURE_AT and not _points(words, content)
    leans = any(word in content.leaning.pronouns for word in words)
    if plain.decline == NEVER_BENT or sure or (plain.band == "answer" and not leans):
        return plain
    fuller = (understand(way, content.matcher) for way in _fuller(words, told, content))
    return next((match for match in fuller if match.band == "answer"), plain)


def questions(words: Sequence[str], content: Content) -> tuple[Sequence[str], Sequence[str]]:
    """The two questions of a sentence that joins two ("does heat help and can I drive"); the second empty for one."""
    for at in range(FEWEST_WORDS, len(words) - FEWEST_WORDS):
        begins = at + 1 + (words[at + 1] in content.leaning.joins)
        if words[at] in content.leaning.joins and words[begins] in content.question_words:
            return words[:at], words[begins:]
    return words, ()


def _points(words: Sequence[str], content: Content) -> bool:
    """Whether words surely point back to what was told: "with it", where "it hurts" may be about the pain."""
    said = f" {' '.join(words)} "
    return any(f" {phrase} " in said for phrase in content.leaning.pointing)


def _fuller(words: Sequence[str], told: str, content: Content) -> Iterator[Sequence[str]]:
    """The question without "what about", then with the topic told in the place of "it", or after too few words.

    Only what asks leans on the last answer. "I feel dizzy" says something else, whatever was told.
    """
    bare = _without_opening(words, content)
    if len(bare) < len(words):
        yield bare
    asks = len(bare) < len(words) or not content.question_words.isdisjoint(bare[:1])
    if not told or not asks:
        return
    name = normalise(told, content.rewrites)
    pointing = [at for at, word in enumerate(bare) if word in content.leaning.pronouns]
    if pointing:
        at = pointing[-1] if _points(bare, content) else pointing[0]
        yield [*bare[:at], *name, *bare[at + 1 :]]
    elif len(bare) <= FEWEST_WORDS:
        yield [*bare, *name]


def _without_opening(words: Sequence[str], content: Content) -> Sequence[str]:
    """Words without what only leads on from the last answer: "and", "what about"."""
    said = " ".join(words) + " "
    opening = next((way for way in content.leaning.openings if said.startswith(f"{way} ")), "")
    rest = words[len(opening.split()) :]
    return _without_opening(rest, content) if opening and rest else words
