"""Lengths and times in words: "an hour and a half" in the content's words, "tomorrow at three in the afternoon"."""

from __future__ import annotations

from datetime import datetime

from back_guide.content import Content
from back_guide.dialogue.errand import ONCE_A_DAY, Errand
from back_guide.dialogue.topics import spoken_list

UNITS = (("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1))
NOON, EVENING = 12, 18  # hours


def length(content: Content, seconds: int, *, every: bool = False) -> str:
    """A length of time: "two hours and ten minutes". After "every" one hour is just "hour"."""
    said = content.alerts.said
    parts = []
    for unit, size in UNITS:
        count, seconds = divmod(seconds, size)
        if count:
            singular, plural = said[unit]
            parts.append(f"{number(content, count)} {singular if count == 1 else plural}")
    alone = every and len(parts) == 1 and parts[0].split()[1] in (said["hour"][0], said["day"][0])
    return parts[0].split()[1] if alone else spoken_list(parts)


def rhythm(content: Content, errand: Errand) -> str:
    """How a recurring reminder comes: "every two hours from nine to five on weekdays"."""
    start, end = content.alerts.first_hour, content.alerts.last_hour
    if errand.recurs in ONCE_A_DAY:
        return _fragment(content, f"rhythm_{errand.recurs}", time=_clock(content, start, 0))
    return _fragment(
        content,
        "rhythm_work" if errand.recurs == "work" else "rhythm_hours",
        length=length(content, errand.seconds, every=True),
        **{"from": number(content, _twelve(start)), "to": number(content, _twelve(end))},
    )


def when(content: Content, errand: Errand, now: datetime) -> str:
    """When a reminder comes, with its recurrence and its first time."""
    first = datetime.fromisoformat(errand.first)
    day, time = _day(content, first, now), _clock(content, first.hour, first.minute)
    if errand.recurs in ONCE_A_DAY:
        return _fragment(content, "when_daily", rhythm=rhythm(content, errand), day=day)
    if errand.recurs:
        return _fragment(content, "when_often", rhythm=rhythm(content, errand), day=day, time=time)
    return _fragment(content, "when_once", length=length(content, errand.seconds), day=day, time=time)


def listed(content: Content, errand: Errand, now: datetime) -> str:
    """When a reminder that is set comes, in fewer words."""
    if errand.recurs:
        return rhythm(content, errand)
    first = datetime.fromisoformat(errand.first)
    return _fragment(content, "once", day=_day(content, first, now), time=_clock(content, first.hour, first.minute))


def number(content: Content, value: int) -> str:
    """A number below a hundred in words: "forty five"."""
    words = {number: word for word, number in content.durations["counts"].items()}
    tens = value - value % 10
    return words[value] if value in words else f"{words[tens]} {words[value - tens]}"


def _day(content: Content, day: datetime, now: datetime) -> str:
    days = (day.date() - now.date()).days
    soon = content.alerts.said["soon"]
    return soon[days] if 0 <= days < len(soon) else content.alerts.said["weekdays"][day.weekday()]


def _clock(content: Content, hour: int, minute: int) -> str:
    """A time of day: "three forty five in the afternoon"."""
    said = content.alerts.said
    parts = [number(content, _twelve(hour))]
    if minute:
        parts += [*(said["oh"] if minute < 10 else ()), number(content, minute)]
    return " ".join([*parts, said["parts"][(hour >= NOON) + (hour >= EVENING)]])


def _twelve(hour: int) -> int:
    return hour % 12 or 12


def _fragment(content: Content, prompt: str, **values: str) -> str:
    return content.prompts[prompt].say.format(**values)
