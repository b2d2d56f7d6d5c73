"""The symptom check as a conversation: ask, hear, say back, advise."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from back_guide.content import Content
from back_guide.dialogue.check_speech import SUMMARY, ask, noted, place_of, say_back, saying, state_of
from back_guide.dialogue.memory import PAUSED, CheckState, Memory, Said
from back_guide.dialogue.no_check import advise_instead
from back_guide.dialogue.outcome import advise
from back_guide.dialogue.turn import Line, Reply, Taker, Turn, courtesy, line, question
from back_guide.understanding.answers import NOT_SURE, PLAIN, corrections, hear, yes_or_no
from back_guide.understanding.topics import understand
from back_guide.understanding.volunteered import Facts, age_is_said, facts, whom

ASKING, CORRECTING = "asking", "correcting"
ASK = "AskIntent"
ASKS_FOR_WHOM = ("who", "who_which")
"""Questions whose answer may name the person that the check is for."""


def begin(content: Content, turn: Turn) -> Reply:
    """Starts the check, or goes on with one that was left. What is told in the same breath is taken up."""
    if not content.check.is_offered:
        return advise_instead(content, turn.memory)
    resumed = turn.memory.check is not None
    state = _with(_for_whom(content, turn), facts(turn.words, content), content)
    for name, given in (corrections(turn.words, content) if turn.intent == ASK else {}).items():
        state = state.answered(name, given)
    memory = replace(turn.memory, check=state, plan=None, offer=None)
    opening = "check_resumes" if resumed else "check_begins_other" if state_of(memory).about else "check_begins"
    first = () if memory.disclaimed else line(content.prompts["disclaimer"].say)
    return go_on(content, replace(memory, disclaimed=True), (*first, *saying(content, opening)))


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
    after = _for_whom(content, turn) if tells_whom else state
    heard = hear(_words(content, turn), asked, content)
    own = {name: given for name, given in heard.items() if given not in PLAIN}
    early = _told_early(content, turn) if told.of_the_pain else {}
    for name, given in {**early, **heard, **told.answers, **own}.items():
        after = after.answered(name, given)
    after = _with(after, replace(told, answers={}), content)
    if _differs(after, state):
        return go_on(content, _remembering(turn.memory, after), noted(content, told, asked.id), heard=True)
    return None if _is_question(content, turn) else _not_understood(content, turn.memory, asked.id)


def go_on(content: Content, memory: Memory, before: tuple[Line, ...] = (), *, heard: bool = False) -> Reply:
    """Asks the next question; says back what was understood; or, in an emergency, says at once what to do."""
    state = state_of(memory)
    place = place_of(content, state)
    if place.question:
        return ask(content, memory, place, before, heard=heard)
    if content.check.outcomes[place.outcome].urgency == "emergency":
        return advise(content, memory, place.outcome, other=bool(state.about))
    return say_back(content, _remembering(memory, replace(state, stage=SUMMARY)), before)


def come_back(content: Content, reply: Reply) -> Reply:
    """A reply to something else in the middle of the check, which then asks its question again."""
    asked = go_on(content, replace(reply.memory, offer=None), saying(content, "back_to_the_check"))
    return replace(reply, lines=(*reply.lines, *asked.lines), question=asked.question, memory=asked.memory)


def repeat(content: Content, turn: Turn) -> Reply:
    """Asks the same again."""
    return go_on(content, turn.memory)


def back(content: Content, turn: Turn) -> Reply:
    """Takes back the last answer and asks its question again."""
    state = state_of(turn.memory)
    path = place_of(content, state).path
    if not path:
        return go_on(content, turn.memory, saying(content, "nothing_to_go_back_to"))
    kept = tuple(pair for pair in state.answers if not pair.startswith(f"{path[-1][0]}="))
    before = replace(state, answers=kept, stage=ASKING, unclear="")
    return go_on(content, _remembering(turn.memory, before), saying(content, "going_back"))


def skip(content: Content, turn: Turn) -> Reply:
    """Counts the question as not sure, which is never safer than no."""
    state = state_of(turn.memory)
    place = place_of(content, state)
    if not place.question:
        return go_on(content, turn.memory)
    after = state.answered(place.question, NOT_SURE)
    return go_on(content, _remembering(turn.memory, after), saying(content, "skipped"))


def start_over(content: Content, turn: Turn) -> Reply:
    """Asks everything afresh."""
    memory = _remembering(turn.memory, CheckState(about=state_of(turn.memory).about))
    return go_on(content, memory, saying(content, "check_starts_over"))


def why(content: Content, turn: Turn) -> Reply:
    """Says why the question matters, and asks it again."""
    place = place_of(content, state_of(turn.memory))
    reason = content.check.questions[place.question].texts["why"] if place.question else content.prompts["why"].say
    return go_on(content, turn.memory, line(reason))


def assist(content: Content, turn: Turn) -> Reply:
    """Says how to answer, and asks the question again."""
    return go_on(content, turn.memory, saying(content, "check_help"))


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
            return _not_understood(content, turn.memory, place.question) if place.question else repeat(content, turn)
        return go_on(content, _remembering(turn.memory, state.answered(place.question, named[number])), heard=True)

    return take


TABLE: Mapping[str, Callable[[Content, Turn], Reply | None]] = {
    ASK: answer,
    "AMAZON.YesIntent": answer,
    "AMAZON.NoIntent": answer,
    "NotSureIntent": answer,
    "AMAZON.FallbackIntent": answer,
    "BothIntent": answer,
    "ThanksIntent": repeat,
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
    "HowManyLeftIntent": assist,
    "ItHurtsIntent": answer,
    "DoneIntent": stop,
    "AMAZON.StopIntent": stop,
    "AMAZON.CancelIntent": stop,
    "AMAZON.PauseIntent": pause,
}
"""Who takes an intent while the check is open. What is not here is taken as ever, and the check waits."""


def _remembering(memory: Memory, state: CheckState) -> Memory:
    return replace(memory, check=state, offer=None, misses=0)


def _with(state: CheckState, told: Facts, content: Content) -> CheckState:
    """The state with what was volunteered."""
    for name, given in told.answers.items():
        state = state.answered(name, given)
    raising = (sign for sign in told.signs if content.check.signs[sign].outcome)
    return replace(state, signs=tuple(dict.fromkeys((*state.signs, *raising))))


def _told_early(content: Content, turn: Turn) -> dict[str, str]:
    """What is said of the pain before it is asked: "it started after lifting a sofa"."""
    found = corrections(turn.words, content)
    plain = (name for name in found if found[name] not in PLAIN and not content.check.questions[name].follows)
    return {name: found[name] for name in plain}


def _for_whom(content: Content, turn: Turn) -> CheckState:
    """The state with what "check my ten year old's back" tells; one that was left is taken up."""
    state = replace(state_of(turn.memory), stage=ASKING)
    other, answers = whom(turn.words, content)
    for name, given in answers.items():
        state = state.answered(name, given)
    return replace(state, about="other" if other else state.about)


def _words(content: Content, turn: Turn) -> tuple[str, ...]:
    """What was said: the words, or for an intent that comes without any the first way of saying it."""
    if turn.words:
        return turn.words
    return next((tuple(said.split()) for said, intent in content.commands.items() if intent == turn.intent), ())


def _summary_answer(content: Content, turn: Turn, told: Facts) -> Reply | None:
    """Takes a yes, or a correction, to what was said back."""
    state = state_of(turn.memory)
    changed = state
    for name, given in corrections(turn.words, content).items():
        changed = changed.answered(name, given)
    changed = _with(changed, told, content)
    if _differs(changed, state):
        return go_on(content, _remembering(turn.memory, replace(changed, stage=ASKING)), saying(content, "changed"))
    given = yes_or_no(_words(content, turn), content)
    if state.stage == CORRECTING:
        return None if _is_question(content, turn) else back(content, turn)
    if given == "yes":
        return advise(content, turn.memory, place_of(content, state).outcome, other=bool(state.about))
    if given == "no":
        prompt = content.prompts["what_is_wrong"]
        memory = _remembering(turn.memory, replace(state, stage=CORRECTING))
        return Reply(Said("check_question", question=CORRECTING), (), memory, question(prompt))
    return None if _is_question(content, turn) else go_on(content, turn.memory, saying(content, "unclear"))


def _differs(after: CheckState, before: CheckState) -> bool:
    """Whether something new was told, in whatever order."""
    return (after.given(), after.signs, after.about) != (before.given(), before.signs, before.about)


def _is_question(content: Content, turn: Turn) -> bool:
    """Whether words want more than to answer: they begin like a question, are an example, or sound like a danger."""
    if not turn.words:
        return False
    example = content.matcher.example(" ".join(turn.words))
    return turn.words[0] in content.question_words or bool(example or understand(turn.words, content.matcher).flag)


def _not_understood(content: Content, memory: Memory, asked: str) -> Reply:
    """Asks once more in other words; after that takes it as not sure, aloud."""
    state = state_of(memory)
    if state.unclear != asked:
        name = "unclear" if "yes" in content.check.questions[asked].exits else "unclear_which"
        return go_on(content, _remembering(memory, replace(state, unclear=asked)), saying(content, name))
    after = state.answered(asked, NOT_SURE)
    return go_on(content, _remembering(memory, after), saying(content, "taken_as_not_sure"))
