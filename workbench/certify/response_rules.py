"""What Alexa and its certification ask of every response, as one pure function (PLATFORM.md, "Certification as tests").

``broken_rules(request, response)`` takes the whole request envelope and the whole response, both as JSON, and gives
a line for each rule that is broken: its number, then what is wrong. It never raises, whatever JSON it is given.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from xml.parsers import expat

from workbench.simulator.session import plain_text

Table = Mapping[str, Any]

SPEECH_DUE = frozenset({"LaunchRequest", "IntentRequest", "SessionResumedRequest", "Connections.Response"})
"""Somebody spoke, or waits for an answer."""

SPEECH_ALLOWED = SPEECH_DUE | {"Alexa.Presentation.APL.UserEvent"}
"""To every other request type, unknown ones too, the answer is silence."""

CAN_FULFILL = "CanFulfillIntentRequest"
CAN_FULFILL_VALUES = ("YES", "NO", "MAYBE")

PAUSES_AND_PARTS = frozenset({"speak", "p", "s", "break", "audio"})
PRONUNCIATION = frozenset({"say-as", "sub", "phoneme", "emphasis", "prosody", "lang", "voice", "w"})
OWN_TAGS = frozenset({"amazon:domain", "amazon:emotion", "amazon:effect", "alexa:name"})
TAGS = PAUSES_AND_PARTS | PRONUNCIATION | OWN_TAGS
MOST_SPEECH_CHARACTERS = 8_000
MOST_CARD_CHARACTERS = 8_000
MOST_BYTES = 24_576
PERMISSIONS = frozenset({"alexa::alerts:timers:skill:readwrite", "alexa::alerts:reminders:skill:readwrite"})
"""What the manifest may ask a listener for."""

LONGEST_BREAK_SECONDS = 10.0
MOST_AUDIO_CLIPS = 5

_PAUSE = re.compile(r"(\d+(?:\.\d+)?)(ms|s)")
_MARKUP = re.compile(r"</?[a-zA-Z!?][^>]*>|&(?:#\w+|\w+);|\*\*|__|\]\(|^#+ ", re.MULTILINE)


def broken_rules(request: Table, response: Table) -> list[str]:
    """Every rule that a response to a request breaks; none for a good one."""
    body = _table(_table(response).get("response"))
    exchange = Exchange(str(_table(_table(request).get("request")).get("type")), _table(response), body)
    return [problem for rule in RULES for problem in rule(exchange)]


@dataclass(frozen=True)
class Exchange:
    """The type of a request, the response to it, and the response's inner object of the same name."""

    kind: str
    response: Table
    body: Table

    @property
    def ssml(self) -> str | None:
        """What is said, as SSML: None where nothing is, "" where it is something else than SSML."""
        return _ssml(self.body)

    @property
    def reprompt(self) -> str | None:
        """What is said after silence, as ``ssml``."""
        return _ssml(_table(self.body["reprompt"])) or "" if "reprompt" in self.body else None

    @property
    def spoken(self) -> list[tuple[str, str]]:
        """Each thing said, with its name."""
        named = (("speech", self.ssml), ("reprompt", self.reprompt))
        return [(name, ssml) for name, ssml in named if ssml is not None]

    @property
    def tags(self) -> list[tuple[str, Table]]:
        """The tags of all that is said, with their attributes, as far as it can be read."""
        return [tag for _, ssml in self.spoken for tag in _read(ssml)[0]]

    @property
    def card(self) -> Table | None:
        """The card, {} where it is not even an object, None where there is none."""
        return _table(self.body["card"]) if "card" in self.body else None

    @property
    def hands_over(self) -> bool:
        """Whether Alexa goes on with the conversation, as when it asks for a permission by voice."""
        directives = self.body.get("directives")
        listed = directives if isinstance(directives, list) else []
        return any(str(_table(directive).get("type")).startswith("Connections.") for directive in listed)


