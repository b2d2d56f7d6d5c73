"""Who takes a turn in the symptom check: an answer, a correction, or a wish about the check itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from back_guide.content import Content
from back_guide.dialogue.check_facts import differs, for_whom, told_early, with_answers, with_facts
from back_guide.dialogue.check_speech import go_on, length, noted, place_of, remembering, saying, state_of
from back_guide.dialogue.memory import ASKING, CORRECTING, PAUSED, CheckState, Memory, Said
from back_guide.dialogue.no_check import advise_instead
from back_guide.dialogue.outcome import advise
from back_guide.dialogue.times import number
from back_guide.dialogue.topics import in_passing
from back_guide.dialogue.turn import ASK, Reply, Taker, Turn, courtesy, disclaimer, line, question
from back_guide.understanding.answers import NOT_SURE, PLAIN, corrections, hear, yes_or_no
from back_guide.understanding.volunteered import Facts, age_is_said, facts

ASKS_FOR_WHOM = ("who", "who_which")
"""Questions whose answer may name the person that the check is for."""


def begin(content: Content, turn: Turn) -> Reply:
    """Starts the check, or goes on with one that was left. What is told in the same breath is taken up."""
    if not content.check.is_offered:
        return advise_instead(content, turn.memory)
    resumed = turn.memory.check is not None
    state = with_facts(for_whom(content, turn), facts(turn.words, content), content)
    state = with_answers(state, corrections(turn.words, content) if turn.intent == ASK else {})
    memory = replace(turn.memory, check=state, plan=None, offer=None)
    opening = "check_resumes" if resumed else "check_begins_other" if state_of(memory).about else "check_begins"
    lines = (*disclaimer(content, memory), *saying(content, opening, count=number(content, length(content))))
    return go_on(content, replace(memory, disclaimed=True), lines)


def is_open(memory: Memory) -> bool:
    """Whether the check waits for an answer."""
    return memory.check is not None and memory.check.stage != PAUSED


def answer(content: Content, turn: Turn) -> Reply | None:
    """Takes what was said as an answer, as facts, or as unclear; None where it is a question of the listener's."""
    state = state_of(turn.memory)
    told = facts(turn.words, content)
    if state.stage != ASKING:
        return _summary_answer(content, turn, told)
    asked = content.check.questions[place_of(content, state).question]
    tells_age = bool(state.about) and age_is_said(turn.words, content)
    tells_whom = asked.id in ASKS_FOR_WHOM or "for" in turn.words or tells_age
    after = for_whom(content, turn) if tells_whom else state
    heard = hear(_words(content, turn), asked, content)
    own = {name: given for name, given in heard.items() if given not in PLAIN}
    early = told_early(content, turn) if told.of_the_pain else {}
    after = with_answers(after, {**early, **heard, **told.answers, **own})
    after = with_facts(after, replace(told, answers={}), content)
    if differs(after, state):
        return go_on(content, remembering(turn.memory, after), noted(content, told, asked.id), heard=True)
    return None if _is_question(content, turn) else _not_understood(content, turn.memory, asked.id)


def come_back(content: Content, reply: Reply) -> Reply:
    """A reply to something else in the middle of the check, which then asks its question again."""
    reply = in_passing(content, reply)
    asked = go_on(content, replace(reply.memory, offer=None), saying(content, "back_to_the_check"))
    return replace(reply, lines=(*reply.lines, *asked.lines), question=asked.question, memory=asked.memory)


def repeat(content: Content, turn: Turn) -> Reply | None:
    """Asks the same again; None where something else was said since, which is then what to repeat."""
    said = turn.memory.said
    return None if said and said.decision != "check_question" else ask_again(content, turn)


def ask_again(content: Content, turn: Turn) -> Reply:
    """Asks the question again where the check stands."""
    correcting = state_of(turn.memory).stage == CORRECTING
    return _ask_what_to_change(content, turn.memory) if correcting else go_on(content, turn.memory)


def back(content: Content, turn: Turn) -> Reply:
    """Takes back the last answer and asks its question again."""
    state = state_of(turn.memory)
    path = place_of(content, state).path
    if not path:
        return go_on(content, turn.memory, saying(content, "nothing_to_go_back_to"))
    kept = tuple(pair for pair in state.answers if not pair.startswith(f"{path[-1][0]}="))
    before = replace(state, answers=kept, stage=ASKING, unclear="")
    return go_on(content, remembering(turn.memory, before), saying(content, "going_back"))


def skip(content: Content, turn: Turn) -> Reply:
    """Counts the question as not sure, which is never safer than no."""
    state = state_of(turn.memory)
    place = place_of(content, state)
    if not place.question:
        return go_on(content, turn.memory)
    after = state.answered(place.question, NOT_SURE)
    return go_on(content, remembering(turn.memory, after), saying(content, "skipped"))


def start_over(content: Content, turn: Turn) -> Reply:
    """Asks everything afresh."""
    memory = remembering(turn.memory, CheckState(about=state_of(turn.memory).about))
    return go_on(content, memory, saying(content, "check_starts_over"))


