"""Patient stories, told to the real handler: nobody in danger is sent home, and few are alarmed for nothing."""

from collections import Counter

import pytest

from back_guide.content.check import URGENCIES
from lambda_function import lambda_handler
from workbench.bench import triage

STORIES = triage.read()


@pytest.fixture(scope="module")
def told() -> list[triage.Told]:
    return [triage.tell(story, lambda_handler) for story in STORIES]


def wrong(told: list[triage.Told], least: int) -> list[tuple[str, str, str]]:
    """The stories told too low by at least so many levels."""
    return [(each.story.id, each.story.urgency, each.urgency) for each in told if each.levels_under >= least]


def test_there_are_stories_enough_of_each_urgency() -> None:
    counts = Counter(story.urgency for story in STORIES)
    assert len(STORIES) >= 60
    assert set(counts) == set(URGENCIES)
    assert min(counts.values()) >= 15


def test_no_emergency_is_missed(told: list[triage.Told]) -> None:
    assert [each for each in wrong(told, 1) if each[1] == "emergency"] == []


def test_nobody_is_told_too_low_by_two_levels(told: list[triage.Told]) -> None:
    assert wrong(told, 2) == []


def test_the_advice_is_as_urgent_as_it_should_be(told: list[triage.Told]) -> None:
    shares = triage.figures(told)
    assert shares["exact"] >= 0.95
    assert shares["self-care kept at self-care"] >= 0.85
