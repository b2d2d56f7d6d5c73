"""Self-care plans: who should not do this first, then one action at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from back_guide.content import Content
from back_guide.content.check import Plan, Step
from back_guide.dialogue.errand import Errand
from back_guide.dialogue.keepsake import Keepsake
from back_guide.dialogue.memory import PAUSED, Memory, Offer, PlanState, Said
from back_guide.dialogue.turn import Card, Line, Question, Reply, Turn, courtesy, line, question
from back_guide.understanding.answers import NOT_SURE, yes_or_no

TIMER = "timer"
NAMED_FIRST = ("first_day", "gentle_stretches")
"""The plans that the prompt self_care_choice names first, for "the first one"."""

ASKED_WHICH = Said("courtesy", prompt="self_care_choice")
LONGEST_ANSWER = 4  # words; a yes or a no that comes later belongs to something else


def begin(content: Content, memory: Memory, name: str) -> Reply:
    """Says for whom the plan is not, and asks whether that fits."""
    plan = content.plans[name]
    waiting = replace(memory.check, stage=PAUSED) if memory.check else None
    started = replace(memory, plan=PlanState(name), check=waiting, offer=None, misses=0, disclaimed=True)
    lines = (*_disclaimer(content, memory), *line(plan.not_for))
    return Reply(Said("plan_step", plan=name), lines, started, _warning(plan))


def place(content: Content, kept: Keepsake) -> tuple[str, str]:
    """Which step of what a keepsake is at, in words: ("three", "a gentle stretching session")."""
    plan = content.plans[kept.plan]
    return _in_words(content, _number(plan, kept.step) + 1), plan.name


def resume(content: Content, memory: Memory) -> Reply:
    """Tells the step of an earlier session. Since then much may have changed: the warnings come first, again."""
    kept = memory.kept or Keepsake()
    plan = content.plans[kept.plan]
    reply = _tell(content, memory, plan, plan.steps[_number(plan, kept.step)])
    warnings = (*_disclaimer(content, memory), *line(plan.not_for), *line(plan.stops_when))
    return replace(reply, lines=(*warnings, *reply.lines), memory=replace(reply.memory, disclaimed=True))


def choose(content: Content, turn: Turn) -> Reply:
    """Says which plans there are, and asks which."""
    reply = courtesy(content, "self_care_choice", turn.memory)
    return replace(reply, memory=replace(reply.memory, offer=Offer("plan", NAMED_FIRST)))


def is_open(memory: Memory) -> bool:
    """Whether the listener is in a plan."""
    return memory.plan is not None


def answer(content: Content, turn: Turn) -> Reply | None:
    """Takes free words as a yes or no to what was asked, or as a sign to stop; None where they are something else."""
    said = yes_or_no(turn.words[:LONGEST_ANSWER], content)
    if said:
        return _yes(content, turn) if said == "yes" else _no(content, turn, said)
    return _stop(content, turn) if _is_stop_sign(content, turn.words) else None


def _is_stop_sign(content: Content, words: Sequence[str]) -> bool:
    """Whether somebody tells, and does not ask or deny, that something is going wrong."""
    if not words or words[0] in content.question_words or content.grammar.negations & set(words):
        return False
    said = f" {' '.join(words)} "
    return any(f" {sign} " in said for sign in content.stop_signs)


def _stop(content: Content, turn: Turn) -> Reply:
    """Says when to stop. Before the first step such a sign is one more reason to leave the plan."""
    state, _ = _state(content, turn.memory)
    return it_hurts(content, turn) if state.step else _yes(content, turn)


def timer_minutes(content: Content, memory: Memory) -> int:
    """The minutes of the step where the listener is; 0 where it has none, or no plan is open."""
    if not memory.plan or not memory.plan.step:
        return 0
    _, plan = _state(content, memory)
    return plan.steps[_number(plan, memory.plan.step)].timer_minutes


def come_back(content: Content, reply: Reply) -> Reply:
    """A reply to something else in the middle of a plan, which then asks again what the plan waits for."""
    state, plan = _state(content, reply.memory)
    asked = question(content.prompts["back_to_the_plan"]) if state.step else _warning(plan)
    lines = reply.lines if state.step else (*reply.lines, *line(plan.not_for))
    memory = replace(reply.memory, offer=None, plan=replace(state, timer=""))
    return replace(reply, lines=lines, memory=memory, question=asked)


def it_hurts(content: Content, turn: Turn) -> Reply:
    """Says when to stop."""
    state, plan = _state(content, turn.memory)
    if not state.step:
        return repeat(content, turn)
    asked = _with_prompt(content, turn.memory, "back_to_the_plan")
    return replace(asked, lines=line(plan.stops_when))


def _yes(content: Content, turn: Turn) -> Reply:
    state, plan = _state(content, turn.memory)
    if not state.step:
        fits = courtesy(content, "anything_else", replace(turn.memory, plan=None))
        return replace(fits, said=Said("plan_step", plan=plan.id), lines=line(plan.if_it_fits))
    if state.timer == TIMER:
        errand = Errand("timer", seconds=60 * timer_minutes(content, turn.memory))
        memory = replace(turn.memory, plan=replace(state, timer=""), errand=errand)
        return Reply(Said("plan_step", plan=plan.id, step=state.step), (), memory, errand=errand)
    return forward(content, turn)


def _no(content: Content, turn: Turn, said: str = "no") -> Reply:
    state, _ = _state(content, turn.memory)
    if not state.step:
        return _yes(content, turn) if said == NOT_SURE else _first(content, turn.memory)
    if state.timer == TIMER:
        return _with_prompt(content, replace(turn.memory, plan=replace(state, timer="")), "plan_next")
    return _with_prompt(content, turn.memory, "plan_wait")


def not_sure(content: Content, turn: Turn) -> Reply:
    """Takes "not sure" whether the plan fits as a yes: somebody should be asked first."""
    return _no(content, turn, NOT_SURE)


def forward(content: Content, turn: Turn) -> Reply:
    """Tells the next step, or how it ends after the last."""
    state, plan = _state(content, turn.memory)
    if not state.step:
        return begin(content, turn.memory, plan.id)
    at = _number(plan, state.step) + 1
    if at < len(plan.steps):
        return _tell(content, turn.memory, plan, plan.steps[at])
    done = courtesy(content, "anything_else", replace(turn.memory, plan=None))
    return replace(done, said=Said("plan_step", plan=plan.id), lines=line(plan.ends_with))


def back(content: Content, turn: Turn) -> Reply:
    """Tells the step before."""
    state, plan = _state(content, turn.memory)
    at = _number(plan, state.step) - 1 if state.step else -1
    return _tell(content, turn.memory, plan, plan.steps[at]) if at >= 0 else repeat(content, turn)


def repeat(content: Content, turn: Turn) -> Reply:
    """Tells the same step again."""
    state, plan = _state(content, turn.memory)
    if not state.step:
        return begin(content, turn.memory, plan.id)
    return _tell(content, turn.memory, plan, plan.steps[_number(plan, state.step)])


def start_over(content: Content, turn: Turn) -> Reply:
    """Tells the first step again, or who should not do it where that is still open."""
    state, plan = _state(content, turn.memory)
    return _tell(content, turn.memory, plan, plan.steps[0]) if state.step else repeat(content, turn)


def left(content: Content, turn: Turn) -> Reply:
    """Says how many steps are left."""
    state, plan = _state(content, turn.memory)
    if not state.step:
        return repeat(content, turn)
    count = len(plan.steps) - 1 - _number(plan, state.step)
    if not count:
        return _with_prompt(content, turn.memory, "plan_last")
    return _with_prompt(content, turn.memory, "plan_left", count=_in_words(content, count))


def assist(content: Content, turn: Turn) -> Reply:
    """Says how to move on; before the first step, what is being asked."""
    state, plan = _state(content, turn.memory)
    if state.step:
        return _with_prompt(content, turn.memory, "plan_help")
    asked = begin(content, turn.memory, plan.id)
    return replace(asked, lines=line(content.prompts["plan_help_before"].say))


def stop(content: Content, turn: Turn) -> Reply:
    """Leaves the plan."""
    return courtesy(content, "plan_stopped", replace(turn.memory, plan=None))


def pause(content: Content, turn: Turn) -> Reply:
    """Stops for now, and says how to come back."""
    return courtesy(content, "plan_paused", turn.memory)


TABLE: Mapping[str, Callable[[Content, Turn], Reply | None]] = {
    "AskIntent": answer,
    "NotSureIntent": not_sure,
    "AMAZON.YesIntent": _yes,
    "AMAZON.NoIntent": _no,
    "AMAZON.NextIntent": forward,
    "DoneIntent": forward,
    "MoreIntent": forward,
    "ThanksIntent": repeat,
    "HowManyLeftIntent": left,
    "ItHurtsIntent": it_hurts,
    "AMAZON.PreviousIntent": back,
    "AMAZON.RepeatIntent": repeat,
    "AMAZON.ResumeIntent": repeat,
    "AMAZON.StartOverIntent": start_over,
    "AMAZON.HelpIntent": assist,
    "AMAZON.PauseIntent": pause,
    "AMAZON.StopIntent": stop,
    "AMAZON.CancelIntent": stop,
}
"""Who takes an intent while a plan is open. What is not here is taken as ever, and the plan waits."""


def _state(content: Content, memory: Memory) -> tuple[PlanState, Plan]:
    state = memory.plan or PlanState("")
    return state, content.plans[state.plan]


def _warning(plan: Plan) -> Question:
    """Asks whether the plan is one to leave."""
    return Question(Line(plan.not_for_question), Line(plan.not_for_reprompt))


def _disclaimer(content: Content, memory: Memory) -> tuple[Line, ...]:
    return () if memory.disclaimed else line(content.prompts["disclaimer"].say)


def _in_words(content: Content, number: int) -> str:
    return {number: word for word, number in content.durations["counts"].items()}[number]


def _number(plan: Plan, step: str) -> int:
    return [known.id for known in plan.steps].index(step)


def _first(content: Content, memory: Memory) -> Reply:
    _, plan = _state(content, memory)
    reply = _tell(content, memory, plan, plan.steps[0])
    opening = (*line(plan.stops_when), *line(plan.starts_with))
    return replace(reply, lines=(*opening, *reply.lines), card=Card(plan.title, (Line(plan.not_for), *opening)))


def _tell(content: Content, memory: Memory, plan: Plan, step: Step) -> Reply:
    """Says a step, with a pause for what is held; a step of minutes offers a timer."""
    asked = "offer_timer" if step.timer_minutes else ASKED_AFTER.get(_end_of(plan, step), "plan_next")
    state = PlanState(plan.id, step.id, TIMER if step.timer_minutes else "")
    return Reply(
        Said("plan_step", plan=plan.id, step=step.id),
        (Line(step.say, pause_seconds=step.hold_seconds), *line(step.then)),
        replace(memory, plan=state, offer=None, misses=0),
        question(content.prompts[asked]),
    )


ASKED_AFTER = {"first": "plan_next_first", "last": "plan_last"}
"""What is asked after the steps at either end of a plan."""


def _end_of(plan: Plan, step: Step) -> str:
    return "last" if step == plan.steps[-1] else "first" if step == plan.steps[0] else ""


def _with_prompt(content: Content, memory: Memory, name: str, **values: str) -> Reply:
    """A prompt said within a plan, at the same step. A timer that was offered no longer is: yes now means this."""
    state, plan = _state(content, memory)
    memory = replace(memory, plan=replace(state, timer=""))
    return replace(courtesy(content, name, memory, **values), said=Said("plan_step", plan=plan.id, step=state.step))
