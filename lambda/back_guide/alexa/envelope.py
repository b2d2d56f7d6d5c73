"""Alexa's request envelope as plain JSON, cut down to what this skill reads.

The SDK's models are frozen, and one value that they don't know (a new kind of screen, a number for a time) makes a
whole request unreadable. What is not needed is therefore not shown to it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

REQUEST_TEXTS = ("type", "requestId", "locale", "name", "token")
SYSTEM_TEXTS = ("apiEndpoint", "apiAccessToken")
SCREEN = "Alexa.Presentation.APL"
MOST_ATTRIBUTES = 24_576
"""Bytes; Alexa takes no larger response, so what is larger did not come from one of ours."""

MOST_CHARACTERS = 2_000
"""Of what was said; Alexa passes on 140. It also holds all the words that are searched for danger signs."""


class WrongSkillError(Exception):
    """The request was meant for another skill, and is refused."""


def readable(event: Mapping[str, Any]) -> dict[str, Any]:
    """The envelope with only the fields that this skill reads, each of the type that it should be."""
    request = table(event, "request")
    system = table(event, "context", "System")
    return {
        "version": "1.0",
        "session": _session(event) if table(event, "session") else None,
        "context": {"System": _system(system)} if system else None,
        "request": {
            **{key: text(request, key) for key in REQUEST_TEXTS},
            "payload": dict(table(request, "payload")),
            "intent": _intent(request),
            "task": _task(request),
            "arguments": _texts(request, "arguments"),
        },
    }


def table(event: Mapping[str, Any], *path: str) -> Mapping[str, Any]:
    """The mapping at the end of a path, or an empty one where the path breaks off."""
    found: Any = event
    for key in path:
        found = found.get(key) if isinstance(found, Mapping) else None
    return found if isinstance(found, Mapping) else {}


def text(found: object, key: str) -> str | None:
    """The text under a key, or None where there is none."""
    value = found.get(key) if isinstance(found, Mapping) else None
    return value if isinstance(value, str) else None


def refuse_others(event: Mapping[str, Any], skill_id: str) -> None:
    """Raises WrongSkillError for a request that was meant for another skill than this one; for "" any is taken."""
    if skill_id and not _is_meant_for(event, skill_id):
        raise WrongSkillError("this request was meant for another skill")


def _is_meant_for(event: Mapping[str, Any], skill_id: str) -> bool:
    """Whether a request names its skill, in its context, its session or both, and names no other anywhere."""
    holders = (table(event, "context", "System"), table(event, "session"))
    named = [table(holder, "application").get("applicationId") for holder in holders if holder.get("application")]
    return bool(named) and all(each == skill_id for each in named)


def moment(event: Mapping[str, Any]) -> datetime | None:
    """When the request was made, where that is a time with its zone."""
    try:
        found = datetime.fromisoformat(text(table(event, "request"), "timestamp") or "")
    except ValueError:
        return None
    return found if found.tzinfo else None


def _session(event: Mapping[str, Any]) -> dict[str, Any]:
    session = table(event, "session")
    return {"sessionId": text(session, "sessionId"), "user": _user(session), "attributes": _attributes(session)}


def _attributes(session: Mapping[str, Any]) -> dict[str, Any]:
    """The session attributes; none where they are too large or too deep to be what a response of ours brought."""
    attributes = dict(table(session, "attributes"))
    try:
        return attributes if len(json.dumps(attributes)) <= MOST_ATTRIBUTES else {}
    except RecursionError:
        return {}


def _said(slot: object) -> str | None:
    return (text(slot, "value") or "")[:MOST_CHARACTERS] or None


def _system(system: Mapping[str, Any]) -> dict[str, Any]:
    interfaces: dict[str, Any] = {SCREEN: {}} if SCREEN in table(system, "device", "supportedInterfaces") else {}
    device = {"deviceId": text(table(system, "device"), "deviceId"), "supportedInterfaces": interfaces}
    return {"user": _user(system), "device": device, **{key: text(system, key) for key in SYSTEM_TEXTS}}


def _user(holder: Mapping[str, Any]) -> dict[str, Any]:
    return {"userId": text(table(holder, "user"), "userId")}


def _intent(request: Mapping[str, Any]) -> dict[str, Any] | None:
    intent = table(request, "intent")
    slots = {name: {"name": name, "value": _said(slot)} for name, slot in table(intent, "slots").items()}
    return {"name": text(intent, "name"), "slots": slots} if intent else None


def _task(request: Mapping[str, Any]) -> dict[str, Any] | None:
    task = table(request, "task")
    return {"name": text(task, "name"), "input": dict(table(task, "input"))} if task else None


def _texts(found: Mapping[str, Any], key: str) -> list[str]:
    value = found.get(key)
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []
