"""Who takes this turn: a danger sign first, then one table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from back_guide.content import Content
from back_guide.dialogue import alerts, check, courtesies, plans, returning, topics
from back_guide.dialogue.alarm import raise_alarm
from back_guide.dialogue.keepsake import NORMAL, SLOW, Keepsake
from back_guide.dialogue.known import known
from back_guide.dialogue.plan_speech import begin
from back_guide.dialogue.turn import ASK, Reply, Taker, Turn, line
from back_guide.understanding import red_flags
from back_guide.understanding.follow_up import questions, understand_in_context
from back_guide.understanding.topics import DO

LAUNCH = "Launch"
SYMPTOM_CHECK = "SymptomCheckIntent"
SELF_CARE = "SelfCareIntent"
REPEAT = "AMAZON.RepeatIntent"
FALLBACK = "AMAZON.FallbackIntent"


def _asking(content: Content, turn: Turn) -> Reply:
    """Answers one question, or the first of two and offers the second."""
    first, second = questions(turn.words, content)
    if second and not content.matcher.example(" ".join(turn.words)):
        reply = topics.ask_both(content, turn.memory, first, second)
        if reply:
            return reply
    return _asking_one(content, turn)


def _asking_one(content: Content, turn: Turn) -> Reply:
    """Does what is asked for (a plan, the check), or answers the question."""
    match = understand_in_context(turn.words, topics.spoken_of(content, turn.memory), content)
    wish = match.topics[0].removeprefix(DO) if match.band == "answer" and match.topics[0].startswith(DO) else ""
    if not wish and match.band == "answer" and turn.memory.said == plans.ASKED_WHICH:
        wish = content.topics[match.topics[0]].plan
    if wish in content.plans:
        return begin(content, turn.memory, wish)
    return check.begin(content, turn) if wish else topics.ask(content, turn, match)


def _telling(topic: str) -> Taker:
    return lambda content, turn: topics.tell(content, turn.memory, topic)


def _missing(content: Content, turn: Turn) -> Reply:
    return topics.miss(content, turn.memory)


def _at_pace(pace: str) -> Taker:
    """A taker that says the last thing again, slower or at normal speed, and goes on so."""

    def take(content: Content, turn: Turn) -> Reply:
        kept = replace(turn.memory.kept or Keepsake(), pace=pace)
        again = _reply(content, replace(turn, intent=REPEAT, memory=replace(turn.memory, kept=kept)))
        return replace(again, lines=(*line(content.prompts[f"pace_{pace}"].say), *again.lines))

    return take


PACES: Mapping[str, Taker] = {"SlowerIntent": _at_pace(SLOW), "FasterIntent": _at_pace(NORMAL)}
"""What changes how everything is said, also within the check or a plan."""

TABLE: Mapping[str, Taker] = {
    **PACES,
    LAUNCH: returning.welcome,
    ASK: _asking,
    "MoreIntent": topics.more,
    "SourcesIntent": topics.sources,
    "WhyIntent": courtesies.why,
    "ThanksIntent": courtesies.saying("thanks"),
    "BothIntent": courtesies.both,
    "FirstIntent": courtesies.pick(0),
    "SecondIntent": courtesies.pick(1),
    "NotSureIntent": courtesies.assist,
    "HowManyLeftIntent": courtesies.saying("no_plan"),
    "DoneIntent": courtesies.saying("goodbye"),
    "ItHurtsIntent": _telling("quick_relief"),
    SYMPTOM_CHECK: check.begin,
    SELF_CARE: plans.choose,
    "ForgetMeIntent": returning.forget,
    "AMAZON.YesIntent": courtesies.yes,
    "AMAZON.NoIntent": courtesies.no,
    "AMAZON.NextIntent": topics.forward,
    "AMAZON.PreviousIntent": topics.back,
    REPEAT: courtesies.repeat,
    "AMAZON.ResumeIntent": courtesies.resume,
    "AMAZON.StartOverIntent": courtesies.start_over,
    "AMAZON.HelpIntent": courtesies.assist,
    "AMAZON.PauseIntent": courtesies.saying("pause"),
    "AMAZON.StopIntent": courtesies.saying("goodbye"),
    "AMAZON.CancelIntent": courtesies.saying("goodbye"),
    "AMAZON.NavigateHomeIntent": courtesies.saying("goodbye"),
    FALLBACK: _missing,
}
"""Each intent of the interaction model, and who takes it. What is not here counts as not understood."""


def respond(content: Content, turn: Turn) -> Reply:
    """The reply to a turn."""
    task = turn.memory.task
    turn = replace(turn, memory=known(content, turn.memory))
    reply = _alarm(content, turn) or _reply(content, turn)
    memory = replace(reply.memory, said=reply.said, task=task, kept=returning.kept(reply))
    return replace(reply, memory=memory)


def _alarm(content: Content, turn: Turn) -> Reply | None:
    """The alarm, where there is one to raise. The check takes up what is urgent itself; it asks on for worse."""
    flags = red_flags.heard(turn.words, content)
    if not flags or (check.is_open(turn.memory) and flags[0].urgency != "emergency"):
        return None
    return raise_alarm(content, turn.memory, flags)


def _reply(content: Content, turn: Turn) -> Reply:
    """Timers and reminders take what is meant for them; then the check or the plan does, and asks again after else."""
    if turn.outcome and turn.memory.errand:
        return alerts.tell(content, turn.memory, turn.outcome)
    intent = _intent(content, turn)
    return alerts.take(content, turn, intent) or _taken(content, turn, intent)


def _taken(content: Content, turn: Turn, intent: str) -> Reply:
    """The reply of the room that is open, or else of the table."""
    turn = replace(turn, memory=replace(turn.memory, errand=None))
    room = next((room for room in (check, plans, returning) if room.is_open(turn.memory)), None)
    if room is None or intent in PACES:
        return TABLE.get(intent, _missing)(content, turn)
    taken = room.TABLE[intent](content, turn) if intent in room.TABLE else None
    reply = taken or TABLE.get(intent, _missing)(content, turn)
    same = (reply.memory.check, reply.memory.plan) == (turn.memory.check, turn.memory.plan)
    aside = not taken and same and reply.said.decision != "plan_step"
    return room.come_back(content, reply) if aside and reply.question else reply


def _intent(content: Content, turn: Turn) -> str:
    """The intent of a turn. Free words that are a command ("tell me more please") count as that command."""
    if turn.intent != ASK:
        return turn.intent
    said = " ".join(turn.words)
    midway = content.commands_midway if check.is_open(turn.memory) or plans.is_open(turn.memory) else {}
    return (midway.get(said) or content.commands.get(said, ASK)) if said else FALLBACK
