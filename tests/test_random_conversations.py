"""Random conversations through the real handler: the short form of ``back-guide bench soak``.

The moves and what must hold are the soak's own (workbench/bench); here hypothesis decides in place of a seed, one rule a
move, so that it can leave out whole kinds of moves and shrink what fails to a few turns. The sequences are the same on
every run, so that a failure is there until it is mended; new ones are for the soak to find.
"""

import json
import re
from collections.abc import Iterator
from copy import deepcopy
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from back_guide.dialogue import Memory
from back_guide.dialogue.memory import CheckState
from lambda_function import lambda_handler
from workbench.bench import random_words, soak
from workbench.bench.invariants import MOST_MEMORY, broken, words_of
from workbench.bench.random_talk import Talk
from workbench.bench.random_turns import MOVES, Move
from workbench.bench.spoil import FORGED, ODD, spoilt
from workbench.cli import main
from workbench.simulator import envelope
from workbench.simulator.recognise import Heard
from workbench.simulator.session import Handler, Session

Json = dict[str, Any]
chances = st.randoms(use_true_random=False)


class Conversations(RuleBasedStateMachine):
    """A talk in which hypothesis decides. Its rules are the moves."""

    def __init__(self) -> None:
        super().__init__()
        self.skill = soak.a_skill()
        self.answer, self.services = self.skill.__enter__()

    @initialize(chance=chances)
    def begin(self, chance: Random) -> None:
        self.talk = Talk(self.answer, self.services, chance)

    def teardown(self) -> None:
        self.skill.__exit__(None, None, None)


def rule_of(move: Move) -> Any:
    def take(self: Conversations, chance: Random) -> None:
        assert self.talk.take(move, chance).problems == []

    take.__name__ = move.__name__
    return rule(chance=chances)(take)


for each in MOVES:
    setattr(Conversations, each.__name__, rule_of(each))

TestWhateverHappensEveryResponseKeepsTheRules = Conversations.TestCase
TestWhateverHappensEveryResponseKeepsTheRules.settings = settings(
    max_examples=60, stateful_step_count=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
