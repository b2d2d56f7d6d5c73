"""Fits the topic matcher to the content's example questions.

A logistic regression over the n-grams of ``understanding.topics``, rounded to a byte an entry. Nothing random is
in it: the same content gives the same file on the same versions of the fitting libraries.
"""

from __future__ import annotations

import json
import math
from array import array
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TypeVar

from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from back_guide.content.matcher import key
from back_guide.understanding.topics import ZERO, features, weigh

Example = tuple[list[str], str]
"""The (normalised) words of a question, and the class that they belong to."""

Subjects = Mapping[str, list[str] | None]

Value = TypeVar("Value")

REGULARISATION = 100.0  # chosen on the dev half of tests/understanding
SEEN_AT_LEAST = 3  # questions a feature must stand in
TOLERANCE = 0.02  # of all classes together, when to stop: a fit that stops sooner declines less and errs more


def fit(examples: Sequence[Example], subjects: Subjects, made_from: str) -> bytes:
    """The matcher that ``content.matcher`` reads.

    ``made_from`` is a digest of what it was made from; it is kept inside for the freshness check. Raises ValueError
    where two features, or two examples, have one key.
    """
    idf = _idf([words for words, _ in examples])
    model = learn(examples, idf)
    unit = float(abs(model.coef_).max()) / (ZERO - 1)
    weights = (model.coef_.T / unit).round().astype(int) + ZERO
    classes = [str(name) for name in model.classes_]
    said = _in_order_of_key({" ".join(words): classes.index(label) for words, label in examples})
    head = {
        "made_from": made_from,
        "classes": classes,
        "biases": [round(float(bias), 4) for bias in model.intercept_],
        "scale": unit,
        "rarest": max(idf.values()),
        "subjects": subjects,
        "features": len(idf),
        "examples": len(said),
    }
    tables = (
        array("Q", map(key, idf)),
        array("Q", map(key, said)),
        array("H", (round(1000 * value) for value in idf.values())),
        array("H", said.values()),
        bytes(weights.ravel().tolist()),
    )
    return json.dumps(head, separators=(",", ":")).encode() + b"\n" + b"".join(bytes(table) for table in tables)


def learn(examples: Sequence[Example], idf: Mapping[str, float]) -> LogisticRegression:
    """The linear model of a set of examples, its columns in the order of ``idf``."""
    column = {name: index for index, name in enumerate(idf)}
    rarest = max(idf.values())
    weighed = [weigh(Counter(features(words)), idf, rarest) for words, _ in examples]
    labels = [label for _, label in examples]
    model = LogisticRegression(C=REGULARISATION, max_iter=400, tol=TOLERANCE / len(set(labels)))
    return model.fit(_matrix(weighed, column), labels)


def _idf(questions: Sequence[list[str]]) -> dict[str, float]:
    """The inverse document frequency of each feature that stands in enough questions, in order of key."""
    seen = Counter(name for words in questions for name in set(features(words)))
    many = 1 + len(questions)
    found = {name: math.log(many / (1 + count)) + 1 for name, count in seen.items() if count >= SEEN_AT_LEAST}
    return _in_order_of_key({name: round(value, 3) for name, value in found.items()})


def _in_order_of_key(table: Mapping[str, Value]) -> dict[str, Value]:
    if len({key(name) for name in table}) < len(table):
        raise ValueError("two features or examples have the same key: change content.matcher.PRIME")
    return {name: table[name] for name in sorted(table, key=key)}


def _matrix(weighed: Sequence[dict[str, float]], column: dict[str, int]) -> csr_matrix:
    values = [value for row in weighed for value in row.values()]
    columns = [column[name] for row in weighed for name in row]
    starts = [0]
    for row in weighed:
        starts.append(starts[-1] + len(row))
    return csr_matrix((values, columns, starts), shape=(len(weighed), len(column)))
