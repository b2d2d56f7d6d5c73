"""How a self-care plan speaks: for whom it is not, one action at a time, and how it ends."""

from __future__ import annotations

from dataclasses import replace

from back_guide.content import Content
from back_guide.content.check import Plan, Step
from back_guide.dialogue.keepsake import Keepsake
from back_guide.dialogue.memory import PAUSED, Memory, PlanState, Said
from back_guide.dialogue.turn import Card, Line, Question, Reply, courtesy, disclaimer, line, question

TIMER = "timer"
ENDS_WITH, IF_IT_FITS = "ends_with", "if_it_fits"
ASKED_AFTER = {"first": "plan_next_first", "last": "plan_last"}
"""What is asked after the steps at either end of a plan."""


def begin(content: Content, memory: Memory, name: str) -> Reply:
    """Says for whom the plan is not, and asks whether that fits."""
    plan = content.plans[name]
    waiting = replace(memory.check, stage=PAUSED) if memory.check else None
    started = replace(memory, plan=PlanState(name), check=waiting, offer=None, misses=0, disclaimed=True)
    lines = (*disclaimer(content, memory), *line(plan.not_for))
    return Reply(Said("plan_step", plan=name), lines, started, warning(plan))


def warning(plan: Plan) -> Question:
    """Asks whether the plan is one to leave."""
    return Question(Line(plan.not_for_question), Line(plan.not_for_reprompt))


def tell(content: Content, memory: Memory, plan: Plan, step: Step) -> Reply:
    """Says a step, with a pause for what is held; a step of minutes offers a timer."""
    asked = "offer_timer" if step.timer_minutes else ASKED_AFTER.get(_end_of(plan, step), "plan_next")
    state = PlanState(plan.id, step.id, TIMER if step.timer_minutes else "")
    return Reply(
        Said("plan_step", plan=plan.id, step=step.id),
        (Line(step.say, pause_seconds=step.hold_seconds), *line(step.then)),
        replace(memory, plan=state, offer=None, misses=0),
        question(content.prompts[asked]),
    )


def tell_first(content: Content, memory: Memory, plan: Plan) -> Reply:
    """Says when to stop and how to move on, and then the first step."""
    reply = tell(content, memory, plan, plan.steps[0])
    opening = (*line(plan.stops_when), *line(plan.starts_with))
    return replace(reply, lines=(*opening, *reply.lines), card=Card(plan.title, (Line(plan.not_for), *opening)))


def end(content: Content, memory: Memory, plan: Plan, part: str) -> Reply:
    """Leaves the plan, with what is said after its last step ("ends_with") or where it does not fit ("if_it_fits")."""
    asked = courtesy(content, "anything_else", replace(memory, plan=None))
    text = plan.if_it_fits if part == IF_IT_FITS else plan.ends_with
    return replace(asked, said=Said("plan_step", plan=plan.id, part=part), lines=line(text))


def resume(content: Content, memory: Memory) -> Reply:
    """Tells the step of an earlier session. Since then much may have changed: the warnings come first, again."""
    kept = memory.kept or Keepsake()
    plan = content.plans[kept.plan]
    reply = tell(content, memory, plan, plan.steps[number_of(plan, kept.step)])
    warnings = (*disclaimer(content, memory), *line(plan.not_for), *line(plan.stops_when))
    return replace(reply, lines=(*warnings, *reply.lines), memory=replace(reply.memory, disclaimed=True))


def prompted(content: Content, memory: Memory, name: str, **values: str) -> Reply:
    """A prompt said within a plan, at the same step. A timer that was offered no longer is: yes now means this."""
    state, plan = state_of(content, memory)
    memory = replace(memory, plan=replace(state, timer=""))
    return replace(courtesy(content, name, memory, **values), said=Said("plan_step", plan=plan.id, step=state.step))


def place(content: Content, kept: Keepsake) -> tuple[str, str]:
    """Which step of what a keepsake is at, in words: ("three", "a gentle stretching session")."""
    plan = content.plans[kept.plan]
    return in_words(content, number_of(plan, kept.step) + 1), plan.name


def state_of(content: Content, memory: Memory) -> tuple[PlanState, Plan]:
    """Where the listener is in a plan, and the plan."""
    state = memory.plan or PlanState("")
    return state, content.plans[state.plan]


def number_of(plan: Plan, step: str) -> int:
    """How many steps come before one."""
    return [known.id for known in plan.steps].index(step)


def in_words(content: Content, number: int) -> str:
    """A small number as it is said."""
    return {number: word for word, number in content.durations["counts"].items()}[number]


def _end_of(plan: Plan, step: Step) -> str:
    return "last" if step == plan.steps[-1] else "first" if step == plan.steps[0] else ""
