"""What a random listener, device or attacker does next. A move is a function of chance and the talk so far.

It gives the whole envelope that is to be sent; ``MOVES`` holds them all, with how often each comes. ``back-guide bench
soak`` and the tests draw from the same moves.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from random import Random
from typing import Any

from back_guide import content as store
from back_guide.dialogue import Memory
from back_guide.dialogue.conversation import TABLE
from workbench.bench import random_words as words
from workbench.bench.random_talk import Event, Talk, left_conversations
from workbench.bench.spoil import ODD, spoilt
from workbench.simulator import envelope
from workbench.simulator.recognise import Heard, recogniser

Move = Callable[[Random, Talk], Event]

ASK = "AskIntent"
INTENTS = (*TABLE, "NobodysIntent", "AMAZON.SelectIntent", "")
OTHER_LOCALES = ("de-DE", "ja-JP", "ar-SA", "en", "en-us", "tlh", "")
REASONS = ("USER_INITIATED", "ERROR", "EXCEEDED_MAX_REPROMPTS", "NOBODYS_REASON")
STATUSES = ("ACCEPTED", "DENIED", "NOT_ANSWERED", "NOBODYS_STATUS")
EVENTS = (
    "System.ExceptionEncountered",
    "Alexa.Presentation.APL.RuntimeError",
    "AlexaSkillEvent.SkillEnabled",
    "AlexaSkillEvent.SkillPermissionChanged",
    "AlexaSkillEvent.SkillDisabled",
    "Reminders.ReminderStarted",
    "Nobodys.Event",
)
DETAILS = {
    "cause": {"requestId": "x"},
    "error": {"type": "INVALID_RESPONSE", "message": "m"},
    "errors": [{"type": "APL_ERROR", "message": "words that were shown"}],
    "body": {"alertToken": "x"},
}
REMEMBERED = [field.name for field in fields(Memory)]
VERSIONS = (0, 2, -1, "1", 1.0, True, None)
WRONG = 0.2
"""How often what comes with an answer, a touch or a task is spoilt."""


def opens(chance: Random, talk: Talk) -> Event:
    """Opens the skill."""
    return talk.enveloped(envelope.launch())


def starts_a_task(chance: Random, talk: Talk) -> Event:
    """Opens it by a quick link or a routine, now and then with an input that nobody wrote."""
    name = chance.choice(("StartSymptomCheck", "StartPlan", "NobodysTask"))
    plan = chance.choice((*store.load().plans, "nobodys_plan"))
    task = {"name": f"{envelope.SKILL_ID}.{name}", "version": "1", "input": {"plan": plan}}
    return talk.enveloped({**envelope.launch(), "task": _maybe_spoilt(chance, task)})


def says_what_is_known(chance: Random, talk: Talk) -> Event:
    """Asks or commands something in words of the content, as Alexa would recognise them."""
    said = words.marked(chance, words.known(chance))
    return talk.enveloped(envelope.intent(recogniser(talk.home).hear(said)))


def answers(chance: Random, talk: Talk) -> Event:
    """Answers what was asked."""
    return talk.enveloped(envelope.intent(recogniser(talk.home).hear(words.marked(chance, words.answer(chance)))))


def tells_of_danger(chance: Random, talk: Talk) -> Event:
    """Tells a danger sign, by voice or, as nobody does, by a touch."""
    said = words.danger(chance)
    if chance.random() < 0.1:
        return talk.enveloped(envelope.touch([ASK, said], {}, talk.drawn))
    return _says(talk, said, chance.choice((ASK, ASK, chance.choice(INTENTS))))


def babbles(chance: Random, talk: Talk) -> Event:
    """Says pieces of sense in no order."""
    return _says(talk, words.marked(chance, words.babble(chance)))


def injects(chance: Random, talk: Talk) -> Event:
    """Says markup, JSON or braces."""
    return _says(talk, words.injection(chance), chance.choice((ASK, chance.choice(INTENTS))))


def speaks_another_language(chance: Random, talk: Talk) -> Event:
    """Says what is not English."""
    return _says(talk, words.foreign(chance))


def talks_on(chance: Random, talk: Talk) -> Event:
    """Says far too much."""
    return _says(talk, words.endless(chance))


def means(chance: Random, talk: Talk) -> Event:
    """Says something that Alexa takes for an intent, without its words."""
    return talk.enveloped(envelope.intent(Heard(chance.choice(INTENTS))))


def touches(chance: Random, talk: Talk) -> Event:
    """Touches a button that is shown, or sends what no button of ours would."""
    button = chance.choice(talk.buttons or [{"intent": chance.choice(INTENTS), "words": words.babble(chance)}])
    arguments = _maybe_spoilt(chance, [button["intent"], button["words"]])
    return talk.enveloped(envelope.touch(arguments, {"type": "TouchWrapper", "id": "x"}, talk.drawn))


def tells_whether_it_may(chance: Random, talk: Talk) -> Event:
    """Answers Alexa's question for a permission, whether or not it was put."""
    token = talk.asked_token or chance.choice(("", "{", '{"version": 1}', "null"))
    request = envelope.permission(chance.choice(STATUSES), token)
    return talk.enveloped({**_details(chance, request), "type": request["type"]})


