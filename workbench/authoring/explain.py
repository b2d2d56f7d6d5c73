"""``back-guide explain``: why the matcher takes a question for what it does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from back_guide.content import Content, Matcher
from back_guide.understanding import topics
from back_guide.understanding.normalise import normalise
from back_guide.understanding.subjects import mentioned, strangers
from back_guide.understanding.topics import DECLINE, ZERO, Match, understand, weighed_rows
from workbench.authoring import compile_matcher
from workbench.authoring.draft import Language

CLASSES_SHOWN = 5
WORDS_SHOWN = 6
EXAMPLES_SHOWN = 3


def explain(question: str, content: Content, language: Language) -> Iterator[str]:
    """The explanation, line by line: the words heard, the band and why, and what speaks for the likeliest classes."""
    words = normalise(question, content.rewrites)[: topics.MOST_WORDS]
    match = understand(words, content.matcher)
    yield f"heard    {' '.join(words) or '(no words)'}"
    yield f"band     {match.band}: {_why(match, words, content.matcher)}"
    for name, score in match.scores[:CLASSES_SHOWN]:
        yield f"\n{score:7.1%}  {name}"
        yield f"         for it: {', '.join(_speaking_for(name, words, content.matcher))}"
        yield from (f"         like: {said}" for said in _nearest(name, words, language))


def _why(match: Match, words: Sequence[str], matcher: Matcher) -> str:
    """The rule that decided on the band, in a sentence."""
    top, score = match.scores[0]
    if matcher.example(" ".join(words)):
        return f"it is one of the examples of {top}"
    if match.band == "answer":
        return f"{top} reaches {topics.ANSWER_AT:.0%}"
    if match.band == "confirm":
        bars = f"offered are those from {topics.CONFIRM_AT:.0%}, a second from {topics.SECOND_AT:.0%}"
        return f"none reaches {topics.ANSWER_AT:.0%}; {bars}"
    if match.decline == topics.ELSEWHERE and not top.startswith(DECLINE) and strangers(words, matcher.subjects):
        return f"{top} has no example about {', '.join(mentioned(words, matcher.subjects))}"
    declining = sum(share for name, share in match.scores if name.startswith(DECLINE))
    if declining >= topics.DECLINE_AT:
        return f"what is not ours reaches {declining:.0%} in all (of {topics.DECLINE_AT:.0%})"
    return f"no topic reaches {topics.CONFIRM_AT:.0%}, the best is {score:.0%}"


def _speaking_for(name: str, words: Sequence[str], matcher: Matcher) -> list[str]:
    """The words that speak most for a class and how much each adds to its score, then all that their letters add."""
    column, width = matcher.classes.index(name), len(matcher.classes)
    added = {
        feature: (matcher.weights[row * width + column] - ZERO) * matcher.scale * weight
        for feature, (row, weight) in weighed_rows(words, matcher).items()
    }
    whole = {feature[1:]: share for feature, share in added.items() if feature.startswith("=")}
    best = sorted(whole.items(), key=lambda pair: -pair[1])[:WORDS_SHOWN]
    letters = sum(share for feature, share in added.items() if not feature.startswith("="))
    return [*(f'"{said}" {share:+.1f}' for said, share in best if share > 0), f"spelling {letters:+.1f}"]


def _nearest(name: str, words: Sequence[str], language: Language) -> list[str]:
    """The examples of a class that share the most of their words with the question."""
    asked = set(words)
    shared = {
        " ".join(example): len(asked & set(example)) / len(asked | set(example))
        for example, label in compile_matcher.examples(language)
        if label == name and example
    }
    return [said for said, share in sorted(shared.items(), key=lambda pair: -pair[1])[:EXAMPLES_SHOWN] if share]
