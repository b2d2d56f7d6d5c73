"""What is told in the symptom check beside the answer that was asked for, put into its state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from back_guide.content import Content
from back_guide.dialogue.check_speech import state_of
from back_guide.dialogue.memory import ASKING, CheckState
from back_guide.dialogue.turn import Turn
from back_guide.understanding.answers import PLAIN, corrections
from back_guide.understanding.volunteered import Facts, whom


def with_facts(state: CheckState, told: Facts, content: Content) -> CheckState:
    """The state with what was volunteered."""
    raising = (sign for sign in told.signs if content.check.signs[sign].outcome)
    return replace(with_answers(state, told.answers), signs=tuple(dict.fromkeys((*state.signs, *raising))))


def with_answers(state: CheckState, answers: Mapping[str, str]) -> CheckState:
    """The state with some answers, by question."""
    for name, given in answers.items():
        state = state.answered(name, given)
    return state


def told_early(content: Content, turn: Turn) -> dict[str, str]:
    """What is said of the pain before it is asked: "it started after lifting a sofa"."""
    found = corrections(turn.words, content)
    plain = (name for name in found if found[name] not in PLAIN and not content.check.questions[name].follows)
    return {name: found[name] for name in plain}


def for_whom(content: Content, turn: Turn) -> CheckState:
    """The state with what "check my ten year old's back" tells; one that was left is taken up."""
    other, answers = whom(turn.words, content)
    state = with_answers(replace(state_of(turn.memory), stage=ASKING), answers)
    return replace(state, about="other" if other else state.about)


def differs(after: CheckState, before: CheckState) -> bool:
    """Whether something new was told, in whatever order."""
    return (after.given(), after.signs, after.about) != (before.given(), before.signs, before.about)
