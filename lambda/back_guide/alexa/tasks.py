"""Custom tasks: what a quick link or a routine starts. Each does what saying it would do."""

from __future__ import annotations

from dataclasses import replace

from ask_sdk_model import Task

from back_guide.content import Content
from back_guide.dialogue import Turn
from back_guide.dialogue.conversation import SELF_CARE, SYMPTOM_CHECK
from back_guide.dialogue.turn import ASK
from back_guide.understanding.normalise import normalise

START_CHECK = "StartSymptomCheck"
START_PLAN = "StartPlan"
PLAN = "plan"
"""The input of StartPlan: a plan's id."""


def hear(task: Task, turn: Turn, content: Content) -> Turn:
    """The turn of a launch with a task. One that is not ours, or of an unknown plan, gets what comes nearest."""
    turn = replace(turn, memory=replace(turn.memory, task=True))
    name = str(task.name).rpartition(".")[2]  # Alexa writes the skill's id before it
    if name == START_CHECK:
        return replace(turn, intent=SYMPTOM_CHECK)
    if name == START_PLAN:
        plan = content.plans.get(str((task.input or {}).get(PLAN)))
        words = tuple(normalise(plan.ask, content.rewrites)) if plan else ()
        return replace(turn, intent=ASK if plan else SELF_CARE, words=words)
    return turn
