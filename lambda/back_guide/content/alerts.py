"""The words of timers and reminders: how they are asked for, and how their times are said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Pack:
    """A warm or cold pack: how it is called, how long it is on, and the longest that it may be.

    ``during`` names the plans and topics that are about it.
    """

    heard_as: tuple[str, ...]
    seconds: int
    most_seconds: int
    during: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Alerts:
    """The vocabulary of timers and reminders.

    ``heard`` holds the phrases of a wish by what they stand for, normalised, the longest first; ``said`` the words
    that times are put into. Recurring reminders come between ``first_hour`` and ``last_hour`` of the day.
    """

    heard: Mapping[str, tuple[str, ...]]
    packs: Mapping[str, Pack]
    first_hour: int
    last_hour: int
    said: Mapping[str, tuple[str, ...]]

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Alerts:
        """Builds the vocabulary from compiled JSON."""
        packs = {
            name: Pack(**{**fields, "heard_as": tuple(fields["heard_as"]), "during": tuple(fields["during"])})
            for name, fields in data["packs"].items()
        }
        heard, said = ({name: tuple(words) for name, words in data[key].items()} for key in ("heard", "said"))
        return cls(heard, packs, data["first_hour"], data["last_hour"], said)
