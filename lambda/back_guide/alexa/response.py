"""``Reply`` → Alexa's response. The one place that writes SSML, and it escapes by construction."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from ask_sdk_core.response_helper import ResponseFactory
from ask_sdk_model import Directive, Response, Status
from ask_sdk_model.canfulfill import CanFulfillIntent, CanFulfillIntentValues
from ask_sdk_model.interfaces.tasks import CompleteTaskDirective
from ask_sdk_model.ui import AskForPermissionsConsentCard, SimpleCard

from back_guide.alexa.request import CAN_FULFILL
from back_guide.content import Locale
from back_guide.dialogue import Line, Reply
from back_guide.dialogue.keepsake import SLOW

SLOWER = 1.5
"""How much longer pauses are for somebody who likes it slow."""

LONGEST_PAUSE = 10  # seconds; Alexa's limit for a break

_BRACES = re.compile(r"\{(\w+)\}")


def speak(reply: Reply, locale: Locale, screen: Directive | None = None) -> Response:
    """The response that says a reply, and shows a screen where there is one.

    It is open, with a reprompt, just where the reply ends with a question.
    """
    factory = ResponseFactory()
    asked = (reply.question.ask,) if reply.question else ()
    slow = reply.memory.kept is not None and reply.memory.kept.pace == SLOW
    factory.speak(_ssml((*reply.lines, *asked), locale, slow=slow))
    if reply.question:
        factory.ask(_ssml((reply.question.reprompt,), locale, slow=slow))
    else:
        factory.set_should_end_session(True)
        if reply.memory.task and not reply.ask_for:
            factory.add_directive(CompleteTaskDirective(Status("200", "done")))
    if reply.card:
        text = "\n\n".join(filled(line, locale.written) for line in reply.card.lines)
        factory.set_card(SimpleCard(title=reply.card.title, content=text))
    if reply.way_to_allow:
        factory.set_card(AskForPermissionsConsentCard(permissions=[_scope(reply.way_to_allow)]))
    if reply.ask_for:
        factory.add_directive(_permission_request(reply))
    elif screen:
        factory.add_directive(screen)
    return factory.response


def promise(can_fulfill: CanFulfillIntent) -> Response:
    """The response to the question whether this skill could take an intent. Nothing is said."""
    return Response(can_fulfill_intent=can_fulfill)


def unspoken(request_type: object) -> Response:
    """The response to what must not be answered with speech: silence, or "no" to the question of ``promise``."""
    return promise(CanFulfillIntent(CanFulfillIntentValues.NO)) if request_type == CAN_FULFILL else Response()


def filled(line: Line, terms: Mapping[str, str]) -> str:
    """The text with its braces filled in, first by the line's own values, then by the locale's terms."""
    return _BRACES.sub(lambda brace: line.values[brace[1]] if brace[1] in line.values else terms[brace[1]], line.text)


def _permission_request(reply: Reply) -> Directive:
    """Hands over to Alexa, who asks for a permission. It ends the session; the token brings back what was wanted."""
    from ask_sdk_model.interfaces.connections import SendRequestDirective  # loaded when it is needed, which is rarely

    payload = {
        "@type": "AskForPermissionsConsentRequest",
        "@version": "2",
        "permissionScopes": [{"permissionScope": _scope(reply.ask_for), "consentLevel": "ACCOUNT"}],
    }
    return SendRequestDirective(name="AskFor", payload=payload, token=reply.memory.token())


def _scope(permission: str) -> str:
    return f"alexa::alerts:{permission}s:skill:readwrite"


def _ssml(lines: Iterable[Line], locale: Locale, *, slow: bool) -> str:
    opening, closing = ('<p><prosody rate="slow">', "</prosody></p>") if slow else ("<p>", "</p>")
    return "".join(
        f"{opening}{_escaped(filled(line, locale.said))}{closing}{_pause(line, slow=slow)}" for line in lines
    )


def _escaped(text: str) -> str:
    """As ``html.escape``, without loading its 2,000 entities."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _pause(line: Line, *, slow: bool) -> str:
    seconds = min(line.pause_seconds * SLOWER, LONGEST_PAUSE) if slow else line.pause_seconds
    return f'<break time="{seconds:g}s"/>' if seconds else ""
