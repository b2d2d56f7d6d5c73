"""Other ways of finding the topic of a question, for comparison. Each is given the content's own examples.

An approach takes the examples and gives a ranker: words → classes with scores, the best first. What the matcher adds
(bands, declines, foreign subjects) is left out, so that only the ranking is compared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np
from rank_bm25 import BM25Okapi
from rapidfuzz import fuzz, process
from sklearn.feature_extraction.text import TfidfVectorizer

from back_guide.content import Matcher
from back_guide.understanding.topics import ranked
from workbench.authoring.fit import Example

Scores = Sequence[tuple[str, float]]
Ranker = Callable[[list[str]], Scores]
NEIGHBOURS = 60
"""Examples looked at for the best classes of a nearest-neighbour approach."""


def rapidfuzz_neighbour(examples: Sequence[Example]) -> Ranker:
    """The example that shares the most words in any order (rapidfuzz token_set_ratio)."""
    said, labels = _texts(examples)

    def rank(words: list[str]) -> Scores:
        found = process.extract(" ".join(words), said, scorer=fuzz.token_set_ratio, limit=NEIGHBOURS)
        return _best_of((labels[at], score / 100) for _, score, at in found)

    return rank


def bm25(examples: Sequence[Example]) -> Ranker:
    """BM25 over the examples, each a document."""
    index = BM25Okapi([words or [""] for words, _ in examples])
    labels = [label for _, label in examples]
    return lambda words: _nearest(np.asarray(index.get_scores(words)), labels)


def letters_neighbour(examples: Sequence[Example]) -> Ranker:
    """The nearest example by the cosine of letter 3- to 5-grams."""
    said, labels = _texts(examples)
    vectorizer = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True)
    matrix = vectorizer.fit_transform(said)
    return lambda words: _nearest((matrix @ vectorizer.transform([" ".join(words)]).T).toarray().ravel(), labels)


def linear_model(matcher: Matcher) -> Ranker:
    """The matcher that ships: logistic regression on word and letter n-grams."""
    return lambda words: ranked(words, matcher)


def vectors_neighbour(vectors: np.ndarray, labels: Sequence[str], of: Callable[[list[str]], np.ndarray]) -> Ranker:
    """The nearest example by the cosine of sentence vectors of length one."""
    return lambda words: _nearest(vectors @ of(words), labels)


def _texts(examples: Sequence[Example]) -> tuple[list[str], list[str]]:
    return [" ".join(words) for words, _ in examples], [label for _, label in examples]


def _nearest(scores: np.ndarray, labels: Sequence[str]) -> Scores:
    return _best_of((labels[at], float(scores[at])) for at in np.argsort(-scores, kind="stable")[:NEIGHBOURS])


def _best_of(found: Iterable[tuple[str, float]]) -> Scores:
    """Each class with its best score, in the order found."""
    best: dict[str, float] = {}
    for label, score in found:
        best.setdefault(label, score)
    return list(best.items())
