"""Hears an answer to a question of the symptom check: yes, no, not sure, or one of the question's own answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from back_guide.content import Content
from back_guide.content.check import CheckQuestion
from back_guide.understanding.topics import understand
from back_guide.understanding.volunteered import HOW_LONG, LENGTHS, age_group, age_is_said, how_long

NOT_SURE = "not_sure"
LIKELY = 0.25  # how sure a topic must be to speak for an answer
LONGEST_TURN = 6  # words after "but" that can take back a "no"
STEM = 4  # letters that two words share to be about the same
NEAR_THE_BEGINNING = 2  # words
PLAIN = ("yes", "no", NOT_SURE)


def hear(words: Sequence[str], question: CheckQuestion, content: Content) -> dict[str, str]:
    """The answers that (normalised) words give to a question, and with it to the one that would ask "which?".

    The question's own answers come first: "both my legs" says more than a yes. "I'm on warfarin" answers both whether
    and which. Empty where the words give no answer that the question takes.
    """
    own = _own(words, question, content)
    if own:
        return {question.id: own}
    plain = yes_or_no(words, content)
    begins_with_no = yes_or_no(words[:1], content) == "no"
    if plain != NOT_SURE and not begins_with_no and "yes" in question.exits:
        for follow_up in _follow_ups(question, content):
            which = _which(words, follow_up, content, denied=plain == "no")
            if which:
                return {question.id: "yes", follow_up.id: which}
    if not plain and any(
        age_is_said(words, content) for other in _follow_ups(question, content) if other.id in COUNTED
    ):
        return {question.id: "no"}
    if plain == "no" and question.danger_sign and _taken_back(words, question, content):
        plain = "yes"
    return {question.id: plain} if plain in question.exits else {}


def _own(words: Sequence[str], question: CheckQuestion, content: Content) -> str:
    """One of the question's own answers. Where several are heard, the one that the routing lists first counts."""
    heard = _heard_answers(words, question)
    counted = COUNTED[question.id](words, content) if question.id in COUNTED else ""
    if counted:
        heard = {counted} | (heard - LENGTHS)
    return next((answer for answer in question.exits if answer in heard), "") or _spoken_of(words, question, content)


def _heard_answers(words: Sequence[str], question: CheckQuestion) -> set[str]:
    """The answers that are heard; "legs" in "one of my legs" is not, where the longer is a way of giving another."""
    said = {answer: _longest(words, ways) for answer, ways in question.heard_as.items()}
    within = f" {'|'.join(said.values())} "
    return {answer for answer, way in said.items() if way and within.count(way) == 1}


def _longest(words: Sequence[str], ways: Iterable[str]) -> str:
    """The longest of some ways (which come longest first) that is said, or ""."""
    said = _padded(words)
    return next((way for way in ways if f" {way} " in said), "")


COUNTED: Mapping[str, Callable[[Sequence[str], Content], str]] = {HOW_LONG: how_long, "who_which": age_group}
"""Questions that a number may answer, and what counts it."""


def _spoken_of(words: Sequence[str], question: CheckQuestion, content: Content) -> str:
    """The answer that the topic of some words speaks for."""
    if not question.topics:
        return ""
    likely = (name for name, score in understand(words, content.matcher).scores if score >= LIKELY)
    return next((question.topics[name] for name in likely if name in question.topics), "")


def yes_or_no(words: Sequence[str], content: Content) -> str:
    """The plain answer: "yes", "no", "not_sure", or "" where the words are none of them. What is said first counts.

    A single word ("correct", "none") counts only near the beginning or as the last; "i do" and its like only alone.
    """
    if " ".join(words) in content.answers["yes_alone"]:
        return "yes"
    outer = (*words[:NEAR_THE_BEGINNING], *words[-1:])
    ways = {answer: content.answers[answer] for answer in PLAIN}
    return _first_heard(
        words, {answer: [way for way in ways[answer] if " " in way or way in outer] for answer in PLAIN}
    )


def _follow_ups(question: CheckQuestion, content: Content) -> list[CheckQuestion]:
    return [other for other in content.check.questions.values() if other.follows == question.id]


def _which(words: Sequence[str], follow_up: CheckQuestion, content: Content, *, denied: bool) -> str:
    """The answer to "which?"; after a denial only an age: "i'm fifty seven and i've never had it" is no "no"."""
    if denied:
        return COUNTED[follow_up.id](words, content) if follow_up.id in COUNTED else ""
    return _own(words, follow_up, content)


def corrections(words: Sequence[str], content: Content) -> dict[str, str]:
    """The answers that words give to questions of the check which they were not asked: "it was lifting"."""
    found: dict[str, str] = {}
    for question in content.check.questions.values():
        heard = _heard_answers(words, question)
        own = next((answer for answer in question.exits if answer in heard), "")
        if own:
            found |= {**({question.follows: "yes"} if question.follows else {}), question.id: own}
    return found


def _taken_back(words: Sequence[str], question: CheckQuestion, content: Content) -> bool:
    """Whether a "no" goes on to state what was asked after all: "no pain, but it feels tight"."""
    turns = [at for at, word in enumerate(words) if word in content.contrasts]
    rest = words[turns[0] + 1 :] if turns else ()
    if not content.grammar.negations.isdisjoint(rest) or len(rest) > LONGEST_TURN:
        return False
    asked = {word.strip(".,?").lower() for word in question.texts["ask"].split()}
    stems = {word[:STEM] for word in asked if len(word) >= STEM}
    return any(len(word) >= STEM and word[:STEM] in stems for word in rest)


def _first_heard(words: Sequence[str], ways: Mapping[str, Iterable[str]]) -> str:
    """The answer one of whose ways is said earliest; of those that begin at one word, the longest."""
    said = _padded(words)
    found = [
        (position, -len(way), answer)
        for answer, each in ways.items()
        for way in each
        if (position := said.find(f" {way} ")) >= 0
    ]
    return min(found)[2] if found else ""


def _padded(words: Sequence[str]) -> str:
    """Words as a text in which a phrase between spaces is found as whole words only."""
    return f" {' '.join(words)} "
