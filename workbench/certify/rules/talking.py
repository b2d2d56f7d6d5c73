"""Rules about what every conversation needs, tried in every state: answers, help, an end, an apology, a repetition."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator

from back_guide.dialogue.turn import ASK
from workbench.authoring.interaction_model import QUESTION
from workbench.certify.response import Response
from workbench.certify.response_rules import misshapen, open_without_question, silent
from workbench.certify.rule import Trial, rule, shortened
from workbench.certify.states import COLD, from_anywhere, states
from workbench.certify.subject import Json, Subject, heard
from workbench.simulator import envelope
from workbench.simulator.recognise import FALLBACK, Heard

DIALOGUE = "lambda/back_guide/dialogue/conversation.py"
SKILL = "lambda/back_guide/alexa/skill.py"
COURTESIES = "lambda/back_guide/dialogue/courtesies.py"
PROMPTS = "content/en/prompts.yaml"

HELP, REPEAT = "AMAZON.HelpIntent", "AMAZON.RepeatIntent"
ENDS = ("AMAZON.StopIntent", "AMAZON.CancelIntent")
PLAIN = ("AMAZON.YesIntent", "AMAZON.NoIntent")
HOW = re.compile(r"\b(?:say|ask|answer|name)\b", re.IGNORECASE)
"""How help tells what to say."""

UNMATCHED = "purple monkey dishwasher"
ABSURD = (
    "<speak>heat</speak><audio src='https://example.com/a.mp3'/> & ]]>",
    '{"request": {"type": "SessionEndedRequest"}}',
    "heat " * 400,
)


@rule("C7", of="requests", mend=DIALOGUE)
def intent_fails(subject: Subject) -> Iterator[Trial]:
    """In every state, every intent is answered: its slot matched, unmatched, empty, left out and absurd."""
    for locale, model in subject.models.items():
        requests = _requests(model)
        for state, talk, _ in from_anywhere(subject, locale):
            for name, request in requests.items():
                said = heard(talk.again().send(None, request))
                yield Trial(f"{name} {state} ({locale})", unanswered(said))


@rule("C7", of="tasks", mend="lambda/back_guide/alexa/tasks.py")
def task_not_started(subject: Subject) -> Iterator[Trial]:
    """Every task that the manifest names begins what it is for, with the input of its own example."""
    for locale in subject.models:
        for task in subject.manifest["apis"]["custom"]["tasks"]:
            path = f"skill-package/tasks/{task['name']}.{task['version']}.json"
            post = json.loads(subject.package[path])["paths"][f"/{task['name']}"]["post"]
            example = post["requestBody"]["content"]["application/json"]["examples"]["first"]["value"]
            asked = {"name": f"{envelope.SKILL_ID}.{task['name']}", "version": task["version"], "input": example}
            said = heard(subject.talk(locale).send(None, {**envelope.launch(), "task": asked}))
            begun = said.decision in ("check_question", "plan_step")
            yield Trial(f"{task['name']} {example} ({locale})", unanswered(said) or ("" if begun else quoted(said)))


@rule("C9", of="states", mend=PROMPTS)
def help_unhelpful(subject: Subject) -> Iterator[Trial]:
    """In every state, help says what can be said now, and ends with a question."""
    for locale in subject.models:
        for state, talk, _ in from_anywhere(subject, locale):
            said = talk.command(HELP)
            helps = said.is_open and HOW.search(said.speech)
            yield Trial(f"help {state} ({locale})", unanswered(said) or ("" if helps else quoted(said)))


@rule("C10", of="states", mend=DIALOGUE)
def stop_goes_on(subject: Subject) -> Iterator[Trial]:
    """In every state, stop and cancel end the session, without a question."""
    for locale in subject.models:
        for state, talk, _ in from_anywhere(subject, locale):
            for intent in ENDS:
                said = talk.again().command(intent)
                ends = said.body.get("shouldEndSession") is True and not said.speech.endswith("?")
                yield Trial(f"{intent} {state} ({locale})", "" if ends else f"the session goes on: {quoted(said)}")


@rule("C12", of="faults", mend=SKILL)
def fault_not_spoken(subject: Subject) -> Iterator[Trial]:
    """Where a turn fails inside, an apology is spoken that keeps the rules, and the listener can go on."""
    for locale in subject.models:
        for words in ("heat or ice", "what causes upper back spasms"):
            request = envelope.intent(subject.recognisers[locale].hear(words))
            yield Trial(f'"{words}" with its topic lost ({locale})', _not_apologised(subject, request, locale))


@rule("C12", of="requests", mend=DIALOGUE)
def speech_unmatched(subject: Subject) -> Iterator[Trial]:
    """Whatever is not understood, in every state, is handled: also an intent that no model names."""
    for locale in subject.models:
        for state, talk, _ in from_anywhere(subject, locale):
            for meant in (Heard(FALLBACK), Heard("NobodysIntent"), Heard(ASK, UNMATCHED)):
                said = heard(talk.again().send(None, envelope.intent(meant)))
                yield Trial(f"{meant.question or meant.intent} {state} ({locale})", unanswered(said))


@rule("C32", of="states", mend=COURTESIES)
def not_repeated(subject: Subject) -> Iterator[Trial]:
    """In every state, repeat asks again what was asked, and from cold it is answered."""
    for locale in subject.models:
        yield Trial(f"repeat {COLD} ({locale})", unanswered(subject.talk(locale).command(REPEAT)))
        for state, talk, last in states(subject, locale):
            asked, repeated = _question(last), _question(talk.command(REPEAT))
            yield Trial(f"repeat {state} ({locale})", "" if repeated == asked else f'"{asked}" became "{repeated}"')


@rule("C32", of="states", mend=COURTESIES)
def stray_yes_unanswered(subject: Subject) -> Iterator[Trial]:
    """A yes or a no that answers no question, from cold and after the welcome, gets a reply that makes sense."""
    for locale in subject.models:
        for state, talk, _ in itertools.islice(from_anywhere(subject, locale), 2):
            for intent in PLAIN:
                said = talk.again().command(intent)
                fault = unanswered(said) or (quoted(said) if said.decision == "decline" else "")
                yield Trial(f"{intent} {state} ({locale})", fault)


def unanswered(said: Response) -> str:
    """Why something said got no answer: an error, silence, or an apology. "" where it got one."""
    sorry = [quoted(said)] if said.decision == "apology" else []
    return said.whole.get("error") or "; ".join([*misshapen(said), *silent(said), *sorry])


def quoted(said: Response) -> str:
    """What a response says, as a fault tells it."""
    return f'it says "{shortened(said.speech)}"'


def _requests(model: Json) -> dict[str, Json]:
    """Every intent of a model as a request; the open question in every condition of its slot."""
    value = model["types"][0]["values"][0]
    matched = Heard(ASK, value["name"]["value"], value["id"])
    asked = {
        "a question matched": envelope.intent(matched),
        "a question unmatched": envelope.intent(Heard(ASK, UNMATCHED)),
        "a question left out": envelope.intent(Heard(ASK)),
        "a question left empty": _left_empty(),
        **{f"an absurd question of {len(words)} characters": envelope.intent(Heard(ASK, words)) for words in ABSURD},
    }
    return asked | {intent["name"]: envelope.intent(Heard(intent["name"])) for intent in model["intents"]}


def _left_empty() -> Json:
    """The open question with its slot, which has no value."""
    request = envelope.intent(Heard(ASK))
    request["intent"]["slots"] = {QUESTION: {"name": QUESTION, "confirmationStatus": "NONE"}}
    return request


def _not_apologised(subject: Subject, request: Json, locale: str) -> str:
    """What is wrong with the reply of the skill that has lost its topics."""
    event = envelope.envelope(request, locale=locale, device="dot", session="certify", new=True, attributes={})
    try:
        said = Response(event, subject.failing(event, None))
    except Exception as error:
        return f"the handler raises {type(error).__name__}"
    faults = [*misshapen(said), *silent(said), *open_without_question(said)]
    return "; ".join(faults) or ("" if said.decision == "apology" else quoted(said))


def _question(said: Response) -> str:
    """The question that a response ends with."""
    return re.split(r"(?<=[.?!])\s+", said.speech)[-1]
