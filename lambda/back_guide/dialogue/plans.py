"""Who takes a turn in a self-care plan: first whether it fits, then one step after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from back_guide.content import Content
from back_guide.dialogue.errand import Errand
from back_guide.dialogue.memory import Memory, Offer, Said
from back_guide.dialogue.plan_speech import (
    ENDS_WITH,
    IF_IT_FITS,
    begin,
    end,
    in_words,
    number_of,
    prompted,
    state_of,
    tell,
    tell_first,
    warning,
)
from back_guide.dialogue.topics import in_passing
from back_guide.dialogue.turn import ASK, Reply, Turn, courtesy, line, question
from back_guide.understanding.answers import NOT_SURE, yes_or_no

NAMED_FIRST = ("first_day", "gentle_stretches")
"""The plans that the prompt self_care_choice names first, for "the first one"."""

ASKED_WHICH = Said("courtesy", prompt="self_care_choice")
LONGEST_ANSWER = 4  # words; a yes or a no that comes later belongs to something else


def choose(content: Content, turn: Turn) -> Reply:
    """Says which plans there are, and asks which."""
    reply = courtesy(content, "self_care_choice", turn.memory)
    return replace(reply, memory=replace(reply.memory, offer=Offer("plan", NAMED_FIRST)))


def is_open(memory: Memory) -> bool:
    """Whether the listener is in a plan."""
    return memory.plan is not None


def answer(content: Content, turn: Turn) -> Reply | None:
    """Takes free words as a sign to stop, or as a yes or no to what was asked; None where they are something else.

    Before the first step a sign to stop is one more reason to leave the plan.
    """
    state, plan = state_of(content, turn.memory)
    stops = _tells(turn.words, content.stop_signs, content)
    if stops and state.step:
        return it_hurts(content, turn)
    if stops or _tells(turn.words, plan.left_for, content):
        return end(content, turn.memory, plan, IF_IT_FITS)
    said = yes_or_no(turn.words[:LONGEST_ANSWER], content)
    if said:
        return _yes(content, turn) if said == "yes" else _no(content, turn, said)
    return None


def _tells(words: Sequence[str], signs: Iterable[str], content: Content) -> bool:
    """Whether somebody tells, and does not ask or deny, one of these; what comes after a "but" counts by itself."""
    turns = [at for at, word in enumerate(words) if word in content.contrasts]
    told = words[turns[-1] + 1 :] if turns else words
    if not told or told[0] in content.question_words or content.grammar.negations & set(told):
        return False
    said = f" {' '.join(told)} "
    return any(f" {sign} " in said for sign in signs)


def timer_minutes(content: Content, memory: Memory) -> int:
    """The minutes of the step where the listener is; 0 where it has none, or no plan is open."""
    if not memory.plan or not memory.plan.step:
        return 0
    _, plan = state_of(content, memory)
    return plan.steps[number_of(plan, memory.plan.step)].timer_minutes


def come_back(content: Content, reply: Reply) -> Reply:
    """A reply to something else in the middle of a plan, which then asks again what the plan waits for."""
    reply = in_passing(content, reply)
    state, plan = state_of(content, reply.memory)
    asked = question(content.prompts["back_to_the_plan"]) if state.step else warning(plan)
    lines = reply.lines if state.step else (*reply.lines, *line(plan.not_for))
    memory = replace(reply.memory, offer=None, plan=replace(state, timer=""))
    return replace(reply, lines=lines, memory=memory, question=asked)


def it_hurts(content: Content, turn: Turn) -> Reply:
    """Says when to stop."""
    state, plan = state_of(content, turn.memory)
    if not state.step:
        return tell_again(content, turn)
    asked = prompted(content, turn.memory, "back_to_the_plan")
    return replace(asked, lines=line(plan.stops_when))


def _yes(content: Content, turn: Turn) -> Reply:
    state, plan = state_of(content, turn.memory)
    if not state.step:
        return end(content, turn.memory, plan, IF_IT_FITS)
    if state.timer:
        errand = Errand("timer", seconds=60 * timer_minutes(content, turn.memory))
        memory = replace(turn.memory, plan=replace(state, timer=""), errand=errand)
        return Reply(Said("plan_step", plan=plan.id, step=state.step), (), memory, errand=errand)
    return forward(content, turn)


def _no(content: Content, turn: Turn, said: str = "no") -> Reply:
    state, plan = state_of(content, turn.memory)
    if not state.step:
        return _yes(content, turn) if said == NOT_SURE else tell_first(content, turn.memory, plan)
    return prompted(content, turn.memory, "plan_next" if state.timer else "plan_wait")


def not_sure(content: Content, turn: Turn) -> Reply:
    """Takes "not sure" whether the plan fits as a yes: somebody should be asked first."""
    return _no(content, turn, NOT_SURE)


def forward(content: Content, turn: Turn) -> Reply:
    """Tells the next step, or how it ends after the last."""
    state, plan = state_of(content, turn.memory)
    if not state.step:
        return begin(content, turn.memory, plan.id)
    at = number_of(plan, state.step) + 1
    if at < len(plan.steps):
        return tell(content, turn.memory, plan, plan.steps[at])
    return end(content, turn.memory, plan, ENDS_WITH)


def back(content: Content, turn: Turn) -> Reply:
    """Tells the step before."""
    state, plan = state_of(content, turn.memory)
    at = number_of(plan, state.step) - 1 if state.step else -1
    return tell(content, turn.memory, plan, plan.steps[at]) if at >= 0 else tell_again(content, turn)


def repeat(content: Content, turn: Turn) -> Reply | None:
    """Tells the same step again; None where something else was said since, which is then what to repeat."""
    said = turn.memory.said
    aside = said and (said.decision != "plan_step" or said.ended)
    return None if aside else tell_again(content, turn)


def tell_again(content: Content, turn: Turn) -> Reply:
    """Tells the step again where the listener is, or who should not do it where that is still open."""
    state, plan = state_of(content, turn.memory)
    if not state.step:
        return begin(content, turn.memory, plan.id)
    return tell(content, turn.memory, plan, plan.steps[number_of(plan, state.step)])


def start_over(content: Content, turn: Turn) -> Reply:
    """Tells the first step again, or who should not do it where that is still open."""
    state, plan = state_of(content, turn.memory)
    return tell(content, turn.memory, plan, plan.steps[0]) if state.step else tell_again(content, turn)


def left(content: Content, turn: Turn) -> Reply:
    """Says how many steps are left."""
    state, plan = state_of(content, turn.memory)
    if not state.step:
        return tell_again(content, turn)
    count = len(plan.steps) - 1 - number_of(plan, state.step)
    if not count:
        return prompted(content, turn.memory, "plan_last")
    return prompted(content, turn.memory, "plan_left", count=in_words(content, count))


def assist(content: Content, turn: Turn) -> Reply:
    """Says how to move on; before the first step, what is being asked."""
    state, plan = state_of(content, turn.memory)
    if state.step:
        return prompted(content, turn.memory, "plan_help")
    asked = begin(content, turn.memory, plan.id)
    return replace(asked, lines=line(content.prompts["plan_help_before"].say))


def stop(content: Content, turn: Turn) -> Reply:
    """Leaves the plan."""
    return courtesy(content, "plan_stopped", replace(turn.memory, plan=None))


def pause(content: Content, turn: Turn) -> Reply:
    """Stops for now, and says how to come back."""
    return courtesy(content, "plan_paused", turn.memory)


TABLE: Mapping[str, Callable[[Content, Turn], Reply | None]] = {
    ASK: answer,
    "NotSureIntent": not_sure,
    "AMAZON.YesIntent": _yes,
    "AMAZON.NoIntent": _no,
    "AMAZON.NextIntent": forward,
    "DoneIntent": forward,
    "MoreIntent": forward,
    "ThanksIntent": tell_again,
    "HowManyLeftIntent": left,
    "ItHurtsIntent": it_hurts,
    "AMAZON.PreviousIntent": back,
    "AMAZON.RepeatIntent": repeat,
    "AMAZON.ResumeIntent": tell_again,
    "AMAZON.StartOverIntent": start_over,
    "AMAZON.HelpIntent": assist,
    "AMAZON.PauseIntent": pause,
    "AMAZON.StopIntent": stop,
    "AMAZON.CancelIntent": stop,
}
"""Who takes an intent while a plan is open. What is not here is taken as ever, and the plan waits."""