def permission(exchange: Exchange) -> Iterator[str]:
    """C28: a permission is asked for by its scope, as the last thing of a session, and brings its token back."""
    listed = exchange.body.get("directives")
    for directive in (_table(each) for each in (listed if isinstance(listed, list) else [])):
        if directive.get("type") != "Connections.SendRequest":
            continue
        payload = _table(directive.get("payload"))
        scopes = payload.get("permissionScopes")
        asked = [_table(each).get("permissionScope") for each in scopes] if isinstance(scopes, list) else []
        if payload.get("@type") != "AskForPermissionsConsentRequest" or directive.get("name") != "AskFor":
            yield "C28: the request to Alexa is not for a permission"
        if not asked or not PERMISSIONS.issuperset(map(str, asked)):
            yield f"C28: the permission asked for is {asked!r}"
        if exchange.body.get("shouldEndSession") is not True:
            yield "C28: Alexa asks for a permission, but the session stays open"
        if not isinstance(directive.get("token"), str):
            yield "C28: the request to Alexa has no token"


def shape(exchange: Exchange) -> Iterator[str]:
    """The envelope is as the JSON reference has it."""
    if exchange.response.get("version") != "1.0":
        yield 'shape: version is not "1.0"'
    if not isinstance(exchange.response.get("response"), Mapping):
        yield "shape: response is no object"
    if not isinstance(exchange.response.get("sessionAttributes", {}), Mapping):
        yield "shape: sessionAttributes is no object"
    if _as_json(exchange.response) is None:
        yield "shape: the response can't be written as JSON"


def answers(exchange: Exchange) -> Iterator[str]:
    """C7, C12: whoever speaks to the skill hears something, unless Alexa itself goes on."""
    if exchange.kind in SPEECH_DUE and exchange.ssml is None and not exchange.hands_over:
        yield f"C7: {exchange.kind} is answered with silence"
    for name, ssml in exchange.spoken:
        if not plain_text(ssml):
            yield f"C7: the {name} has no words"


def session(exchange: Exchange) -> Iterator[str]:
    """C5, C6, C11: speech ends with a question ⇔ the session stays open ⇔ there is a reprompt."""
    closes = exchange.body.get("shouldEndSession")
    asks = (plain_text(exchange.ssml) or "").endswith("?")
    held = {"a question": asks, "an open session": closes is False, "a reprompt": exchange.reprompt is not None}
    if exchange.ssml is not None and not isinstance(closes, bool):
        yield f"C11: speech, but shouldEndSession is {closes!r}"
    if len(set(held.values())) > 1:
        there = " and ".join(name for name, holds in held.items() if holds)
        missing = " or ".join(name for name, holds in held.items() if not holds)
        yield f"C5/C6/C11: {there} without {missing}"


def ssml(exchange: Exchange) -> Iterator[str]:
    """C17: SSML is well-formed and holds Alexa's tags only."""
    for name, text in exchange.spoken:
        tags, fault = _read(text)
        if fault:
            yield f"C17: the {name} is not well-formed: {fault}"
        elif [tag for tag, _ in tags].count("speak") != 1 or tags[0][0] != "speak":
            yield f"C17: the {name} is not one <speak>"
        for tag in sorted({tag for tag, _ in tags} - TAGS):
            yield f"C17: the {name} has <{tag}>, which Alexa does not know"


def sizes(exchange: Exchange) -> Iterator[str]:
    """C18: nothing is longer than Alexa takes. Bytes are counted with every letter escaped, the longest way."""
    for name, text in exchange.spoken:
        if len(text) > MOST_SPEECH_CHARACTERS:
            yield f"C18: the {name} has {len(text)} characters"
    shown = sum(len(text) for text in (exchange.card or {}).values() if isinstance(text, str))
    if shown > MOST_CARD_CHARACTERS:
        yield f"C18: the card has {shown} characters"
    size = len(_as_json(exchange.response) or "")
    if size > MOST_BYTES:
        yield f"C18: the response has {size} bytes"
    for pause in _pauses(exchange.tags):
        if pause > LONGEST_BREAK_SECONDS:
            yield f"C18: a break of {pause:g} seconds"
    clips = [tag for tag, _ in exchange.tags].count("audio")
    if clips > MOST_AUDIO_CLIPS:
        yield f"C18: {clips} audio clips"


