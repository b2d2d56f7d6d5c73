"""What Alexa and its certification ask of every response. A response rule sees one response; it tells what is wrong.

``broken_rules`` holds one response against all of them, as tests do; ``back-guide certify`` holds every response that
its other rules drew from the skill.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbench.authoring.skill_package import PERMISSIONS
from workbench.certify.response import Response, Table, read_ssml, table
from workbench.certify.rule import RULES, response_rule
from workbench.simulator.session import plain_text

SPEAK = "lambda/back_guide/alexa/response.py"
SKILL = "lambda/back_guide/alexa/skill.py"

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
LONGEST_BREAK_SECONDS = 10.0
MOST_AUDIO_CLIPS = 5

_MARKUP = re.compile(r"</?[a-zA-Z!?][^>]*>|&(?:#\w+|\w+);|\*\*|__|\]\(|^#+ ", re.MULTILINE)


def broken_rules(request: Table, response: Table) -> list[str]:
    """Every rule that a response to a request breaks, a line each; none for a good one. Never raises."""
    judged = Response(request, response)
    return [f"{fault} [{rule.name}]" for rule in RULES.values() if rule.judges for fault in rule.judges(judged)]


@response_rule("C7", mend=SKILL)
def misshapen(response: Response) -> Iterator[str]:
    """The envelope is as Amazon's JSON reference has it."""
    if not isinstance(response.whole, dict):
        yield "it is no object"
        return
    if response.whole.get("version") != "1.0":
        yield 'version is not "1.0"'
    if not isinstance(response.whole.get("response"), dict):
        yield "response is no object"
    if not isinstance(response.whole.get("sessionAttributes", {}), dict):
        yield "sessionAttributes is no object"
    if response.as_json is None:
        yield "the response can't be written as JSON"


@response_rule("C7", "C12", mend=SKILL)
def silent(response: Response) -> Iterator[str]:
    """Whoever speaks to the skill hears something, unless Alexa itself goes on."""
    if response.kind in SPEECH_DUE and response.ssml is None and not response.hands_over:
        yield f"{response.kind} is answered with silence"
    for name, ssml in response.spoken:
        if not plain_text(ssml):
            yield f"the {name} has no words"


@response_rule("C5", "C6", "C11", mend=SPEAK)
def open_without_question(response: Response) -> Iterator[str]:
    """Speech ends with a question just where the session stays open, and just there is a reprompt."""
    closes = response.body.get("shouldEndSession")
    asks = response.speech.endswith("?")
    held = {"a question": asks, "an open session": response.is_open, "a reprompt": response.reprompt is not None}
    if response.ssml is not None and not isinstance(closes, bool):
        yield f"speech, but shouldEndSession is {closes!r}"
    if len(set(held.values())) > 1:
        there = " and ".join(name for name, holds in held.items() if holds)
        missing = " or ".join(name for name, holds in held.items() if not holds)
        yield f"{there} without {missing}"


@response_rule("C17", mend=SPEAK)
def not_ssml(response: Response) -> Iterator[str]:
    """SSML is well-formed and holds Alexa's tags only."""
    for name, text in response.spoken:
        tags, fault = read_ssml(text)
        if fault:
            yield f"the {name} is not well-formed: {fault}"
        elif [tag for tag, _ in tags].count("speak") != 1 or tags[0][0] != "speak":
            yield f"the {name} is not one <speak>"
        for tag in sorted({tag for tag, _ in tags} - TAGS):
            yield f"the {name} has <{tag}>, which Alexa does not know"


@response_rule("C18", mend=SPEAK)
def too_large(response: Response) -> Iterator[str]:
    """Nothing is longer than Alexa takes: speech, card, pauses, clips, and the whole in bytes."""
    for name, text in response.spoken:
        if len(text) > MOST_SPEECH_CHARACTERS:
            yield f"the {name} has {len(text)} characters"
    shown = sum(len(text) for text in (response.card or {}).values() if isinstance(text, str))
    if shown > MOST_CARD_CHARACTERS:
        yield f"the card has {shown} characters"
    size = len(response.as_json or "")
    if size > MOST_BYTES:
        yield f"the response has {size} bytes"
    for pause in response.pauses:
        if pause > LONGEST_BREAK_SECONDS:
            yield f"a break of {pause:g} seconds"
    clips = [tag for tag, _ in response.tags].count("audio")
    if clips > MOST_AUDIO_CLIPS:
        yield f"{clips} audio clips"


@response_rule("C19", mend=SPEAK)
def card_not_plain(response: Response) -> Iterator[str]:
    """A card is Simple, has a title and a text, and no markup in either; or it asks for permissions of ours."""
    shown = response.card
    if shown is None:
        return
    if shown.get("type") == "AskForPermissionsConsent":
        if not _are_ours(shown.get("permissions")):
            yield f"the card asks for {shown.get('permissions')!r}"
        return
    if shown.get("type") != "Simple":
        yield f"the card is {shown.get('type')!r}, not Simple"
    for part in ("title", "content"):
        text = shown.get(part)
        if not isinstance(text, str) or not text.strip():
            yield f"the card has no {part}"
        elif _MARKUP.search(text):
            yield f"the card's {part} holds markup: {_MARKUP.findall(text)[0]}"


@response_rule("C20", mend=SKILL)
def event_answered(response: Response) -> Iterator[str]:
    """An event is answered with an object that says, shows and does nothing."""
    if response.kind in SPEECH_ALLOWED:
        return
    for part in ("outputSpeech", "reprompt", "card", "directives"):
        if response.body.get(part):
            yield f"{response.kind} is answered with {part}"


@response_rule("C20", mend="lambda/back_guide/alexa/can_fulfill.py")
def name_free_misanswered(response: Response) -> Iterator[str]:
    """CanFulfillIntentRequest, and it alone, is answered with YES, NO or MAYBE, for each slot named too."""
    given = response.body.get("canFulfillIntent")
    if (response.kind == CAN_FULFILL) != (given is not None):
        yield f"{response.kind} {'with' if given is not None else 'without'} canFulfillIntent"
    if given is None:
        return
    slots = table(table(given).get("slots")).values()
    named = [table(slot).get(key) for slot in slots for key in ("canUnderstand", "canFulfill")]
    for value in (table(given).get("canFulfill"), *named):
        if value not in CAN_FULFILL_VALUES:
            yield f"canFulfillIntent says {value!r}"


@response_rule("C28", mend=SPEAK)
def permission_misasked(response: Response) -> Iterator[str]:
    """A permission is asked for by its scope, as the last thing of a session, and brings its token back."""
    for directive in response.directives:
        if directive.get("type") != "Connections.SendRequest":
            continue
        payload = table(directive.get("payload"))
        scopes = payload.get("permissionScopes")
        asked = [table(each).get("permissionScope") for each in scopes] if isinstance(scopes, list) else []
        if payload.get("@type") != "AskForPermissionsConsentRequest" or directive.get("name") != "AskFor":
            yield "the request to Alexa is not for a permission"
        if not _are_ours(asked):
            yield f"the permission asked for is {asked!r}"
        if response.body.get("shouldEndSession") is not True:
            yield "Alexa asks for a permission, but the session stays open"
        if not isinstance(directive.get("token"), str):
            yield "the request to Alexa has no token"


def _are_ours(permissions: object) -> bool:
    """Whether these are permissions that the manifest asks for, and at least one."""
    return isinstance(permissions, list) and bool(permissions) and set(PERMISSIONS).issuperset(map(str, permissions))
