"""Timers and reminders as a conversation: take the wish, ask what is missing, say what came of it.

Nothing is done here: a reply carries an ``Errand``, Alexa's services do it, and its ``Outcome`` comes back as a turn.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from back_guide.content import Content
from back_guide.dialogue import check, plans
from back_guide.dialogue.check_speech import saying
from back_guide.dialogue.errand import LONGEST_REMINDER, Errand, Outcome
from back_guide.dialogue.memory import Memory, Said
from back_guide.dialogue.times import length, listed, when
from back_guide.dialogue.topics import spoken_list
from back_guide.dialogue.turn import ASK, Reply, Turn, courtesy
from back_guide.understanding.answers import yes_or_no
from back_guide.understanding.wishes import Wish, bare_number, how_long, wish

HELP = "AMAZON.HelpIntent"
AGAIN = ("AMAZON.RepeatIntent", HELP)
MINUTE, HOUR, DAY = 60, 3_600, 86_400  # seconds
SHORTEST, LONGEST_TIMER = MINUTE, DAY
LONGEST_ANSWER = 4  # words
MOST_LISTED = 3
NOT_ALLOWED = ("denied", "not_allowed")


def take(content: Content, turn: Turn, intent: str) -> Reply | None:
    """Takes a wish for a timer or a reminder, or the answer to what was asked about one; None for anything else."""
    wished = wish(turn.words, content) if intent == ASK else None
    if wished and check.is_open(turn.memory):
        return check.come_back(content, courtesy(content, "alert_after_check", turn.memory))
    if wished:
        return _pursue(content, turn.memory, _errand(content, turn.memory, wished))
    return _answered(content, turn, intent, turn.memory.errand) if turn.memory.errand else None


def tell(content: Content, memory: Memory, outcome: Outcome) -> Reply:
    """Says what came of an errand, or goes on with it once it is allowed."""
    errand = outcome.errand
    if outcome.result == "planned":
        return _ask(content, memory, errand, "reminder_confirm", when=when(content, errand, _now(outcome)))
    if outcome.result == "accepted":
        return _pursue(content, memory, replace(errand, asked=True))
    if outcome.result == "not_allowed" and errand.kind in ("timer", "reminder") and not errand.asked:
        return _ask_permission(content, memory, errand)
    reply = _close(content, memory, outcome)
    return replace(reply, said=replace(reply.said, ended=replace(outcome, found=())))


def again(content: Content, memory: Memory, ended: Outcome) -> Reply:
    """Says again how an errand ended. What is set is looked up once more: no list of it is kept."""
    return run(memory, ended.errand) if ended.errand.kind == "list_reminders" else tell(content, memory, ended)


def run(memory: Memory, errand: Errand) -> Reply:
    """A reply that says nothing yet: the errand goes to Alexa's services first."""
    return Reply(Said("courtesy"), (), replace(memory, errand=errand, offer=None), errand=errand)


def _errand(content: Content, memory: Memory, wished: Wish) -> Errand:
    """What a wish comes to. A pack's timer has the pack's length where none was said, and never more than is safe."""
    if wished.kind != "set":
        return Errand(f"{wished.kind}_{wished.of}s")
    if wished.of == "reminder":
        later = "return" if not wished.recurs and wished.seconds >= DAY else "break"
        return _reminder(Errand("reminder", wished.about or later), wished.seconds, wished.recurs)
    about = wished.about or _pack_here(content, memory)
    pack = content.alerts.packs.get(about)
    here = MINUTE * plans.timer_minutes(content, memory)
    usual = here or (pack.seconds if pack else 0)
    most = min((limit for limit in (here, pack.most_seconds if pack else 0) if limit), default=0)
    seconds = wished.seconds or usual
    kept = bool(most) and seconds > most
    return Errand("timer", about, most if kept else seconds, kept=kept)


def _pack_here(content: Content, memory: Memory) -> str:
    """The pack that the plan, or else the topic told last, is about; "" for none."""
    place = memory.plan.plan if memory.plan else memory.path[-1] if memory.path else ""
    return next((name for name, pack in content.alerts.packs.items() if place in pack.during), "")


def _reminder(errand: Errand, seconds: int, recurs: str) -> Errand:
    """A reminder with its time, or still without one where it can't come like that."""
    if not recurs:
        return replace(errand, seconds=seconds if SHORTEST <= seconds <= LONGEST_REMINDER else 0)
    if seconds == DAY:
        return replace(errand, seconds=seconds, recurs="weekday" if recurs == "work" else "day")
    fits = seconds % HOUR == 0 and HOUR <= seconds <= 8 * HOUR
    return replace(errand, seconds=seconds if fits else 0, recurs=recurs)


