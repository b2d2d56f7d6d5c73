"""``back-guide bench triage``: patient stories told to the real handler, beside the published figures.

Each story of tests/vignettes answers the skill's own questions in its person's words. What it is told is its outcome's
urgency, or that of the red flag that ended the conversation.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import Any

import yaml

from back_guide.content.check import URGENCIES
from workbench.simulator.session import Handler, Session

FOLDER = Path(__file__).parents[2] / "tests" / "vignettes"
NOES = ("no", "nope", "no i don't", "not really", "nah", "no nothing like that", "i don't think so", "none of those")
MOST_TURNS = 40

PUBLISHED = (
    ("symptom checkers, 2015 (Semigran): exact / emergencies", "57% / 80%"),
    ("symptom checkers, 2020 (Hill): exact / emergencies", "49% / 63%"),
    ("lay people (Levine): exact", "74%"),
    ("physicians (Levine): exact", "91%"),
)


@dataclass(frozen=True)
class Story:
    """A patient's story: what should come of it, and how it is told."""

    id: str
    text: str
    urgency: str
    opening: str
    about: str
    answers: dict[str, str]


@dataclass(frozen=True)
class Told:
    """What a story was told: the urgency of the advice, and what was asked and answered on the way."""

    story: Story
    urgency: str
    turns: tuple[tuple[str, str], ...]

    @property
    def levels_under(self) -> int:
        """By how many levels the advice was less urgent than it should be; negative where it was more."""
        return URGENCIES.index(self.urgency) - URGENCIES.index(self.story.urgency)


def read() -> list[Story]:
    """Every story, in the order of the files."""
    return list(itertools.chain.from_iterable(_stories(path) for path in sorted(FOLDER.glob("*.yaml"))))


def tell(story: Story, handler: Handler) -> Told:
    """Has the conversation of a story. Raises RuntimeError where no advice comes of it."""
    session = Session(handler, "en-US")
    record = session.say(story.opening or _door(story)).record()
    if story.opening and record["decision"] != "red_flag" and not record["question"]:
        record = session.say(_door(story)).record()
    noes = itertools.cycle(NOES)
    turns: list[tuple[str, str]] = []
    while record["urgency"] is None:
        asked = record["question"] or ""
        if len(turns) >= MOST_TURNS or not asked:
            raise RuntimeError(f"{story.id}: no advice after {turns}; last heard: {record['speech']}")
        said = "yes" if asked == "summary" else story.answers.get(asked) or next(noes)
        turns.append((asked, said))
        record = session.say(said).record()
    return Told(story, record["urgency"], tuple(turns))


def figures(told: list[Told]) -> dict[str, float]:
    """The shares that matter, by name."""
    emergencies = [each for each in told if each.story.urgency == "emergency"]
    self_care = [each for each in told if each.story.urgency == "self_care"]
    return {
        "exact": fmean(each.levels_under == 0 for each in told),
        "emergencies found": fmean(each.urgency == "emergency" for each in emergencies),
        "told too low": fmean(each.levels_under > 0 for each in told),
        "told too low by two levels": fmean(each.levels_under > 1 for each in told),
        "told too high": fmean(each.levels_under < 0 for each in told),
        "self-care kept at self-care": fmean(each.urgency == "self_care" for each in self_care),
    }


def main() -> int:
    """Prints the confusion matrix, the figures, what went wrong, and the published figures."""
    from lambda_function import lambda_handler

    told = [tell(story, lambda_handler) for story in read()]
    counts = Counter((each.story.urgency, each.urgency) for each in told)
    print(f"{len(told)} stories\n{'should be':12}" + "".join(f"{urgency:>12}" for urgency in URGENCIES) + "   ← told")
    for wanted in URGENCIES:
        print(f"{wanted:12}" + "".join(f"{counts[wanted, urgency]:12}" for urgency in URGENCIES))
    print()
    for name, share in figures(told).items():
        print(f"{name:56}{share:8.1%}")
    for name, published in PUBLISHED:
        print(f"{name:56}{published:>16}")
    for each in told:
        if each.levels_under:
            print(f"\n{each.story.id}: {each.story.urgency}, told {each.urgency}. {each.story.text}\n  {each.turns}")
    return 0


def _stories(path: Path) -> Iterator[Story]:
    found: dict[str, dict[str, Any]] = yaml.load(path.read_bytes(), yaml.CBaseLoader)  # noqa: S506 - strings only
    for name, fields in found.items():
        opening, about = fields.get("opening", ""), fields.get("about", "")
        yield Story(name, fields["story"], fields["urgency"], opening, about, fields.get("answers", {}))


def _door(story: Story) -> str:
    return f"check my {story.about}'s symptoms" if story.about else "check my symptoms"
