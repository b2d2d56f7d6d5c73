"""Fits the topic matcher to the content's example questions.

A logistic regression over the phrases and letter n-grams of ``understanding.topics``, rounded to a byte an entry. What
the letters of a word say never changes, so it is added up here, into one row for each word that is often met. Nothing
random is in it: the same content gives the same file on the same versions of the fitting libraries.
"""

from __future__ import annotations

import json
import math
from array import array
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TypeVar

from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from back_guide.content.matcher import key
from back_guide.understanding.topics import IDF_UNIT, SPELLING, ZERO, features, letters, tf_idf, weigh

Example = tuple[list[str], str]
"""The (normalised) words of a question, and the class that they belong to."""

Subjects = Mapping[str, list[str] | None]

Value = TypeVar("Value")

REGULARISATION = 80.0  # chosen on the dev half of tests/understanding
SEEN_AT_LEAST = 3  # questions a feature must stand in
STEP = 0.14  # log-odds that weights are rounded to; the few beyond 127 steps (5 in 4,550,280) are cut
TOLERANCE = 0.02  # of all classes together, when to stop: a fit that stops sooner declines less and errs more


def fit(examples: Sequence[Example], subjects: Subjects, made_from: str) -> bytes:
    """The matcher that ``content.matcher`` reads.

    ``made_from`` is a digest of what it was made from; it is kept inside for the freshness check. Raises ValueError
    where two features, or two examples, have one key.
    """
    found = _Features(examples)
    model = learn(found.weighed(examples) @ found.parts(found.idf), [label for _, label in examples])
    idf = _in_order_of_key({name: idf for name, idf in found.idf.items() if found.seen[name] >= SEEN_AT_LEAST})
    steps = (found.parts(idf) @ model.coef_.T / STEP).round().clip(1 - ZERO, ZERO - 1).astype(int)
    classes = [str(name) for name in model.classes_]
    said = _in_order_of_key({" ".join(words): classes.index(label) for words, label in examples})
    head = {
        "made_from": made_from,
        "classes": classes,
        "biases": [round(float(bias), 4) for bias in model.intercept_],
        "scale": STEP,
        "rarest": found.rarest,
        "subjects": subjects,
        "features": len(idf),
        "examples": len(said),
    }
    tables = (
        array("Q", map(key, idf)),
        array("Q", map(key, said)),
        array("H", (round(IDF_UNIT * value) for value in idf.values())),
        array("H", said.values()),
        bytes((steps + ZERO).ravel().tolist()),
    )
    return json.dumps(head, separators=(",", ":")).encode() + b"\n" + b"".join(bytes(table) for table in tables)


def learn(weighed: csr_matrix, labels: Sequence[str]) -> LogisticRegression:
    """The linear model of weighed examples."""
    model = LogisticRegression(C=REGULARISATION, max_iter=400, tol=TOLERANCE / len(set(labels)))
    return model.fit(weighed, labels)


class _Features:
    """What examples are known by.

    ``idf`` holds the inverse document frequency of each phrase and letter n-gram that stands in enough questions, and
    with the spelling of each word its length: how much all its letters tell. ``seen`` counts the questions.
    """

    def __init__(self, examples: Sequence[Example]) -> None:
        self.seen = Counter(name for words, _ in examples for name in {*features(words), *_all_letters(words)})
        self.simple = {
            name: _rounded(math.log((1 + len(examples)) / (1 + count)) + 1)
            for name, count in self.seen.items()
            if count >= SEEN_AT_LEAST and name[0] != SPELLING
        }
        self.rarest = max(self.simple.values())
        self.spelt = {name: Counter(letters(name[1:])) for name in self.seen if name[0] == SPELLING}
        told = {name: tf_idf(counts, self.simple, self.rarest) for name, counts in self.spelt.items()}
        self.idf = self.simple | {name: _rounded(math.hypot(*each)) for name, each in told.items()}

    def weighed(self, examples: Sequence[Example]) -> csr_matrix:
        """Each example's weights of features."""
        return _matrix([weigh(Counter(features(words)), self.idf, self.rarest) for words, _ in examples], self.idf)

    def parts(self, names: Iterable[str]) -> csr_matrix:
        """What features are made of: a spelling of weighed letters, any other of itself."""
        parts = [
            weigh(self.spelt[name], self.simple, self.rarest) if name in self.spelt else {name: 1.0} for name in names
        ]
        return _matrix(parts, self.simple)


def _all_letters(words: Iterable[str]) -> Iterable[str]:
    return (name for word in words for name in letters(word))


def _rounded(idf: float) -> float:
    return round(IDF_UNIT * idf) / IDF_UNIT


def _in_order_of_key(table: Mapping[str, Value]) -> dict[str, Value]:
    if len({key(name) for name in table}) < len(table):
        raise ValueError("two features or examples have the same key: change content.matcher.PRIME")
    return {name: table[name] for name in sorted(table, key=key)}


def _matrix(weighed: Collection[Mapping[str, float]], names: Iterable[str]) -> csr_matrix:
    """A row for each of some sets of weighed names, and a column for each of all names."""
    column = {name: index for index, name in enumerate(names)}
    values = [value for row in weighed for value in row.values()]
    columns = [column[name] for row in weighed for name in row]
    starts = [0]
    for row in weighed:
        starts.append(starts[-1] + len(row))
    return csr_matrix((values, columns, starts), shape=(len(weighed), len(column)))
