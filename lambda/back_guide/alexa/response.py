"""``Reply`` → Alexa's response. The one place that writes SSML, and it escapes by construction."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from xml.sax.saxutils import escape

from ask_sdk_core.response_helper import ResponseFactory
from ask_sdk_model import Directive, Response
from ask_sdk_model.canfulfill import CanFulfillIntent, CanFulfillIntentValues
from ask_sdk_model.ui import SimpleCard

from back_guide.content import Locale, Term
from back_guide.dialogue import Line, Reply

_BRACES = re.compile(r"\{(\w+)\}")


def speak(reply: Reply, locale: Locale, screen: Directive | None = None) -> Response:
    """The response that says a reply, and shows a screen where there is one.

    It is open, with a reprompt, just where the reply ends with a question.
    """
    factory = ResponseFactory()
    asked = (reply.question.ask,) if reply.question else ()
    factory.speak(_ssml((*reply.lines, *asked), locale))
    if reply.question:
        factory.ask(_ssml((reply.question.reprompt,), locale))
    else:
        factory.set_should_end_session(True)
    if reply.card:
        text = "\n\n".join(filled(line, written(locale)) for line in reply.card.lines)
        factory.set_card(SimpleCard(title=reply.card.title, content=text))
    if screen:
        factory.add_directive(screen)
    return factory.response


def silence() -> Response:
    """The response to what must not be answered with speech."""
    return Response()


def cannot_fulfill() -> Response:
    """The response to a request for name-free interaction, which this skill does not take part in."""
    return Response(can_fulfill_intent=CanFulfillIntent(can_fulfill=CanFulfillIntentValues.NO))


def written(locale: Locale) -> Mapping[str, str]:
    """The terms of a locale as they are written, on a card or a screen."""
    return _forms(locale, lambda term: term.write)


def filled(line: Line, terms: Mapping[str, str]) -> str:
    """The text with its braces filled in, first by the line's own values, then by the locale's terms."""
    return _BRACES.sub(lambda brace: line.values[brace[1]] if brace[1] in line.values else terms[brace[1]], line.text)


def _ssml(lines: Iterable[Line], locale: Locale) -> str:
    return "".join(f"<p>{escape(filled(line, _said(locale)))}</p>{_pause(line)}" for line in lines)


def _pause(line: Line) -> str:
    return f'<break time="{line.pause_seconds}s"/>' if line.pause_seconds else ""


def _said(locale: Locale) -> Mapping[str, str]:
    return _forms(locale, lambda term: term.say)


def _forms(locale: Locale, form: Callable[[Term], str]) -> Mapping[str, str]:
    return {name: form(term) for name, term in locale.terms.items()}
