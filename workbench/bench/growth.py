"""``back-guide bench growth``: what understanding costs, and how well it does, as topics are added.

Topics are added by generation: a copy of a topic has every content word spelled in another way of its own (each
letter moved on within vowels or consonants), so that a copy's questions are as like and as unlike each other as ours.

Time is measured at 1, 4 and 16 times all topics, with a table of the right size and random weights, since the work
does not depend on what the weights are. Accuracy is measured on a sample of topics, since fitting sixteen times all
of them takes more memory than a desk has.
"""

from __future__ import annotations

import random
import statistics
import time
from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from back_guide import content as store
from back_guide.content import Matcher
from back_guide.understanding.normalise import normalise
from back_guide.understanding.topics import ranked, understand
from workbench.authoring import compile_matcher, fit
from workbench.authoring import draft as drafts
from workbench.authoring.fit import Example
from workbench.bench.understanding import read

TIMES = (1, 4, 16)
SAMPLED_TOPICS = 24
SAMPLED_EXAMPLES = 20
TIMED_QUESTIONS = 300
VOWELS, CONSONANTS = "aeiou", "bcdfghjklmnpqrstvwxyz"
COMMON_WORDS = 150
"""Words so frequent in the examples that they stay as they are: "how", "can", "back"."""


def main() -> int:
    """Prints time and accuracy for each size."""
    content = store.load()
    language = drafts.read_once().languages[content.language]
    examples = [example for example in compile_matcher.examples(language) if example[1] in content.topics]
    asked = {
        topic: [normalise(said, content.rewrites) for said in ways] for topic, ways in read("dev")["in_scope"].items()
    }
    common = frozenset(word for word, _ in Counter(w for words, _ in examples for w in words).most_common(COMMON_WORDS))
    questions = [words for ways in asked.values() for words in ways][:TIMED_QUESTIONS]
    sample = list(asked)[:: len(asked) // SAMPLED_TOPICS][:SAMPLED_TOPICS]
    few = [example for topic in sample for example in [e for e in examples if e[1] == topic][:SAMPLED_EXAMPLES]]
    few_asked = [(words, topic) for topic in sample for words in asked[topic]]
    print(f"{'':8}{'all topics':>12}{'ms':>8}{'sample':>10}{'right first':>13}{'in two':>8}")
    for size in TIMES:
        wide = _widened(content.matcher, size)
        milliseconds = 1000 * statistics.median(_seconds(questions, wide))
        first, two = _accuracy(list(_copies(few, size, common)), list(_copies(few_asked, size, common)))
        counts = f"{len(content.topics) * size:12}{milliseconds:8.2f}{len(sample) * size:10}"
        print(f"{size:5} × {counts}{first:13.1%}{two:8.1%}")
    return 0


def _copies(examples: Sequence[Example], size: int, common: frozenset[str]) -> Iterator[Example]:
    for copy in range(size):
        for words, label in examples:
            yield [word if word in common else _respelled(word, copy) for word in words], f"{label}_{copy}"


def _respelled(word: str, by: int) -> str:
    """A word with each letter moved on within the vowels or the consonants."""
    moved = (next((kind for kind in (VOWELS, CONSONANTS) if letter in kind), letter) for letter in word)
    return "".join(kind[(kind.index(letter) + by) % len(kind)] for letter, kind in zip(word, moved, strict=True))


def _accuracy(examples: Sequence[Example], asked: Sequence[Example]) -> tuple[float, float]:
    """How often the right topic comes first, and among the first two."""
    matcher = Matcher.from_bytes(fit.fit(examples, {}, made_from=""))
    found = [([name for name, _ in ranked(words, matcher)[:2]], wanted) for words, wanted in asked]
    first = sum(names[0] == wanted for names, wanted in found)
    return first / len(found), sum(wanted in names for names, wanted in found) / len(found)


def _widened(matcher: Matcher, size: int) -> Matcher:
    """A matcher of so many times the classes and features, its weights random."""
    if size == 1:
        return matcher
    dice = random.Random(size)  # noqa: S311 - nothing depends on what the weights are
    classes = tuple(f"{name}_{copy}" for copy in range(size) for name in matcher.classes)
    keys = sorted({*matcher.feature_keys, *(dice.getrandbits(61) for _ in range((size - 1) * len(matcher.idf)))})
    return replace(
        matcher,
        classes=classes,
        biases=matcher.biases * size,
        feature_keys=array("Q", keys),
        idf=array("H", [250]) * len(keys),
        weights=memoryview(dice.randbytes(len(classes)) * len(keys)),
        example_keys=(),
        example_classes=(),
    )


def _seconds(questions: Sequence[list[str]], matcher: Matcher) -> Iterator[float]:
    for words in questions:
        began = time.perf_counter()
        understand(words, matcher)
        yield time.perf_counter() - began
