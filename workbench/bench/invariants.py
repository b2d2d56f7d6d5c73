"""What holds for every response, whatever came before it: Alexa's rules, and this skill's own.

``broken(event, response)`` takes both as JSON and gives a line for each rule that is broken. Nothing else is needed to
judge a turn, so a conversation may be as odd as it likes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from ask_sdk_core.exceptions import SerializationException
from ask_sdk_core.serialize import DefaultSerializer
from ask_sdk_model import ResponseEnvelope

from back_guide import content as store
from back_guide.alexa.envelope import table
from workbench.authoring.interaction_model import QUESTION
from workbench.bench.random_words import CANARY, emergencies
from workbench.bench.spoil import FORGED
from workbench.certify.response_rules import broken_rules
from workbench.simulator.session import plain_text

Json = dict[str, Any]

MOST_MEMORY = 4_096  # bytes of session attributes
OWN_TAGS = frozenset({"speak", "p", "break", "prosody"})
_TAG = re.compile(r"<\s*/?\s*([^\s/>]*)")


def broken(event: Json, response: Json) -> list[str]:
    """Every rule that a response to an envelope breaks; none for a good one."""
    return [*broken_rules(event, response), *(problem for rule in RULES for problem in rule(event, response))]


def words_of(event: Json) -> str:
    """The words that an envelope brings, by voice or by a touch; "" for none."""
    request = table(event, "request")
    value = table(request, "intent", "slots", QUESTION).get("value")
    if request.get("type") == "IntentRequest" and isinstance(value, str):
        return value
    match request.get("arguments"):
        case ["AskIntent", str(words)] if request.get("type") == "Alexa.Presentation.APL.UserEvent":
            return words
        case _:
            return ""


def model(event: Json, response: Json) -> Iterator[str]:
    """The response is one that Amazon's own model can hold: read and written again, it is the same."""
    plain = _with_directives(response, {"document": {}, "datasources": {}})  # screens are any JSON to the model
    serializer = DefaultSerializer()
    try:
        again = serializer.serialize(serializer.deserialize(json.dumps(plain), ResponseEnvelope))
    except SerializationException as fault:
        yield f"model: {fault}"
        return
    if again != plain:
        yield "model: read and written by the SDK, the response is another"


def emergency(event: Json, response: Json) -> Iterator[str]:
    """A sentence that tells of an emergency is answered with the number, at once, and the session closes."""
    if words_of(event) not in emergencies():
        return
    code = table(event, "request").get("locale")
    locale = store.load().locale(code if isinstance(code, str) else None)
    first, *_ = (plain_text(table(response, "response", "outputSpeech").get("ssml")) or "").split(".")
    if locale.terms["emergency_number"].say not in first:
        yield f"emergency: the first sentence holds no number: {first!r}"
    if table(response, "response").get("shouldEndSession") is not True:
        yield "emergency: the session stays open"


def memory(event: Json, response: Json) -> Iterator[str]:
    """Session attributes stay small, however long one talks and whatever came in."""
    size = len(json.dumps(response.get("sessionAttributes", {})))
    if size > MOST_MEMORY:
        yield f"memory: {size} bytes of session attributes"


def echoes(event: Json, response: Json) -> Iterator[str]:
    """No word of the listener's comes back anywhere, and nothing forged is spoken or shown."""
    whole = json.dumps(response)
    found = CANARY.search(whole)
    if found:
        yield f"echo: the listener's word {found[0]!r} comes back"
    if FORGED[:6] in whole and FORGED[:6] in json.dumps(table(_with_directives(response, {"token": ""}), "response")):
        yield "echo: what was forged comes back"


def markup(event: Json, response: Json) -> Iterator[str]:
    """Speech holds the tags that this skill writes, and no others."""
    body = table(response, "response")
    for holder in (body, table(body, "reprompt")):
        ssml = str(table(holder, "outputSpeech").get("ssml", ""))
        for tag in sorted(set(_TAG.findall(ssml)) - OWN_TAGS):
            yield f"markup: <{tag}> is no tag of ours"


RULES: tuple[Callable[[Json, Json], Iterator[str]], ...] = (model, emergency, memory, echoes, markup)


def _with_directives(response: Json, changes: Json) -> Json:
    """The response with other values in place of those that its directives have."""
    body = table(response, "response")
    listed = body.get("directives")
    if not isinstance(listed, list):
        return response
    directives = [
        {**each, **{key: value for key, value in changes.items() if key in each}} if isinstance(each, dict) else each
        for each in listed
    ]
    return {**response, "response": {**body, "directives": directives}}
