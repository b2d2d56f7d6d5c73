"""Dangers in words that nobody foresaw: red_flags/en_held_out.yaml, and en_blind.yaml, on which nothing was tuned."""

import pytest

from back_guide import content as store
from workbench.bench import red_flags


@pytest.mark.parametrize("name", ["en_held_out", "en_blind"])
def test_hardly_a_danger_is_missed_in_words_that_nobody_foresaw(name: str) -> None:
    shares = red_flags.shares(red_flags.measure(name, store.load()))
    assert shares["… or asked back as such"] >= 0.96
    assert shares["… or asked back"] >= 0.90
    assert shares["alarms for nothing"] <= 0.08


def test_hardly_a_calm_sentence_raises_an_alarm_by_its_sound() -> None:
    shares = red_flags.shares(red_flags.measure("en", store.load()))
    assert shares["alarms for nothing"] <= 0.01
