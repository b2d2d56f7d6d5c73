"""Danger signs: what is said of each, how people say them, and the small words that decide what a sentence claims."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from back_guide.content.prompts import Prompt


@dataclass(frozen=True, slots=True)
class RedFlag:
    """A danger sign: what it is called and what to do about it. ``Hearing`` knows how people say it.

    ``urgency`` is "emergency", "urgent" or "fact"; a fact raises nothing alone. The sign is also there where all of
    one group of ``together`` are. What is ``lasting`` (past cancer) counts however long ago it began. One that the
    topic matcher knows from whole sentences asks ``in_doubt``.
    """

    id: str
    urgency: str
    name: str
    say: str
    meanwhile: str
    tell_them: str
    lasting: bool
    together: tuple[tuple[str, ...], ...]
    in_doubt: Prompt | None

    @classmethod
    def from_dict(cls, name: str, fields: Mapping[str, Any]) -> RedFlag:
        """A flag from compiled JSON."""
        doubt = fields["in_doubt"]
        made = {"together": tuple(map(tuple, fields["together"])), "in_doubt": Prompt(**doubt) if doubt else None}
        return cls(name, **{**fields, **made})


@dataclass(frozen=True, slots=True)
class Hearing:
    """How danger signs are said, as tables for ``understanding.red_flags``.

    ``phrases`` maps each phrase, in canonical words, to the places that it may fill ("pain 17"). ``ways`` maps a place
    to the ways of saying a sign of which it is the rarest: the sign and its places ("chest_pain chest pain"), with
    "~" after the sign where any order will do. ``harmless`` holds manners of speaking in the same form.
    """

    phrases: Mapping[str, str]
    ways: Mapping[str, Sequence[str]]
    harmless: Mapping[str, Sequence[str]]

    @classmethod
    def from_dict(cls, fields: Mapping[str, Any]) -> Hearing:
        """The tables from compiled JSON."""
        return cls(**{**fields, "phrases": _by_phrase(fields["phrases"])})


@dataclass(frozen=True, slots=True)
class Grammar:
    """The small words that decide what a sentence claims, normalised.

    ``alike`` maps a word to the one that stands for its kind ("his" → "my"); words of ``padding`` ("really") weigh
    nothing. ``phrases`` maps each phrase to the lists of the vocabulary that it is in ("if you" → "supposing").
    ``somebody`` names a person ("she"), ``still`` brings the past up to now, ``present`` is a verb of now ("is").
    """

    alike: Mapping[str, str]
    padding: frozenset[str]
    phrases: Mapping[str, str]
    negations: frozenset[str]
    somebody: frozenset[str]
    still: frozenset[str]
    present: frozenset[str]

    @classmethod
    def from_dict(cls, fields: Mapping[str, Any]) -> Grammar:
        """The small words from compiled JSON."""
        sets = {name: frozenset(words) for name, words in fields.items() if isinstance(words, list)}
        return cls(**{**fields, **sets, "phrases": _by_phrase(fields["phrases"])})


def _by_phrase(alike: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Each phrase and the places that it may fill. Phrases of the same places share one text, which saves memory."""
    return {phrase: places for places, phrases in alike.items() for phrase in phrases}
