"""What a question is about: our subjects, or others that belong to somebody else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

LONGEST = 5
"""Words of the longest subject."""

Subjects = Mapping[str, Sequence[str] | None]
"""What a question can be about, and the classes whose examples speak of it; None for what is ours."""


def strangers(words: Sequence[str], subjects: Subjects) -> list[Sequence[str]]:
    """For each foreign subject of a question, the classes that speak of it. None are where one of ours is there too."""
    found = [subjects[phrase] for phrase in mentioned(words, subjects)]
    return [] if None in found else [classes for classes in found if classes is not None]


def mentioned(words: Sequence[str], subjects: Subjects) -> Iterator[str]:
    """The subjects in a question: the longest phrase where several begin at one word."""
    at = 0
    while at < len(words):
        for length in range(min(LONGEST, len(words) - at), 0, -1):
            phrase = " ".join(words[at : at + length])
            if phrase in subjects:
                yield phrase
                break
        at += length
