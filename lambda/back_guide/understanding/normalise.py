"""Brings what a listener said into one form, whichever way a recogniser wrote it down."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

LONGEST = 4_000
"""Characters looked at. Alexa's slot holds 140; what lies beyond this was not said in one breath."""

LONGEST_REWRITE = 5  # words; "a c to minnow fen"

_NOT_A_WORD = re.compile(r"[^a-z0-9']+")


def normalise(text: str, rewrites: Mapping[str, str]) -> list[str]:
    """The words of a text in lower case, without accents or punctuation, contractions opened, slips corrected.

    ``rewrites`` maps a word or a few words to what they stand for: ``{"can't": "can not"}``. The longest wins.
    """
    plain = unicodedata.normalize("NFKD", text[:LONGEST].replace("\u2019", "'")).casefold()
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    words = [word.strip("'") for word in _NOT_A_WORD.sub(" ", letters).split()]
    return list(_rewritten([word for word in words if word], rewrites))


def _rewritten(words: list[str], rewrites: Mapping[str, str]) -> list[str]:
    result: list[str] = []
    at = 0
    while at < len(words):
        for length in range(min(LONGEST_REWRITE, len(words) - at), 0, -1):
            meant = rewrites.get(" ".join(words[at : at + length]))
            if meant is not None:
                result += meant.split()
                at += length
                break
        else:
            result.append(words[at])
            at += 1
    return result
