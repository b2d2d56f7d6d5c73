"""The matcher beside other ways of finding a topic: the same examples, the same questions, one run."""

from __future__ import annotations

import json
import statistics
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from back_guide.content import Content
from back_guide.understanding.normalise import normalise
from back_guide.understanding.topics import DECLINE
from workbench.authoring import compile_matcher
from workbench.authoring.draft import ROOT, Language
from workbench.authoring.fit import Example
from workbench.bench import approaches
from workbench.bench.approaches import Ranker, Scores

ENCODER = ROOT / "build" / "encoder" / "bin" / "python"
"""The Python of the encoder's own environment."""

WRONG_ALLOWED = 0.02
"""Share of in-scope questions of the dev half that may be answered wrongly: it sets each approach's bar."""

Halves = Mapping[str, Sequence[tuple[list[str], str]]]
"""The (normalised) questions of the "dev" and the "test" half, each with the class wanted."""


@dataclass(frozen=True)
class Row:
    """What one approach gave on the test half, as shares, and its time a question in milliseconds."""

    name: str
    first: float
    first_two: float
    right: float
    foreign_answered: float
    milliseconds: float


def rows(content: Content, language: Language, halves: Halves) -> Iterator[Row]:
    """Measures every approach; the sentence encoder only where ``make encoder`` was run."""
    examples = compile_matcher.examples(language)
    rankers: dict[str, Ranker] = {
        "rapidfuzz token_set, nearest": approaches.rapidfuzz_neighbour(examples),
        "BM25, nearest": approaches.bm25(examples),
        "letter n-grams, nearest": approaches.letters_neighbour(examples),
        "linear model on n-grams (ships)": approaches.linear_model(content.matcher),
    }
    for name, ranker in rankers.items():
        yield _row(name, {half: list(_timed(ranker, questions)) for half, questions in halves.items()}, halves)
    if ENCODER.exists():
        yield from _encoder_rows(examples, halves)


def _timed(ranker: Ranker, questions: Sequence[tuple[list[str], str]]) -> Iterator[tuple[Scores, float]]:
    for words, _ in questions:
        began = time.perf_counter()
        scores = ranker(words)
        yield scores, time.perf_counter() - began


def _row(name: str, results: Mapping[str, Sequence[tuple[Scores, float]]], halves: Halves) -> Row:
    scored = {
        half: [(scores, wanted) for (scores, _), (_, wanted) in zip(results[half], halves[half], strict=True)]
        for half in halves
    }
    bar = _bar(scored["dev"])
    ours = [(scores, wanted) for scores, wanted in scored["test"] if not wanted.startswith(DECLINE)]
    foreign = [scores for scores, wanted in scored["test"] if wanted.startswith(DECLINE)]
    return Row(
        name,
        first=statistics.fmean(_names(scores)[:1] == [wanted] for scores, wanted in ours),
        first_two=statistics.fmean(wanted in _names(scores)[:2] for scores, wanted in ours),
        right=statistics.fmean(_answer(scores, bar) == wanted for scores, wanted in ours),
        foreign_answered=statistics.fmean(bool(_answer(scores, bar)) for scores in foreign),
        milliseconds=1000 * statistics.median(seconds for _, seconds in results["test"]),
    )


def _bar(scored: Sequence[tuple[Scores, str]]) -> float:
    """The lowest score from which on answering keeps wrong answers to what is allowed."""
    ours = [(scores, wanted) for scores, wanted in scored if not wanted.startswith(DECLINE)]
    wrong = sorted((scores[0][1] for scores, wanted in ours if _answer(scores, 0.0) not in ("", wanted)), reverse=True)
    allowed = int(WRONG_ALLOWED * len(ours))
    return wrong[allowed] + 1e-9 if len(wrong) > allowed else 0.0


def _answer(scores: Scores, bar: float) -> str:
    """The topic that is answered from a bar on, or "" where none is."""
    name, score = scores[0]
    return "" if name.startswith(DECLINE) or score < bar else name


def _names(scores: Scores) -> list[str]:
    return [name for name, _ in scores if not name.startswith(DECLINE)]


def _encoder_rows(examples: Sequence[Example], halves: Halves) -> Iterator[Row]:
    """The full sentence encoder: its nearest example, and a linear model on its vectors."""
    asked = [words for questions in halves.values() for words, _ in questions]
    vectors = _encoded([words for words, _ in examples], asked)
    labels = [label for _, label in examples]
    at = {" ".join(words): row for row, words in enumerate(asked)}
    model = LogisticRegression(C=30.0, max_iter=300, tol=1e-3).fit(vectors["examples"], labels)

    def vector(words: list[str]) -> np.ndarray:
        return np.asarray(vectors["questions"][at[" ".join(words)]])

    def linear(words: list[str]) -> Scores:
        shares = model.predict_proba(vector(words)[None])[0]
        return [(str(model.classes_[best]), float(shares[best])) for best in np.argsort(-shares)]

    nearest = approaches.vectors_neighbour(vectors["examples"], labels, vector)
    seconds = vectors["seconds"]
    for name, ranker in (("sentence encoder, nearest", nearest), ("sentence encoder, linear model", linear)):
        results = {
            half: [
                (scores, taken + float(seconds[at[" ".join(words)]]))
                for (scores, taken), (words, _) in zip(_timed(ranker, questions), questions, strict=True)
            ]
            for half, questions in halves.items()
        }
        yield _row(name, results, halves)


def _encoded(examples: Sequence[list[str]], questions: Sequence[list[str]]) -> Mapping[str, np.ndarray]:
    """Vectors of all sentences, made by the encoder's own interpreter."""
    with tempfile.TemporaryDirectory() as folder:
        asked, vectors = Path(folder, "asked.json"), Path(folder, "vectors.npz")
        sentences = {
            "examples": [" ".join(words) for words in examples],
            "questions": [" ".join(words) for words in questions],
        }
        asked.write_text(json.dumps(sentences), encoding="utf-8")
        subprocess.run([ENCODER, Path(__file__).with_name("encode.py"), asked, vectors], check=True)
        return dict(np.load(vectors))


def halves(content: Content, sentences: Mapping[str, Mapping[str, Mapping[str, Sequence[str]]]]) -> Halves:
    """The questions of both halves as the approaches take them."""
    return {
        half: [
            (normalise(said, content.rewrites), ("" if part == "in_scope" else DECLINE) + wanted)
            for part, by_class in parts.items()
            for wanted, ways in by_class.items()
            for said in ways
        ]
        for half, parts in sentences.items()
    }
