"""Builds complete Alexa request envelopes, as a device in a living room would send them."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from workbench.authoring.interaction_model import QUESTION, QUESTION_TYPE
from workbench.simulator.recognise import Heard

SKILL_ID = "amzn1.ask.skill.00000000-0000-4000-8000-000000000000"
USER = "amzn1.ask.account.STAND-IN"
"""Who the listener is to Alexa, where it does not matter who."""
LOCALES = ("en-US", "en-GB", "en-CA", "en-AU", "en-IN")
NO_SCREEN: dict[str, Any] = {}
SCREEN: dict[str, Any] = {"Alexa.Presentation.APL": {"runtime": {"maxVersion": "2024.3"}}}
DEVICES: dict[str, dict[str, Any]] = {
    "dot": NO_SCREEN,
    "show": SCREEN,
    "show5": SCREEN,
    "show8": SCREEN,
    "show15": SCREEN,
    "spot": SCREEN,
    "tv": SCREEN,
}
"""What each device announces that it supports."""


NOBODY = "http://127.0.0.1:9"
"""An address where no service of Alexa's answers: what the skill asks for in vain never leaves the machine."""


def viewport(mode: str, shape: str, width: int, height: int, dpi: int) -> dict[str, Any]:
    """A screen as ``context.Viewport`` describes it, its size in pixels. A TV has a remote control and no touch."""
    is_tv = mode == "TV"
    return {
        "mode": mode,
        "shape": shape,
        "pixelWidth": width,
        "pixelHeight": height,
        "currentPixelWidth": width,
        "currentPixelHeight": height,
        "dpi": dpi,
        "touch": [] if is_tv else ["SINGLE"],
        "keyboard": ["DIRECTION"] if is_tv else [],
        "experiences": [{"canRotate": False, "canResize": False}],
    }


VIEWPORTS: dict[str, dict[str, Any]] = {
    "show": viewport("HUB", "RECTANGLE", 1280, 800, 160),
    "show5": viewport("HUB", "RECTANGLE", 960, 480, 160),
    "show8": viewport("HUB", "RECTANGLE", 1280, 800, 213),
    "show15": viewport("HUB", "RECTANGLE", 1920, 1080, 160),
    "spot": viewport("HUB", "ROUND", 480, 480, 160),
    "tv": viewport("TV", "RECTANGLE", 1920, 1080, 320),
}
"""The screen of each device that has one. ``show`` is the large one of ten inches."""


def envelope(
    request: dict[str, Any],
    *,
    locale: str,
    device: str,
    session: str,
    new: bool,
    attributes: dict[str, Any],
    services: str = NOBODY,
    skill_id: str = SKILL_ID,
    user: str = USER,
) -> dict[str, Any]:
    """A request envelope around a request, with the session, the device, the listener and the skill meant."""
    now = datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    application = {"applicationId": skill_id}
    listener = {"userId": user}
    return {
        "version": "1.0",
        "session": {
            "new": new,
            "sessionId": session,
            "application": application,
            "attributes": attributes,
            "user": listener,
        },
        "context": {
            "System": {
                "application": application,
                "user": listener,
                "device": {"deviceId": f"stand-in-{device}", "supportedInterfaces": DEVICES[device]},
                "apiEndpoint": services,
                "apiAccessToken": "stand-in",
            },
            **({"Viewport": VIEWPORTS[device]} if device in VIEWPORTS else {}),
        },
        "request": {
            "requestId": f"amzn1.echo-api.request.{uuid.uuid4()}",
            "timestamp": now,
            "locale": locale,
            **request,
        },
    }


def launch() -> dict[str, Any]:
    """The request of "open upper back guide"."""
    return {"type": "LaunchRequest", "shouldLinkResultBeReturned": False}


def intent(heard: Heard) -> dict[str, Any]:
    """The request of something said."""
    slots = {QUESTION: _slot(heard)} if heard.question else {}
    return {
        "type": "IntentRequest",
        "dialogState": "COMPLETED",
        "intent": {"name": heard.intent, "confirmationStatus": "NONE", "slots": slots},
    }


def touch(arguments: list[Any], source: dict[str, Any], token: str) -> dict[str, Any]:
    """The request of something tapped: the arguments of its SendEvent, and the token of the document it stands in."""
    return {"type": "Alexa.Presentation.APL.UserEvent", "arguments": arguments, "source": source, "token": token}


def permission(status: str, token: str) -> dict[str, Any]:
    """The request that tells what became of asking for a permission: ACCEPTED, DENIED or NOT_ANSWERED."""
    return {
        "type": "Connections.Response",
        "name": "AskFor",
        "status": {"code": "200", "message": "OK"},
        "payload": {"permissionScopes": [], "status": status, "isCardThrown": False},
        "token": token,
    }


def ended(reason: str) -> dict[str, Any]:
    """The request that tells that a session is over: USER_INITIATED, ERROR or EXCEEDED_MAX_REPROMPTS."""
    return {"type": "SessionEndedRequest", "reason": reason}


def _slot(heard: Heard) -> dict[str, Any]:
    code = "ER_SUCCESS_MATCH" if heard.resolved else "ER_SUCCESS_NO_MATCH"
    authority = f"amzn1.er-authority.echo-sdk.{SKILL_ID}.{QUESTION_TYPE}"
    resolution: dict[str, Any] = {"authority": authority, "status": {"code": code}}
    if heard.resolved:
        resolution["values"] = [{"value": {"name": heard.question, "id": heard.resolved}}]
    return {
        "name": QUESTION,
        "value": heard.question,
        "confirmationStatus": "NONE",
        "source": "USER",
        "resolutions": {"resolutionsPerAuthority": [resolution]},
    }
