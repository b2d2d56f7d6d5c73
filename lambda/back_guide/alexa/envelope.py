"""Alexa's request envelope as plain JSON, cut down to what this skill reads.

The SDK's models are frozen, and one value that they don't know (a new kind of screen, a number for a time) makes a
whole request unreadable. What is not needed is therefore not shown to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

REQUEST_TEXTS = ("type", "requestId", "locale", "name", "token")
SYSTEM_TEXTS = ("apiEndpoint", "apiAccessToken")
SCREEN = "Alexa.Presentation.APL"


def readable(event: Mapping[str, Any]) -> dict[str, Any]:
    """The envelope with only the fields that this skill reads, each of the type that it should be."""
    request = table(event, "request")
    system = table(event, "context", "System")
    return {
        "version": "1.0",
        "session": _session(event) if table(event, "session") else None,
        "context": {"System": _system(system)} if system else None,
        "request": {
            **{key: _text(request, key) for key in REQUEST_TEXTS},
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


def moment(event: Mapping[str, Any]) -> datetime | None:
    """When the request was made, where that is a time with its zone."""
    try:
        found = datetime.fromisoformat(_text(table(event, "request"), "timestamp") or "")
    except ValueError:
        return None
    return found if found.tzinfo else None


def _session(event: Mapping[str, Any]) -> dict[str, Any]:
    session = table(event, "session")
    attributes = dict(table(session, "attributes"))
    return {"sessionId": _text(session, "sessionId"), "user": _user(session), "attributes": attributes}


def _system(system: Mapping[str, Any]) -> dict[str, Any]:
    interfaces: dict[str, Any] = {SCREEN: {}} if SCREEN in table(system, "device", "supportedInterfaces") else {}
    device = {"deviceId": _text(table(system, "device"), "deviceId"), "supportedInterfaces": interfaces}
    return {"user": _user(system), "device": device, **{key: _text(system, key) for key in SYSTEM_TEXTS}}


def _user(holder: Mapping[str, Any]) -> dict[str, Any]:
    return {"userId": _text(table(holder, "user"), "userId")}


def _intent(request: Mapping[str, Any]) -> dict[str, Any] | None:
    intent = table(request, "intent")
    slots = {name: {"name": name, "value": _text(slot, "value")} for name, slot in table(intent, "slots").items()}
    return {"name": _text(intent, "name"), "slots": slots} if intent else None


def _task(request: Mapping[str, Any]) -> dict[str, Any] | None:
    task = table(request, "task")
    return {"name": _text(task, "name"), "input": dict(table(task, "input"))} if task else None


def _text(found: object, key: str) -> str | None:
    value = found.get(key) if isinstance(found, Mapping) else None
    return value if isinstance(value, str) else None


def _texts(found: Mapping[str, Any], key: str) -> list[str]:
    value = found.get(key)
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []
