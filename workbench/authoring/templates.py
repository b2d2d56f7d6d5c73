"""Templates of what people say: ``my {chest} (hurts|has gone tight) [again]``.

``(a|b c)`` is one of several, ``[x]`` may be left out, and ``{pain}`` is any phrase of the concept "pain". A way of
saying a danger sign becomes one list of alternatives for each place in the sentence; words in square brackets need no
place there, since others may stand in between. A phrase of a concept becomes all that it stands for, word for word.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence

CONCEPT = re.compile(r"\{(\w*)\}")
Concepts = Mapping[str, Sequence[str]]
"""The phrases of each concept; they may name other concepts."""
Places = list[list[str]]
"""The alternatives for each place, in order."""

_PART = re.compile(r"\(([^()\[\]]*)\)|\[([^()\[\]]*)\]|([^()\[\]|\s]+)")
_REST = re.compile(r"[()\[\]|]")


def places(template: str) -> Places:
    """The alternatives for each place of a template; what may be left out has none.

    Raises ValueError where brackets are nested, left open or empty, or where "|" stands outside of them.
    """
    return [alternatives for alternatives, needed in _parts(template) if needed]


def all_places(template: str) -> list[Places]:
    """The places of a template once with and once without each of what may be left out. Raises as ``places`` does."""
    choices = [[[alternatives]] if needed else [[alternatives], []] for alternatives, needed in _parts(template)]
    return [list(itertools.chain(*chosen)) for chosen in itertools.product(*choices)]


def phrases(template: str, concepts: Concepts) -> Iterator[str]:
    """Every phrase that a template stands for, the concepts in it spelled out.

    Raises ValueError as ``places`` does, and KeyError for a concept that is not there.
    """
    for chosen in all_places(template):
        for words in itertools.product(*chosen):
            yield from _spelled_out(" ".join(words), concepts)


def _spelled_out(words: str, concepts: Concepts) -> Iterator[str]:
    found = CONCEPT.search(words)
    if not found:
        yield words
        return
    for template in concepts[found[1]]:
        for phrase in phrases(template, concepts):
            yield from _spelled_out(words[: found.start()] + phrase + words[found.end() :], concepts)


def _parts(template: str) -> list[tuple[list[str], bool]]:
    """The alternatives for each part of a template, and whether it has to be there."""
    rest = _REST.search(_PART.sub(" ", template))
    if rest:
        raise ValueError(f'"{rest[0]}" has no partner, or brackets are nested')
    found = [
        ([alternative.strip() for alternative in (part[1] or part[2] or part[3] or "").split("|")], part[2] is None)
        for part in _PART.finditer(template)
    ]
    if not any(needed for _, needed in found) or not all(all(alternatives) for alternatives, _ in found):
        raise ValueError("there is nothing to hear in it, or an alternative is empty")
    return found
