"""Templates of what people say: ``my chest (hurts|has gone tight) [again]``.

``(a|b c)`` is one of several, ``[x]`` may be left out. A template becomes a pattern: one list of alternatives for
each place in the sentence. Words in square brackets need no place, since a pattern lets others stand in between.
"""

from __future__ import annotations

import re

_PART = re.compile(r"\(([^()\[\]]*)\)|\[([^()\[\]]*)\]|([^()\[\]|\s]+)")
_REST = re.compile(r"[()\[\]|]")


def places(template: str) -> list[list[str]]:
    """The alternatives for each place of a template, in order.

    Raises ValueError where brackets are nested, left open or empty, or where "|" stands outside of them.
    """
    rest = _REST.search(_PART.sub(" ", template))
    if rest:
        raise ValueError(f'"{rest[0]}" has no partner, or brackets are nested')
    found = [
        [alternative.strip() for alternative in part[1].split("|")] if part[1] is not None else [part[3]]
        for part in _PART.finditer(template)
        if part[2] is None
    ]
    if not found or not all(all(alternatives) for alternatives in found):
        raise ValueError("there is nothing to hear in it, or an alternative is empty")
    return found