def why(content: Content, turn: Turn) -> Reply:
    """Says why the question matters, and asks it again."""
    place = place_of(content, state_of(turn.memory))
    reason = content.check.questions[place.question].texts["why"] if place.question else content.prompts["why"].say
    return go_on(content, turn.memory, line(reason))


def assist(content: Content, turn: Turn) -> Reply:
    """Says how to answer, and asks the question again."""
    return go_on(content, turn.memory, saying(content, "check_help"))


def left(content: Content, turn: Turn) -> Reply:
    """Says how many questions are left, and asks on."""
    at = place_of(content, state_of(turn.memory)).question
    count = length(content, at) if at else 0
    said = saying(content, "check_left", count=number(content, count)) if count else saying(content, "check_last")
    return go_on(content, turn.memory, said if at else ())


def stop(content: Content, turn: Turn) -> Reply:
    """Ends the check without advice, and says so."""
    return courtesy(content, "check_stopped", replace(turn.memory, check=None))


def pause(content: Content, turn: Turn) -> Reply:
    """Stops for now, and says how to come back."""
    return courtesy(content, "check_paused", turn.memory)


def pick(number: int) -> Taker:
    """A taker for "the first one" (0) or "the second one" (1) of the answers that a question names."""

    def take(content: Content, turn: Turn) -> Reply:
        state = state_of(turn.memory)
        place = place_of(content, state)
        named = content.check.questions[place.question].in_order if place.question else ()
        if number >= len(named):
            return _not_understood(content, turn.memory, place.question) if place.question else ask_again(content, turn)
        return go_on(content, remembering(turn.memory, state.answered(place.question, named[number])), heard=True)

    return take


TABLE: Mapping[str, Callable[[Content, Turn], Reply | None]] = {
    ASK: answer,
    "AMAZON.YesIntent": answer,
    "AMAZON.NoIntent": answer,
    "NotSureIntent": answer,
    "AMAZON.FallbackIntent": answer,
    "BothIntent": answer,
    "ThanksIntent": ask_again,
    "FirstIntent": pick(0),
    "SecondIntent": pick(1),
    "WhyIntent": why,
    "SymptomCheckIntent": begin,
    "AMAZON.RepeatIntent": repeat,
    "AMAZON.ResumeIntent": begin,
    "AMAZON.PreviousIntent": back,
    "AMAZON.NextIntent": skip,
    "AMAZON.StartOverIntent": start_over,
    "AMAZON.HelpIntent": assist,
    "HowManyLeftIntent": left,
    "ItHurtsIntent": answer,
    "DoneIntent": stop,
    "AMAZON.StopIntent": stop,
    "AMAZON.CancelIntent": stop,
    "AMAZON.PauseIntent": pause,
}
"""Who takes an intent while the check is open. What is not here is taken as ever, and the check waits."""


def _words(content: Content, turn: Turn) -> tuple[str, ...]:
    """What was said: the words, or for an intent that comes without any the first way of saying it."""
    if turn.words:
        return turn.words
    return next((tuple(said.split()) for said, intent in content.commands.items() if intent == turn.intent), ())


def _summary_answer(content: Content, turn: Turn, told: Facts) -> Reply | None:
    """Takes a yes, or a correction, to what was said back."""
    state = state_of(turn.memory)
    changed = with_facts(with_answers(state, corrections(turn.words, content)), told, content)
    if differs(changed, state):
        return go_on(content, remembering(turn.memory, replace(changed, stage=ASKING)), saying(content, "changed"))
    given = yes_or_no(_words(content, turn), content)
    if state.stage == CORRECTING:
        return None if _is_question(content, turn) else back(content, turn)
    if given == "yes":
        return advise(content, turn.memory, place_of(content, state).outcome, other=bool(state.about))
    if given == "no":
        return _ask_what_to_change(content, turn.memory)
    return None if _is_question(content, turn) else go_on(content, turn.memory, saying(content, "unclear"))


def _ask_what_to_change(content: Content, memory: Memory) -> Reply:
    correcting = remembering(memory, replace(state_of(memory), stage=CORRECTING))
    asked = question(content.prompts["what_is_wrong"])
    return Reply(Said("check_question", question=CORRECTING), (), correcting, asked)


def _is_question(content: Content, turn: Turn) -> bool:
    """Whether words ask something of the skill's: they begin like a question, or are one of its examples."""
    if not turn.words:
        return False
    return turn.words[0] in content.question_words or bool(content.matcher.example(" ".join(turn.words)))


def _not_understood(content: Content, memory: Memory, asked: str) -> Reply:
    """Asks once more in other words; after that takes it as not sure, aloud."""
    state = state_of(memory)
    if state.unclear != asked:
        name = "unclear" if "yes" in content.check.questions[asked].exits else "unclear_which"
        return go_on(content, remembering(memory, replace(state, unclear=asked)), saying(content, name))
    after = state.answered(asked, NOT_SURE)
    return go_on(content, remembering(memory, after), saying(content, "taken_as_not_sure"))