def comes_back(chance: Random, talk: Talk) -> Event:
    """Comes back from Alexa's side of a permission."""
    cause = {"type": "ConnectionCompleted", "token": talk.asked_token, "status": {"code": "200", "message": "OK"}}
    return talk.enveloped({"type": "SessionResumedRequest", "cause": _maybe_spoilt(chance, cause)})


def leaves(chance: Random, talk: Talk) -> Event:
    """Ends the session without a word to the skill."""
    return talk.enveloped(envelope.ended(chance.choice(REASONS)))


def happens(chance: Random, talk: Talk) -> Event:
    """Something that nobody said: an error, a skill event, a reminder that rang."""
    return talk.enveloped({"type": chance.choice(EVENTS), **_details(chance, DETAILS)})


def asks_whether_it_could(chance: Random, talk: Talk) -> Event:
    """Alexa asks whether the skill would take an intent."""
    said = chance.choice((words.known, words.danger, words.babble, words.injection))(chance)
    request = envelope.intent(Heard(chance.choice((ASK, *INTENTS)), said))
    return talk.enveloped({**request, "type": "CanFulfillIntentRequest"})


def forges(chance: Random, talk: Talk) -> Event:
    """Says something with session attributes that are cut short, of another version, or of another conversation."""
    attributes = chance.choice((talk.attributes, *left_conversations()))
    if chance.random() < 0.2:
        attributes = {**attributes, chance.choice(REMEMBERED): chance.choice(ODD)}
    for _ in range(chance.randint(0, 2)):
        attributes = spoilt(chance, attributes)
    if chance.random() < 0.1:
        attributes = {**left_conversations()[0], "version": chance.choice(VERSIONS)}
    event = chance.choice((says_what_is_known, answers, tells_of_danger, means, comes_back))(chance, talk)
    return {**event, "session": {**event["session"], "attributes": attributes}}


def sends_again(chance: Random, talk: Talk) -> Event:
    """Sends an earlier request once more."""
    return chance.choice(talk.past) if talk.past else opens(chance, talk)


def moves_house(chance: Random, talk: Talk) -> Event:
    """Goes on talking on another device, and in another locale."""
    talk.session.device = chance.choice(list(envelope.DEVICES))
    talk.session.locale = chance.choice((*envelope.LOCALES, chance.choice(OTHER_LOCALES)))
    return chance.choice((answers, means, says_what_is_known, tells_of_danger))(chance, talk)


def leaves_out(chance: Random, talk: Talk) -> Event:
    """Sends an envelope in which something is missing or of another kind."""
    move = chance.choice((answers, means, opens, tells_of_danger, touches, tells_whether_it_may, happens))
    event: Event = move(chance, talk)
    part = chance.choice(list(event))
    return {**event, part: chance.choice((spoilt(chance, event[part]), chance.choice(ODD)))}


MOVES: Mapping[Move, int] = {
    answers: 30,
    says_what_is_known: 16,
    means: 8,
    tells_of_danger: 5,
    touches: 5,
    tells_whether_it_may: 4,
    babbles: 5,
    injects: 3,
    speaks_another_language: 2,
    talks_on: 1,
    opens: 2,
    starts_a_task: 2,
    comes_back: 2,
    leaves: 1,
    happens: 2,
    asks_whether_it_could: 2,
    forges: 6,
    sends_again: 3,
    moves_house: 2,
    leaves_out: 4,
}
"""Every move, and how often it comes among the others."""


def _says(talk: Talk, said: str, intent: str = ASK) -> Event:
    """Words exactly as they are, which Alexa's recogniser would have tidied."""
    return talk.enveloped(envelope.intent(Heard(intent, said)))


def _maybe_spoilt(chance: Random, whole: Any) -> Any:
    return spoilt(chance, whole) if chance.random() < WRONG else whole


def _details(chance: Random, given: Mapping[str, Any]) -> dict[str, Any]:
    """Fields of a request, each of which may be spoilt."""
    return {name: _maybe_spoilt(chance, value) for name, value in given.items()}
