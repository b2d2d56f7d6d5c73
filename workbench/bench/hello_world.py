"""The skill that everybody starts from, as a reference: Amazon's Hello World with handler classes, in our own words.

It is measured, never shipped: ``bench speed`` puts it into a folder of its own as the function's code.
"""

from __future__ import annotations

import logging

from ask_sdk_core.dispatch_components import AbstractExceptionHandler, AbstractRequestHandler
from ask_sdk_core.handler_input import HandlerInput
from ask_sdk_core.skill_builder import SkillBuilder
from ask_sdk_core.utils import is_intent_name, is_request_type
from ask_sdk_model import Response
from ask_sdk_model.ui import SimpleCard

log = logging.getLogger(__name__)
TITLE = "Hello World"


class Launch(AbstractRequestHandler):  # type: ignore[misc]
    """Says welcome."""

    def can_handle(self, handler_input: HandlerInput) -> bool:
        return bool(is_request_type("LaunchRequest")(handler_input))

    def handle(self, handler_input: HandlerInput) -> Response:
        words = "Welcome. You can say hello."
        return handler_input.response_builder.speak(words).ask(words).set_card(SimpleCard(TITLE, words)).response


class Hello(AbstractRequestHandler):  # type: ignore[misc]
    """Says hello."""

    def can_handle(self, handler_input: HandlerInput) -> bool:
        return bool(is_intent_name("HelloWorldIntent")(handler_input))

    def handle(self, handler_input: HandlerInput) -> Response:
        words = "Hello, world."
        builder = handler_input.response_builder.speak(words).set_card(SimpleCard(TITLE, words))
        return builder.set_should_end_session(True).response


class Help(AbstractRequestHandler):  # type: ignore[misc]
    """Says what can be said."""

    def can_handle(self, handler_input: HandlerInput) -> bool:
        return bool(is_intent_name("AMAZON.HelpIntent")(handler_input))

    def handle(self, handler_input: HandlerInput) -> Response:
        words = "You can say hello to me. What would you like?"
        return handler_input.response_builder.speak(words).ask(words).set_card(SimpleCard(TITLE, words)).response


class CancelOrStop(AbstractRequestHandler):  # type: ignore[misc]
    """Says goodbye."""

    def can_handle(self, handler_input: HandlerInput) -> bool:
        cancelled = is_intent_name("AMAZON.CancelIntent")(handler_input)
        return bool(cancelled or is_intent_name("AMAZON.StopIntent")(handler_input))

    def handle(self, handler_input: HandlerInput) -> Response:
        return handler_input.response_builder.speak("Goodbye.").set_should_end_session(True).response


class SessionEnded(AbstractRequestHandler):  # type: ignore[misc]
    """Says nothing."""

    def can_handle(self, handler_input: HandlerInput) -> bool:
        return bool(is_request_type("SessionEndedRequest")(handler_input))

    def handle(self, handler_input: HandlerInput) -> Response:
        return handler_input.response_builder.response


class Sorry(AbstractExceptionHandler):  # type: ignore[misc]
    """Says sorry."""

    def can_handle(self, handler_input: HandlerInput, exception: Exception) -> bool:
        return True

    def handle(self, handler_input: HandlerInput, exception: Exception) -> Response:
        log.error(exception, exc_info=True)
        words = "Sorry, I did not get that. Please say it again."
        return handler_input.response_builder.speak(words).ask(words).response


skill_builder = SkillBuilder()
for handler in (Launch(), Hello(), Help(), CancelOrStop(), SessionEnded()):
    skill_builder.add_request_handler(handler)
skill_builder.add_exception_handler(Sorry())
lambda_handler = skill_builder.lambda_handler()
