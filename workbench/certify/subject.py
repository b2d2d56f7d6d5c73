"""What is held against the rules: a skill package, the content behind it, and the doors that answer."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from back_guide import content as store
from back_guide.alexa.skill import Skill
from back_guide.alexa.storage import Storage
from back_guide.alexa.storage.item import Backend
from back_guide.content import Content
from back_guide.dialogue import check, conversation, plans, returning
from workbench.authoring import draft as drafts
from workbench.authoring import skill_package
from workbench.authoring.draft import Draft
from workbench.certify.doors import HttpsDoor, https_door, lambda_door
from workbench.certify.response import Response
from workbench.simulator import envelope
from workbench.simulator.recognise import Heard, Recogniser
from workbench.simulator.services import AlexaServices
from workbench.simulator.session import Exchange, Handler, Session
from workbench.simulator.signing import Alexa

Json = dict[str, Any]
MODES = {"with the symptom check": True, "without the symptom check": False}
MODELS = "skill-package/interactionModels/custom/"


@dataclass
class Subject:
    """One skill: how it is called, the files of its package by path, its content, and its doors.

    ``failing`` is the same skill with its topics lost, ``keeping`` one that stores what survives a session; ``handled``
    are the intents that code takes. Alexa's services are ``services``, and she signs as ``alexa``. ``heard`` fills with
    every response, ``reached`` with the states of conversations by locale and device.
    """

    name: str
    symptom_check: bool
    package: Mapping[str, str]
    draft: Draft
    content: Content
    handler: Handler
    failing: Handler
    keeping: Callable[[Backend], Handler]
    https: HttpsDoor
    handled: frozenset[str]
    services: AlexaServices
    alexa: Alexa
    heard: list[Response] = field(default_factory=list)
    reached: dict[tuple[str, str], list[State]] = field(default_factory=dict)

    @cached_property
    def manifest(self) -> Json:
        """What Amazon is told about the skill."""
        manifest: Json = json.loads(self.package["skill-package/skill.json"])["manifest"]
        return manifest

    @cached_property
    def pages(self) -> dict[str, Json]:
        """The page in the store of each locale."""
        pages: dict[str, Json] = self.manifest["publishingInformation"]["locales"]
        return pages

    @cached_property
    def models(self) -> dict[str, Json]:
        """The language model of each locale."""
        paths = {Path(path).stem: path for path in self.package if path.startswith(MODELS)}
        return {code: json.loads(self.package[paths[code]])["interactionModel"]["languageModel"] for code in self.pages}

    @cached_property
    def recognisers(self) -> dict[str, Recogniser]:
        """What hears by the model of each locale."""
        return {code: Recogniser({"interactionModel": {"languageModel": model}}) for code, model in self.models.items()}

    def answer(self, event: Json, context: object = None) -> Json:
        """The response at the AWS door, noted. A handler that raises is heard as Alexa would hear it: not at all."""
        try:
            response = self.handler(event, context)
        except Exception as error:
            response = {"version": "1.0", "response": {}, "error": type(error).__name__}
        self.heard.append(Response(event, response))
        return response

    def talk(self, locale: str, device: str = "dot") -> Talk:
        """A conversation that is about to begin."""
        return Talk(self, locale, device)


class Talk(Session):
    """A conversation at the AWS door, its words heard by the subject's own interaction model."""

    def __init__(self, subject: Subject, locale: str, device: str) -> None:
        self.recogniser = subject.recognisers[locale]
        super().__init__(subject.answer, locale, device, subject.services.address)

    def say(self, words: str) -> Exchange:
        return self.send(words, envelope.intent(self.recogniser.hear(words)))

    def hear(self, words: str) -> Response:
        """Says something, and hears the response."""
        return heard(self.say(words))

    def command(self, intent: str) -> Response:
        """Says something that Alexa takes for an intent without words, and hears the response."""
        return heard(self.send(None, envelope.intent(Heard(intent))))

    def again(self) -> Talk:
        """The conversation as it stands, to be gone on with in another way."""
        return copy.copy(self)


class State(NamedTuple):
    """A state that a conversation can be in: its name, the conversation, and what was heard last."""

    name: str
    talk: Talk
    last: Response


def heard(exchange: Exchange) -> Response:
    """The response of an exchange."""
    return Response(exchange.request, exchange.response)


@contextmanager
def subjects() -> Iterator[list[Subject]]:
    """Our skill with its symptom check, from the package as it is committed, and without, from the one then built."""
    alexa, draft = Alexa(), drafts.read_once()
    with AlexaServices() as services:
        yield [_subject(name, draft, services, alexa, symptom_check=check) for name, check in MODES.items()]


def _subject(name: str, draft: Draft, services: AlexaServices, alexa: Alexa, *, symptom_check: bool) -> Subject:
    content = store.load(symptom_check=symptom_check)
    package = _committed() if symptom_check else skill_package.files(draft, symptom_check=False)
    taken = {intent for table in TABLES for intent in table} - {conversation.LAUNCH}
    return Subject(
        name=name,
        symptom_check=symptom_check,
        package=package,
        draft=draft,
        content=content,
        handler=lambda_door(symptom_check=symptom_check),
        failing=Skill(replace(content, topics={})).answer,
        keeping=lambda backend: Skill(content, storage=Storage(backend, "a salt")).answer,
        https=https_door(alexa, symptom_check=symptom_check),
        handled=frozenset(taken if symptom_check else taken - {conversation.SYMPTOM_CHECK}),
        services=services,
        alexa=alexa,
    )


TABLES: tuple[Mapping[str, object], ...] = (conversation.TABLE, check.TABLE, plans.TABLE, returning.TABLE)
"""Which intents code takes."""


def _committed() -> dict[str, str]:
    """The text files of the package as they stand in the repository."""
    folder = skill_package.PACKAGE
    return {str(path.relative_to(folder)): path.read_text("utf-8") for path in sorted(folder.rglob("*.json"))}