def card(exchange: Exchange) -> Iterator[str]:
    """C19: a card is Simple, has a title and a text, and no markup in either; or it asks for permissions of ours."""
    shown = exchange.card
    if shown is None:
        return
    if shown.get("type") == "AskForPermissionsConsent":
        asked = shown.get("permissions")
        if not isinstance(asked, list) or not asked or not PERMISSIONS.issuperset(map(str, asked)):
            yield f"C19: the card asks for {asked!r}"
        return
    if shown.get("type") != "Simple":
        yield f"C19: the card is {shown.get('type')!r}, not Simple"
    for part in ("title", "content"):
        text = shown.get(part)
        if not isinstance(text, str) or not text.strip():
            yield f"C19: the card has no {part}"
        elif _MARKUP.search(text):
            yield f"C19: the card's {part} holds markup: {_MARKUP.findall(text)[0]}"


def silence(exchange: Exchange) -> Iterator[str]:
    """C20: an event is answered with an object that says, shows and does nothing."""
    if exchange.kind in SPEECH_ALLOWED:
        return
    for part in ("outputSpeech", "reprompt", "card", "directives"):
        if exchange.body.get(part):
            yield f"C20: {exchange.kind} is answered with {part}"


def name_free(exchange: Exchange) -> Iterator[str]:
    """C20: CanFulfillIntentRequest, and it alone, is answered with YES, NO or MAYBE, for each slot named too."""
    given = exchange.body.get("canFulfillIntent")
    if (exchange.kind == CAN_FULFILL) != (given is not None):
        yield f"C20: {exchange.kind} {'with' if given is not None else 'without'} canFulfillIntent"
    if given is None:
        return
    slots = _table(_table(given).get("slots")).values()
    named = [_table(slot).get(key) for slot in slots for key in ("canUnderstand", "canFulfill")]
    for value in (_table(given).get("canFulfill"), *named):
        if value not in CAN_FULFILL_VALUES:
            yield f"C20: canFulfillIntent says {value!r}"


RULES: tuple[Callable[[Exchange], Iterator[str]], ...] = (
    shape,
    answers,
    session,
    ssml,
    sizes,
    card,
    silence,
    name_free,
    permission,
)


def _table(value: object) -> Table:
    return value if isinstance(value, Mapping) else {}


def _ssml(holder: Table) -> str | None:
    if "outputSpeech" not in holder:
        return None
    speech = _table(holder["outputSpeech"])
    text = speech.get("ssml") if speech.get("type") == "SSML" else ""
    return text if isinstance(text, str) else ""


def _read(text: str) -> tuple[list[tuple[str, Table]], str]:
    """The tags of SSML with their attributes, in order, and why reading stopped ("" where it did not).

    Expat, because Alexa's prefixed tags ("amazon:effect") declare no namespace.
    """
    tags: list[tuple[str, Table]] = []
    parser = expat.ParserCreate("utf-8")
    parser.StartElementHandler = lambda name, attributes: tags.append((name, attributes))
    try:
        parser.Parse(text.encode("utf-8", "surrogatepass"), True)
    except expat.ExpatError as fault:
        return tags, str(fault)
    return tags, ""


def _pauses(tags: list[tuple[str, Table]]) -> list[float]:
    """The breaks that say how long they last, in seconds."""
    found = [_PAUSE.fullmatch(attributes.get("time", "")) for tag, attributes in tags if tag == "break"]
    return [float(pause[1]) / (1000 if pause[2] == "ms" else 1) for pause in found if pause]


def _as_json(response: Table) -> str | None:
    try:
        return json.dumps(response, allow_nan=False)
    except (TypeError, ValueError):
        return None
