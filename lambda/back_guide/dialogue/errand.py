"""What Alexa is to do for the listener outside the conversation, and what came of it. Data only."""

from __future__ import annotations

import re
from dataclasses import dataclass

ERRANDS = ("timer", "reminder", "cancel_timers", "cancel_reminders", "list_reminders")
LONGEST_REMINDER = 60 * 86_400
"""Seconds until the latest time that a reminder is set for."""

ONCE_A_DAY = ("day", "weekday")
RECURS = ("", "often", "work", *ONCE_A_DAY)

ZONE = re.compile(r"[A-Za-z][\w+-]*(?:/[\w+-]+){0,2}", re.ASCII)
"""How a time zone is named: "Europe/London"."""


@dataclass(frozen=True, slots=True)
class Errand:
    """A timer or reminder to set, cancel or list.

    ``about`` is what it is for ("heat", "break", "return"). ``seconds`` is the timer's length, how far off a single
    reminder is, or how often a recurring one comes; 0 while that is still to be asked. A reminder ``recurs`` "often"
    (every few hours of the day), at "work" (the same on weekdays), every "day" or "weekday", or "" for once.
    ``first`` is when it first comes ("2026-11-24T11:00", by the clock of ``zone``), "" until that is found out.
    ``kept`` says that less was set than asked for, ``asked`` that the permission was asked for.
    """

    kind: str
    about: str = ""
    seconds: int = 0
    recurs: str = ""
    first: str = ""
    zone: str = ""
    kept: bool = False
    asked: bool = False

    @property
    def of(self) -> str:
        """Which of Alexa's services it is for: "timer" or "reminder"."""
        return "timer" if "timer" in self.kind else "reminder"


ENDS = ("done", "dropped", "nothing", "not_allowed", "denied", "unanswered", "no_device", "too_many", "failed")
"""Results after which nothing is left to do for an errand."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an errand, or of asking for the permission that it takes.

    ``result`` is "done", "planned" (a reminder's first time is found), "dropped" (the listener would rather not),
    "nothing" (to cancel or list), "not_allowed", "no_device", "too_many" or "failed"; of a permission it is "accepted",
    "denied" or "unanswered". ``now`` is the time by the listener's clock; ``found`` are the reminders listed.
    """

    result: str
    errand: Errand
    now: str = ""
    found: tuple[Errand, ...] = ()
