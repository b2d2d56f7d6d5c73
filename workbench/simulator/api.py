"""The JSON that the page asks for, a method each."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from flask import abort, request

from back_guide.alexa.skill import Skill
from back_guide.alexa.storage import Storage
from back_guide.content import Content
from workbench.authoring.build import write
from workbench.simulator import insight, transcript
from workbench.simulator.conversation import Conversation, Conversations
from workbench.simulator.envelope import DEVICES, LOCALES, SKILL_ID, VIEWPORTS
from workbench.simulator.services import AlexaServices
from workbench.simulator.transcript import MalformedError, Step, Transcript

RESPONSE_LIMIT = 24_576  # bytes; see PLATFORM.md
NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST_NAME = 80
Json = dict[str, Any]


class Api:
    """What the page can ask of the simulator.

    Timers and reminders are set with ``services``, transcripts saved in ``folder``, and what is kept of listeners in
    ``storage``; ``renders`` says whether Amazon's renderer is there to draw with.
    """

    def __init__(
        self, content: Content, services: AlexaServices, folder: Path, storage: Storage, *, renders: bool
    ) -> None:
        self.content = content
        self.folder = folder
        self.renders = renders
        self.conversations = Conversations(Skill(content, skill_id=SKILL_ID, storage=storage).answer, content, services)

    def start(self) -> Json:
        """What the page needs once."""
        return {
            "locales": LOCALES,
            "devices": [{"id": device, "viewport": VIEWPORTS.get(device)} for device in DEVICES],
            "graph": insight.graph(self.content),
            "sayings": insight.CLOSED,
            "response_limit": RESPONSE_LIMIT,
            "renderer": self.renders,
        }

    def turn(self) -> Json:
        """Does one thing in a conversation, and tells everything about it."""
        given = _body()
        action, value = _text(given, "action"), given.get("value", "")
        with self.conversations.lock:
            conversation = self._conversation(given)
            if action == "odd_locale":
                return conversation.say_in_odd_locale(str(value))
            if action == "another_skill":
                return conversation.say_to_another_skill(str(value))
            return conversation.take(_step(action, value, given.get("expect")))

    def transcript(self) -> Json:
        """The conversation so far as YAML, to download."""
        return {"text": self._yaml(_body())}

    def save(self) -> Json:
        """Keeps the conversation as a test. One that is there already stays as it is."""
        given = _body()
        name = _text(given, "name")
        if not NAME.fullmatch(name) or len(name) > LONGEST_NAME:
            abort(400, "A name is made of small letters, digits and hyphens, like heat-helps-a-spasm.")
        path = self.folder / f"{name}.yaml"
        if path.exists():
            abort(409, f"{path.name} is there already, and stays as it is. Choose another name.")
        write(path, self._yaml(given).encode())
        return {"path": str(Path(*path.parts[-3:]))}

    def read(self) -> Json:
        """The steps of a transcript that was dropped on the page."""
        given = _body()
        try:
            found = transcript.loads(_text(given, "text"), _text(given, "name"))
        except MalformedError as error:
            abort(400, str(error))
        steps = [{"action": step.action, "value": step.value, "expect": step.expect} for step in found.steps]
        return {"locale": found.locale, "device": found.device, "allowed": found.allowed, "steps": steps}

    def _conversation(self, given: Json) -> Conversation:
        locale, device = _text(given, "locale"), _text(given, "device")
        if locale not in LOCALES or device not in DEVICES:
            abort(400, f"There is no device {device!r} or no locale {locale!r}.")
        granted = given.get("allowed", [])
        allowed = tuple(what for what in transcript.ALLOWED if isinstance(granted, list) and what in granted)
        begun = Transcript(locale, device, allowed, ())
        name = _text(given, "conversation")[:LONGEST_NAME]
        return self.conversations.named_or_new(name, begun, _user(given.get("listener") or name))

    def _yaml(self, given: Json) -> str:
        with self.conversations.lock:
            said = self._conversation(given).transcript()
        if not said.steps:
            abort(400, "Nothing was said yet. Say something first.")
        return transcript.dumps(said, _text(given, "name").replace("-", " ").capitalize() + ".")


def _body() -> Json:
    try:
        given = request.get_json()
    except RecursionError:
        abort(400, "The body is nested too deeply.")
    if not isinstance(given, dict):
        abort(400, "The body is no JSON object.")
    return given


def _user(listener: object) -> str:
    """Who a listener is to Alexa. Without a name of their own they are nobody that any conversation knows."""
    if not isinstance(listener, str) or not NAME.fullmatch(listener) or len(listener) > LONGEST_NAME:
        abort(400, "A listener's name is made of small letters, digits and hyphens.")
    return f"amzn1.ask.account.{listener}"


def _text(given: Json, key: str) -> str:
    value = given.get(key)
    if not isinstance(value, str):
        abort(400, f"{key!r} is missing, or no text.")
    return value


def _step(action: str, value: object, expect: object) -> Step:
    if action not in transcript.ACTIONS:
        abort(400, f"{action!r} is nothing that one does.")
    if not isinstance(value, list if action == "touch" else str):
        abort(400, f"What goes with {action!r} is of the wrong type.")
    expected = expect if isinstance(expect, dict) else {}
    if not transcript.is_expected_well(expected):
        abort(400, "What it says, and never says, is a list of words.")
    return Step(action, value, expected)
