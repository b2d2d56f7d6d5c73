"""The turns that are measured, as the requests that Alexa would send: each can be sent again, alone."""

from __future__ import annotations

from typing import Any

from back_guide import content as store
from workbench.bench import triage, understanding
from workbench.simulator import envelope
from workbench.simulator.session import Session

STORIES = 12

Event = dict[str, Any]


def ours() -> dict[str, list[Event]]:
    """Turns of each kind that our skill takes: questions nobody trained on, whole checks, whole plans."""
    return {"question": _questions(), "check": _checks(), "plan": _plans()}


def hello_world() -> dict[str, list[Event]]:
    """Turns of each kind that Hello World takes."""
    names = ("HelloWorldIntent", "AMAZON.HelpIntent", "AMAZON.StopIntent")
    requests = [envelope.launch(), *({"type": "IntentRequest", "intent": {"name": name}} for name in names)]
    return {"hello": [_event(request) for request in requests] * 20}


class Recorder:
    """The real handler, which keeps every event that it is given."""

    def __init__(self) -> None:
        self.events: list[Event] = []

    def __call__(self, event: Event, context: object) -> Event:
        from lambda_function import lambda_handler

        self.events.append(event)
        return lambda_handler(event, context)


def _questions() -> list[Event]:
    recorder = Recorder()
    for sentences in understanding.read("test")["in_scope"].values():
        Session(recorder).say(sentences[0])
    return recorder.events


def _checks() -> list[Event]:
    recorder = Recorder()
    for story in triage.read()[:STORIES]:
        triage.tell(story, recorder)
    return recorder.events


def _plans() -> list[Event]:
    recorder = Recorder()
    content = store.load()
    for plan in content.plans.values():
        session = Session(recorder)
        session.say(plan.ask)
        for words in ("no", *["next"] * len(plan.steps)):
            session.say(words)
    return recorder.events


def _event(request: dict[str, Any]) -> Event:
    return envelope.envelope(request, locale="en-US", device="dot", session="bench", new=True, attributes={})
