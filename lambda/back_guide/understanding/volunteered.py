"""Hears what a listener tells unasked: danger signs, how long it has lasted, and whom the check is for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from back_guide.content import Content

HOW_LONG = "how_long"
LENGTHS = frozenset(("days", "weeks", "long"))
DAYS, WEEKS = 14, 42
"""The most days that still count as "days", and as "weeks"; more is "long"."""

SEVERAL = 3
YOUNGEST_ADULT, YOUNGEST_OLDER_CHILD = 18, 10  # years
AGE_GROUPS = ((10, "under_ten"), (18, "child"), (50, ""), (70, "over_fifty"), (130, "over_seventy"))
"""Ages below which somebody belongs to a group, as an answer to who."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What was told: answers to questions of the check, the signs that were heard, and whether it is of the pain."""

    answers: Mapping[str, str]
    signs: tuple[str, ...]
    of_the_pain: bool


def facts(words: Sequence[str], signs: Set[str], content: Content) -> Facts:
    """Everything that (normalised) words tell unasked, the danger signs among which are given.

    A length of time counts only where it is said of the pain: a fever since yesterday says nothing of the back.
    """
    telling = sorted(signs & content.check.signs.keys())
    counts = [content.check.signs[sign] for sign in telling]
    answers = {name: answer for sign in counts for name, answer in sign.answers.items()}
    of_the_pain = _of_the_pain(words, content)
    other_trouble = any(content.red_flags[sign].urgency != "fact" for sign in telling)
    length = how_long(words, content) if of_the_pain and not other_trouble else ""
    if length:
        answers[HOW_LONG] = length
    return Facts(answers, tuple(telling), of_the_pain)


def _of_the_pain(words: Sequence[str], content: Content) -> bool:
    sentence = f" {' '.join(words)} "
    return any(f" {phrase} " in sentence for phrase in content.pain_words)


def how_long(words: Sequence[str], content: Content) -> str:
    """How long it has lasted, as "days", "weeks" or "long"; "" where nothing is said of it. An age is no duration."""
    days = max(_lengths(words, content), default=0)
    return "" if not days else "days" if days <= DAYS else "weeks" if days <= WEEKS else "long"


def whom(words: Sequence[str], content: Content) -> tuple[bool, dict[str, str]]:
    """Whether the check is for somebody else, and what that answers: a child's age where it is said, or is plain.

    Asked for "my daughter" it is known that she may be a child, and not yet how old she is.
    """
    kind = next((kind for kind in ("young", "child", "other") if _names(content.people[kind], words)), "")
    age = _age(words, content)
    if age is not None and age >= YOUNGEST_ADULT:
        return bool(kind), {}
    if age is not None or kind == "young":
        which = "under_ten" if age is None or age < YOUNGEST_OLDER_CHILD else "child"
        return True, {"who": "yes", "who_which": which}
    return bool(kind), {"who": "yes"} if kind == "child" else {}


def _lengths(words: Sequence[str], content: Content) -> Iterator[float]:
    """Each length of time in some words, in days."""
    days = content.durations["days"]
    for at, word in enumerate(words):
        pair = " ".join(words[at : at + 2])
        if pair in days and pair != word:
            yield days[pair]
        elif word in days and "old" not in words[at + 1 : at + 2]:
            yield days[word] * count_before(words[max(0, at - 5) : at], content) or days[word] * _bare(word)


def count_before(before: Sequence[str], content: Content) -> float:
    """The number that a unit comes with: "three weeks", "two and a half", a little more for "over six"; 0 for none."""
    found = list(numbers(before, content.durations["counts"]))
    if not found:
        return 0
    is_half = list(before[-3:]) == ["and", "a", "half"]
    number, start, end = found[-2] if is_half and len(found) > 1 else found[-1]
    if not is_half and len(before) - end > 1:
        return 0
    more = 0.1 if any(word in content.durations["more"] for word in before[:start]) else 0
    return number + (0.5 if is_half else more)


def _bare(unit: str) -> int:
    """How many a unit without a number stands for: some for "weeks", one for "yesterday"."""
    return SEVERAL if unit.endswith("s") and unit not in ("christmas",) else 1


def age_group(words: Sequence[str], content: Content) -> str:
    """The group that an age belongs to: "she is seven", "i am fifty seven"; "" for none, or one that needs no care."""
    age = _age(words, content)
    return "" if age is None else next((group for below, group in AGE_GROUPS if age < below), "")


def age_is_said(words: Sequence[str], content: Content) -> bool:
    """Whether an age is told at all."""
    return _age(words, content) is not None


def _age(words: Sequence[str], content: Content) -> int | None:
    """An age in years: "my ten year old", "she is seven", "i am 57". Weeks are none."""
    bare = [word.removesuffix("'s") for word in words]
    for number, start, end in numbers(bare, content.durations["counts"]):
        after = bare[end : end + 2]
        if after in (["year", "old"], ["years", "old"]):
            return number
        counted = after[:1] and after[0] in content.durations["days"]
        if number > 1 and not counted and start and bare[start - 1] in content.people["aged"]:
            return number
    return None


def numbers(words: Sequence[str], counts: Mapping[str, int]) -> Iterator[tuple[int, int, int]]:
    """Each number in some words, with where it starts and ends: "fifty seven" is one."""
    at = 0
    while at < len(words):
        value, then = (_value(words[place], counts) if place < len(words) else 0 for place in (at, at + 1))
        joined = value >= 20 and value % 10 == 0 and 0 < then < 10
        size = 2 if joined else 1
        if value:
            yield value + (then if joined else 0), at, at + size
        at += size


def _value(word: str, counts: Mapping[str, int]) -> int:
    return int(word) if word.isdigit() and len(word) < 4 else counts.get(word, 0)


def _names(names: Sequence[str], words: Sequence[str]) -> bool:
    """Whether one of these people is spoken of as the listener's: "my husband", "for our little boy"."""
    sentence = " ".join(["", *(word.removesuffix("'s") for word in words), ""])
    return any(f" {whose} {name} " in sentence for name in names for whose in ("my", "our", "the", "a"))