def _pursue(content: Content, memory: Memory, errand: Errand) -> Reply:
    """Runs an errand, or asks first for the length that it lacks."""
    if errand.kind == "reminder" and not errand.seconds:
        return _ask(content, memory, errand, "reminder_how_often")
    if errand.kind == "timer" and not SHORTEST <= errand.seconds <= LONGEST_TIMER:
        name = "timer_out_of_range" if errand.seconds else "timer_how_long"
        return _ask(content, memory, replace(errand, seconds=0), name)
    return run(memory, errand)


def _answered(content: Content, turn: Turn, intent: str, errand: Errand) -> Reply | None:
    """Takes a yes, a no or a length as the answer to what was asked."""
    memory = turn.memory
    seconds, recurs = how_long(turn.words, content) if intent == ASK else (0, "")
    bare = bare_number(turn.words, content) if not (seconds or errand.seconds) else 0
    if bare and errand.kind == "reminder":
        return _pursue(content, memory, errand)
    seconds = seconds or MINUTE * bare
    if seconds:
        wished = Wish("set", errand.of, errand.about, seconds, recurs)
        return _pursue(content, memory, _errand(content, memory, wished))
    given = {"AMAZON.YesIntent": "yes", "AMAZON.NoIntent": "no"}.get(intent, "")
    if intent == ASK and len(turn.words) <= LONGEST_ANSWER:
        given = yes_or_no(turn.words, content)
    if given == "no":
        return tell(content, memory, Outcome("dropped", errand))
    if given == "yes" and errand.first:
        return run(memory, errand)
    if intent == HELP and errand.first:
        return _ask(content, memory, errand, "reminder_help")
    return _pursue(content, memory, replace(errand, first="")) if given == "yes" or intent in AGAIN else None


def _ask(content: Content, memory: Memory, errand: Errand, prompt: str, **values: str) -> Reply:
    """Asks something about an errand, which waits for the answer."""
    return courtesy(content, prompt, replace(memory, errand=errand), **values)


def _ask_permission(content: Content, memory: Memory, errand: Errand) -> Reply:
    """Hands over to Alexa, who asks whether the skill may."""
    reply = courtesy(content, f"allow_{errand.of}", replace(memory, errand=errand))
    return replace(reply, ask_for=errand.of)


def _close(content: Content, memory: Memory, outcome: Outcome) -> Reply:
    """Says how an errand ended."""
    errand = outcome.errand
    if outcome.result == "done" and errand.kind == "timer":
        reply = _end(content, memory, "timer_set", length=length(content, errand.seconds))
        kept = saying(content, "timer_kept", length=length(content, errand.seconds)) if errand.kept else ()
        return replace(reply, lines=(*kept, *reply.lines))
    if outcome.result == "done" and errand.kind == "reminder":
        return _end(content, memory, "reminder_set", when=when(content, errand, _now(outcome)))
    if outcome.result == "done" and errand.kind == "list_reminders":
        return _list(content, memory, outcome)
    values = {"length": length(content, errand.seconds)} if errand.kind == "timer" else {}
    reply = _end(content, memory, _ending(outcome), **values)
    return replace(reply, way_to_allow=errand.of) if outcome.result in NOT_ALLOWED else reply


def _ending(outcome: Outcome) -> str:
    """The prompt for an errand that ended without anything to read back."""
    of, kind = outcome.errand.of, outcome.errand.kind
    if outcome.result == "done":
        return f"{of}s_cancelled"
    if outcome.result == "dropped":
        return f"{of}_dropped"
    if outcome.result == "nothing":
        return f"no_{of}s"
    if outcome.result == "too_many":
        return "too_many_reminders"
    if outcome.result in NOT_ALLOWED:
        return f"not_allowed_{of}"
    return "failed_timers" if kind == "cancel_timers" else f"{outcome.result}_{of}"


def _list(content: Content, memory: Memory, outcome: Outcome) -> Reply:
    """Names the reminders that are set."""
    times = [listed(content, errand, _now(outcome)) for errand in outcome.found[:MOST_LISTED]]
    if not times:
        return _end(content, memory, "reminders_unread")
    return _end(content, memory, "reminders_listed", when=spoken_list(times))


def _end(content: Content, memory: Memory, prompt: str, **values: str) -> Reply:
    """Says how it ended, and goes on with the plan, or asks what else."""
    plan = replace(memory.plan, timer="") if memory.plan else None
    reply = courtesy(content, prompt, replace(memory, errand=None, plan=plan), **values)
    if memory.plan:
        asked = plans.come_back(content, reply)
        return replace(asked, said=Said("plan_step", plan=memory.plan.plan, step=memory.plan.step))
    return replace(reply, question=courtesy(content, "anything_else", memory).question)


def _now(outcome: Outcome) -> datetime:
    return datetime.fromisoformat(outcome.now)
