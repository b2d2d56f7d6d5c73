"""Dangers in words that nobody wrote a template for: tests/red_flags/en_held_out.yaml."""

from back_guide import content as store
from workbench.bench import red_flags


def test_most_dangers_are_heard_in_words_that_nobody_foresaw() -> None:
    shares = red_flags.shares(red_flags.measure("en_held_out", store.load()))
    assert shares["emergencies heard as such"] >= 0.90
    assert shares["urgent heard at all"] >= 0.80
    assert shares["alarms for nothing"] <= 0.04
