"""How the symptom check speaks: its questions, what it noted, what it says back, and then the advice."""

from __future__ import annotations

from dataclasses import replace

from back_guide.content import Content
from back_guide.dialogue.memory import SUMMARY, CheckState, Memory, Said
from back_guide.dialogue.outcome import advise
from back_guide.dialogue.topics import spoken_list
from back_guide.dialogue.turn import Line, Question, Reply, line, question
from back_guide.triage import Place, walk
from back_guide.understanding.volunteered import Facts

OKAY = ("okay_one", "okay_two", "okay_three")


def go_on(content: Content, memory: Memory, before: tuple[Line, ...] = (), *, heard: bool = False) -> Reply:
    """Asks the next question; says back what was understood; or, in an emergency, says at once what to do."""
    state = state_of(memory)
    place = place_of(content, state)
    if place.question:
        return ask(content, memory, place, before, heard=heard)
    if content.check.outcomes[place.outcome].urgency == "emergency":
        return advise(content, memory, place.outcome, other=bool(state.about))
    return say_back(content, remembering(memory, replace(state, stage=SUMMARY)), before)


def ask(content: Content, memory: Memory, at: Place, before: tuple[Line, ...], *, heard: bool) -> Reply:
    """Asks the question where the check stands, in other words where it was not understood.

    ``heard`` says that an answer was just taken, which is acknowledged in a word.
    """
    asked = content.check.questions[at.question]
    other = "_other" if state_of(memory).about else ""
    if heard and not before and not asked.follows:
        before = saying(content, OKAY[len(at.path) % len(OKAY)])
    again = Line(asked.texts[f"again{other}"])
    first = again if state_of(memory).unclear == asked.id else Line(asked.texts[f"ask{other}"])
    return Reply(Said("check_question", question=asked.id), before, memory, Question(first, again))


def say_back(content: Content, memory: Memory, before: tuple[Line, ...]) -> Reply:
    """Says the answers back and asks whether they are right. "No" to danger signs is said in one phrase."""
    given = state_of(memory).given()
    answered = ((asked, given[name]) for name, asked in content.check.questions.items() if name in given)
    phrases = [asked.said_back.get(answer, "") for asked, answer in answered]
    raised = (sign for sign in state_of(memory).signs if content.check.signs[sign].outcome)
    facts = [phrase for phrase in (*phrases, *(content.red_flags[sign].name for sign in raised)) if phrase]
    prompt = content.prompts["summary_other" if state_of(memory).about else "summary"]
    lines = (*before, *line(prompt.say, facts=", ".join(facts)))
    return Reply(Said("check_question", question=SUMMARY), lines, memory, question(prompt))


def length(content: Content, after: str = "") -> int:
    """How many questions the check has, or still has after one of them; follow-ups come as they come."""
    asked = [name for name, each in content.check.questions.items() if not each.follows]
    return len(asked[asked.index(opening(content, after)) + 1 :] if after else asked)


def opening(content: Content, name: str) -> str:
    """The question that a follow-up goes back to; itself where it is none."""
    before = content.check.questions[name].follows
    return opening(content, before) if before else name


def noted(content: Content, told: Facts, asked: str) -> tuple[Line, ...]:
    """Names what was volunteered beyond the question asked. What only bears on a follow-up goes without saying."""
    names = [content.red_flags[sign].name for sign in told.signs if _is_news(content, sign, asked)]
    return saying(content, "noted", facts=spoken_list(names)) if names else ()


def _is_news(content: Content, sign: str, asked: str) -> bool:
    counts = content.check.signs[sign]
    opens = any(not content.check.questions[name].follows for name in counts.answers)
    return asked not in counts.answers and (opens or bool(counts.outcome))


def saying(content: Content, name: str, **values: str) -> tuple[Line, ...]:
    """What a prompt says, as lines."""
    return line(content.prompts[name].say, **values)


def remembering(memory: Memory, state: CheckState) -> Memory:
    """The memory with the check in another state. Nothing is on offer there."""
    return replace(memory, check=state, offer=None, misses=0)


def state_of(memory: Memory) -> CheckState:
    """The check's state; a fresh one where there is none."""
    return memory.check or CheckState()


def place_of(content: Content, state: CheckState) -> Place:
    """Where the check stands after what was answered."""
    return walk(content.check, state.given(), [content.check.signs[sign].outcome for sign in state.signs])
