"""Fits the topic matcher to the content's example questions.

A logistic regression over the n-grams of ``understanding.topics``, rounded to a byte an entry. Nothing random is
in it: the same content gives the same table on the same versions of the fitting libraries.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Sequence

from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from back_guide.understanding.topics import ZERO, features, weigh

REGULARISATION = 100.0  # chosen on the dev half of tests/understanding
SEEN_AT_LEAST = 2  # questions a feature must stand in


def fit(examples: Sequence[tuple[list[str], str]], made_from: str) -> bytes:
    """The matcher that ``content.store.read_matcher`` reads, from (normalised question, class) pairs.

    ``made_from`` is a digest of what it was made from; it is kept inside for the freshness check.
    """
    idf = _idf([words for words, _ in examples])
    names = list(idf)
    column = {name: index for index, name in enumerate(names)}
    model = LogisticRegression(C=REGULARISATION, max_iter=400, tol=1e-3)
    model.fit(
        _matrix([weigh(words, idf, max(idf.values())) for words, _ in examples], column),
        [label for _, label in examples],
    )
    unit = float(abs(model.coef_).max()) / (ZERO - 1)
    table = (model.coef_.T / unit).round().astype(int) + ZERO
    classes = [str(name) for name in model.classes_]
    head = {
        "made_from": made_from,
        "classes": classes,
        "examples": {" ".join(words): classes.index(label) for words, label in examples},
        "biases": [round(float(bias), 4) for bias in model.intercept_],
        "scale": unit,
        "features": names,
        "idf": [idf[name] for name in names],
    }
    return json.dumps(head, separators=(",", ":")).encode() + b"\n" + bytes(table.ravel().tolist())


def _idf(questions: Sequence[list[str]]) -> dict[str, float]:
    """The inverse document frequency of each feature that stands in enough questions, in order of name."""
    seen = Counter(name for words in questions for name in set(features(words)))
    many = 1 + len(questions)
    return {
        name: round(math.log(many / (1 + count)) + 1, 3)
        for name, count in sorted(seen.items())
        if count >= SEEN_AT_LEAST
    }


def _matrix(weighed: Sequence[dict[str, float]], column: dict[str, int]) -> csr_matrix:
    values = [value for row in weighed for value in row.values()]
    columns = [column[name] for row in weighed for name in row]
    starts = [0]
    for row in weighed:
        starts.append(starts[-1] + len(row))
    return csr_matrix((values, columns, starts), shape=(len(weighed), len(column)))
