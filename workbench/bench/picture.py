"""Pictures of a measurement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import matplotlib as mpl

from back_guide.understanding.topics import ANSWER_AT, CONFIRM_AT


def draw(path: Path, outcomes: Mapping[str, Sequence[tuple[float, bool]]]) -> None:
    """Accuracy against coverage, for each half: of the questions scored at least so high, how many are right.

    ``outcomes`` holds the best score of each question and whether that class was right. Marks show the bands.
    """
    mpl.use("svg" if path.suffix == ".svg" else "agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(7, 4.5), layout="constrained")
    for half, found in outcomes.items():
        ranked = sorted(found, reverse=True)
        right = [sum(hit for _, hit in ranked[: count + 1]) / (count + 1) for count in range(len(ranked))]
        coverage = [(count + 1) / len(ranked) for count in range(len(ranked))]
        (line,) = axes.plot(coverage, right, label=f"{half} half")
        for bar, marker in ((ANSWER_AT, "o"), (CONFIRM_AT, "s")):
            above = sum(score >= bar for score, _ in ranked)
            axes.plot(above / len(ranked), right[above - 1], marker, color=line.get_color())
    axes.set(xlabel="share of questions taken", ylabel="share of those right", xlim=(0, 1), ylim=(0.85, 1.005))
    axes.set_title(f"Circle: answered from {ANSWER_AT:.0%}. Square: offered from {CONFIRM_AT:.0%}.")
    axes.legend()
    axes.grid(alpha=0.3)
    figure.savefig(path)
    pyplot.close(figure)
