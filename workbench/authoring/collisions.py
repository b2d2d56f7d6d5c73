"""Questions that the matcher itself takes for something else than their editor does."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from back_guide.content import Matcher
from back_guide.understanding.normalise import normalise
from back_guide.understanding.topics import ANSWER_AT, CONFIRM_AT, DECLINE, ranked
from workbench.authoring.draft import Language
from workbench.authoring.rewrites import rewrites
from workbench.authoring.strict_yaml import Problem

FEWEST_WORDS = 4


def collisions(language: Language, matcher: Matcher) -> Iterator[Problem]:
    """Warnings, as problems of two kinds: an example that another topic would answer, and one that finds nothing.

    An example is still taken at its word; but what is said a little differently will go astray as it does. Examples
    of a word or two are there for just that, to be taken at their word, and are let pass.
    """
    meant = rewrites(language)
    for name, topic in language.topics.items():
        for question in topic["ask"]:
            words = normalise(question, meant)
            if len(words) < FEWEST_WORDS:
                continue
            scores = defaultdict(float, ranked(words, matcher))
            top = next(iter(scores))
            if top != name and scores[top] >= ANSWER_AT and not top.startswith(DECLINE):
                what = f'"{question}" sounds like {top} ({scores[top]:.0%}) rather than {name} ({scores[name]:.0%})'
                yield Problem(question.place, what, "Move it there, or write more like it here.", "collides")
            elif scores[name] < CONFIRM_AT:
                what = f'"{question}" does not find {name} ({scores[name]:.0%})'
                yield Problem(question.place, what, "Write more questions like it.", "does-not-find")
