"""Hears a wish for a timer or a reminder. It is ours only where every one of its words is known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from back_guide.content import Content
from back_guide.understanding.volunteered import count_before, numbers

LONGEST_PHRASE = 5  # words
LONGEST_ANSWER = 4  # words
ASIDE = ("polite", "tell_again")
"""Phrases that are no part of a wish."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is wished: ``kind`` is "set", "cancel" or "list", ``of`` "timer" or "reminder".

    ``about`` is the pack that it is for, or "break" or "return" for a reminder; being reminded to take a pack off is a
    timer too. ``seconds`` is the time that was said, 0 for none; ``recurs`` is "" for once, "often" for every so often
    and "work" for that on weekdays.
    """

    kind: str
    of: str
    about: str = ""
    seconds: int = 0
    recurs: str = ""


def wish(words: Sequence[str], content: Content) -> Wish | None:
    """The wish in some (normalised) words; None where they are something else, or Alexa's own."""
    heard = content.alerts.heard
    sentence = _without(words, heard["polite"])
    of = next((of for of in ("timer", "reminder") if any(word in heard[of] for word in sentence)), "")
    kind = _kind(sentence, content) if of else ""
    if not kind or not _all_known(sentence, content) or (kind, of) == ("list", "timer"):
        return None
    seconds, recurs = how_long(sentence, content)
    about = _about(sentence, content)
    if of == "reminder" and about in content.alerts.packs:
        ends = _names(heard["off"], sentence) or 0 < seconds <= content.alerts.packs[about].most_seconds
        of, about = ("timer", about) if ends and not recurs else ("reminder", "return")
    return Wish(kind, of, about, seconds, recurs)


def how_long(words: Sequence[str], content: Content) -> tuple[int, str]:
    """The time that some words tell, in seconds (0 for none), and how it recurs."""
    heard = content.alerts.heard
    seconds = round(sum(_lengths(words, content)))
    if not any(word in heard["every"] for word in words):
        return seconds, ""
    return seconds, "work" if _names(heard["at_work"], words) else "often"


def bare_number(words: Sequence[str], content: Content) -> int:
    """The number in an answer that is little else ("about fifteen"); 0 for none."""
    found = [value for value, _, _ in numbers(words, content.durations["counts"])]
    return found[0] if len(found) == 1 and len(words) <= LONGEST_ANSWER else 0


def _kind(words: Sequence[str], content: Content) -> str:
    """Whether something is to be set, cancelled or listed, by how it begins; "" for none of these."""
    heard = content.alerts.heard
    ways = ("tell_again", "cancel", "list", "set")
    kind = next((kind for kind in ways if any(_begins(words, phrase) for phrase in heard[kind])), "")
    at_once = words[0].isdigit() or words[0] in (*content.durations["counts"], *heard["reminder"], *heard["every"])
    return "" if kind == "tell_again" else kind or ("set" if at_once else "")


def _about(words: Sequence[str], content: Content) -> str:
    """What it is for: the pack whose longest name is heard ("ice pack" before "pack"), else "return" or "break"."""
    packs = [(phrase, name) for name, pack in content.alerts.packs.items() for phrase in pack.heard_as]
    packs.sort(key=lambda pair: -len(pair[0]))
    others = [(phrase, name) for name in ("return", "break") for phrase in content.alerts.heard[name]]
    return next((name for phrase, name in (*packs, *others) if _names((phrase,), words)), "")


def _all_known(words: Sequence[str], content: Content) -> bool:
    """Whether every word belongs to a wish of ours. A number without a unit is a time of day, which is Alexa's."""
    alerts, durations = content.alerts, content.durations
    phrases = [phrase for name, ways in alerts.heard.items() if name not in ASIDE for phrase in ways]
    phrases += [phrase for pack in alerts.packs.values() for phrase in pack.heard_as]
    known = {word for phrase in (*phrases, *durations["seconds"]) for word in phrase.split()} | {"half"}
    counted = [value for value, _, _ in numbers(words, durations["counts"]) if value > 1]
    units = list(_lengths(words, content))
    return len(counted) <= len(units) and all(
        word in known or word in durations["counts"] or word.isdigit() for word in words
    )


def _lengths(words: Sequence[str], content: Content) -> Iterator[float]:
    """Each length of time in some words, in seconds: "two hours", "half an hour"."""
    seconds = content.durations["seconds"]
    at = 0
    while at < len(words):
        ends = range(min(at + LONGEST_PHRASE, len(words)), at, -1)
        end = next((end for end in ends if " ".join(words[at:end]) in seconds), 0)
        if end:
            yield seconds[" ".join(words[at:end])] * (count_before(words[max(0, at - 5) : at], content) or 1)
        at = end or at + 1


def _without(words: Sequence[str], polite: Sequence[str]) -> tuple[str, ...]:
    sentence = f" {' '.join(words)} "
    for phrase in polite:
        sentence = sentence.replace(f" {phrase} ", " ")
    return tuple(sentence.split())


def _begins(words: Sequence[str], phrase: str) -> bool:
    parts = tuple(phrase.split())
    return tuple(words[: len(parts)]) == parts


def _names(phrases: Sequence[str], words: Sequence[str]) -> bool:
    sentence = f" {' '.join(words)} "
    return any(f" {phrase} " in sentence for phrase in phrases)
