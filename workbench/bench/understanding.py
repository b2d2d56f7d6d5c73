"""``back-guide bench understanding``: how often a question reaches the right answer.

Sentences come from tests/understanding, which shares none with the content's examples. The dev half is there to tune
on; the test half is what is reported.
"""

from __future__ import annotations

import statistics
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from back_guide import content as store
from back_guide.content import Content
from back_guide.understanding.normalise import normalise
from back_guide.understanding.topics import Match, understand
from workbench.authoring import draft as drafts
from workbench.bench import picture, side_by_side

HALVES = {"test": "en.yaml", "dev": "en_dev.yaml"}
FOLDER = Path(__file__).parents[2] / "tests" / "understanding"


@dataclass
class Result:
    """One sentence: what it should be taken for (a topic, or a kind to decline), and what it was."""

    said: str
    wanted: str
    match: Match
    seconds: float


@dataclass
class Figures:
    """What a half of the sentences gave, as shares of the questions in and out of scope."""

    results_in: list[Result] = field(default_factory=list)
    results_out: list[Result] = field(default_factory=list)

    def shares(self) -> dict[str, float]:
        """The figures by name."""
        return {
            "in scope: right answer": statistics.fmean(
                r.match.topics[:1] == (r.wanted,) and _answers(r) for r in self.results_in
            ),
            "in scope: right answer, or offered": statistics.fmean(r.wanted in r.match.topics for r in self.results_in),
            "in scope: wrong answer as if right": statistics.fmean(
                _answers(r) and r.wanted not in r.match.topics for r in self.results_in
            ),
            "in scope: declined": statistics.fmean(r.match.band == "decline" for r in self.results_in),
            "out of scope: declined": statistics.fmean(r.match.band == "decline" for r in self.results_out),
            "out of scope: declined as its kind": statistics.fmean(
                r.match.decline == r.wanted for r in self.results_out
            ),
            "out of scope: answered": statistics.fmean(_answers(r) for r in self.results_out),
        }


def measure(half: str, content: Content) -> Figures:
    """Understands every sentence of a half."""
    sentences = read(half)
    return Figures(
        list(_results(sentences["in_scope"], content)),
        list(_results(sentences["out_of_scope"], content)),
    )


def read(half: str) -> dict[str, dict[str, list[str]]]:
    """The sentences of a half: "in_scope" by topic, "out_of_scope" by the kind of decline."""
    found: dict[str, dict[str, list[str]]] = yaml.load((FOLDER / HALVES[half]).read_bytes(), yaml.CBaseLoader)  # noqa: S506
    return found


def main(plot: Path | None = None) -> int:
    """Prints the figures of both halves, the approaches side by side, and where the matcher errs."""
    content = store.load()
    measured = {half: measure(half, content) for half in HALVES}
    _print_shares(measured)
    _print_side_by_side(content)
    _print_confusions(measured["dev"])
    _print_worst(measured["dev"])
    if plot:
        picture.draw(plot, {half: _outcomes(figures) for half, figures in measured.items()})
        print(f"\nThe confidence bands are drawn in {plot}.")
    return 0


def _print_shares(measured: Mapping[str, Figures]) -> None:
    shares = {half: figures.shares() for half, figures in measured.items()}
    print(f"{'':40}" + "".join(f"{half:>8}" for half in measured))
    for name in shares["test"]:
        print(f"{name:40}" + "".join(f"{shares[half][name]:8.1%}" for half in measured))
    times = [r.seconds * 1000 for r in measured["test"].results_in]
    p99 = statistics.quantiles(times, n=100)[98]
    print(f"\none question: {statistics.median(times):.2f} ms median, {p99:.2f} ms at p99")


def _print_side_by_side(content: Content) -> None:
    """The approaches on the test half; speeds are told as multiples of the matcher's."""
    language = drafts.read_once().languages[content.language]
    halves = side_by_side.halves(content, {half: read(half) for half in HALVES})
    found = list(side_by_side.rows(content, language, halves))
    ours = next(row.milliseconds for row in found if "ships" in row.name)
    print(
        f"\n{'test half, ranking alone':34}{'first':>8}{'in two':>8}{'right*':>8}{'foreign*':>9}{'ms':>8}{'times':>7}"
    )
    for row in found:
        shares = f"{row.first:8.1%}{row.first_two:8.1%}{row.right:8.1%}{row.foreign_answered:9.1%}"
        print(f"{row.name:34}{shares}{row.milliseconds:8.2f}{row.milliseconds / ours:7.1f}")
    print("* answered from the score that keeps wrong answers on the dev half to 2 %: right, and not ours but answered")
    if not side_by_side.ENCODER.exists():
        print("(for the sentence encoder as a reference, run: make encoder)")


def _print_confusions(figures: Figures, most: int = 10) -> None:
    pairs = Counter((r.wanted, r.match.scores[0][0]) for r in figures.results_in if r.wanted != r.match.scores[0][0])
    print("\nmost often taken for another, dev half:")
    for (wanted, taken), count in pairs.most_common(most):
        print(f"  {count} x {wanted} for {taken}")


def _print_worst(figures: Figures, most: int = 10) -> None:
    wrong = [r for r in figures.results_in if _answers(r) and r.wanted not in r.match.topics]
    wrong += [r for r in figures.results_out if _answers(r)]
    print("\nmost surely wrong, dev half:")
    for result in sorted(wrong, key=lambda r: -r.match.scores[0][1])[:most]:
        name, score = result.match.scores[0]
        print(f"  {score:.2f} {name}, not {result.wanted}: {result.said}")


def _outcomes(figures: Figures) -> list[tuple[float, bool]]:
    """For each in-scope question, the score of the likeliest class and whether it is the right one."""
    return [(r.match.scores[0][1], r.match.scores[0][0] == r.wanted) for r in figures.results_in]


def _results(sentences: Mapping[str, list[str]], content: Content) -> Iterator[Result]:
    for wanted, ways in sentences.items():
        for said in ways:
            began = time.perf_counter()
            match = understand(normalise(said, content.rewrites), content.matcher)
            yield Result(said, wanted, match, time.perf_counter() - began)


def _answers(result: Result) -> bool:
    return result.match.band == "answer"
