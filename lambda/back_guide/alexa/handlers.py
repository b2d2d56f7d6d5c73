"""What the SDK calls for a request: the one handler of every request, hear → respond → speak, and the apology."""

from __future__ import annotations

from dataclasses import replace

from ask_sdk_core.dispatch_components import AbstractExceptionHandler, AbstractRequestHandler
from ask_sdk_core.handler_input import HandlerInput
from ask_sdk_model import RequestEnvelope, Response

from back_guide.alexa.deadline import Deadline
from back_guide.alexa.log import Log, described
from back_guide.alexa.request import CAN_FULFILL, DISABLED, SPOKEN_TO, hear, user_id
from back_guide.alexa.response import promise, speak, unspoken
from back_guide.alexa.screens import draw
from back_guide.alexa.storage import Storage, Visit
from back_guide.content import Content
from back_guide.dialogue import Keepsake, Memory, Reply, Said, Turn, respond
from back_guide.dialogue.returning import not_forgotten
from back_guide.dialogue.turn import courtesy

log = Log(__name__)

FAILED = "turn failed: %s"
"""The line that an alarm counts."""


class Conversation(AbstractRequestHandler):  # type: ignore[misc]
    """The one handler for every request type."""

    def __init__(self, content: Content, storage: Storage | None) -> None:
        self.content = content
        self.storage = storage

    def can_handle(self, handler_input: HandlerInput) -> bool:
        return True

    def handle(self, handler_input: HandlerInput) -> Response:
        """Hear, respond, speak."""
        envelope = handler_input.request_envelope
        deadline = Deadline(handler_input.context)
        visit = Visit(self.storage, user_id(envelope), deadline)
        turn = hear(envelope, self.content)
        if turn is None:
            if envelope.request.object_type == DISABLED:
                visit.forget()
            return unspoken(envelope.request.object_type)
        if envelope.request.object_type == CAN_FULFILL:
            from back_guide.alexa.can_fulfill import can_fulfill  # most conversations begin by name

            return promise(can_fulfill(respond(self.content, turn), envelope.request.intent))
        turn = visit.recall(turn)
        reply = self._done(respond(self.content, turn), turn, envelope, deadline)
        reply = self._kept(visit, turn.memory.kept, reply)
        _remember(handler_input, reply.memory)
        return _shown(reply, self.content, turn.locale, handler_input)

    def _done(self, reply: Reply, turn: Turn, envelope: RequestEnvelope, deadline: Deadline) -> Reply:
        """The reply, after Alexa's services did what it takes."""
        if not reply.errand:
            return reply
        from back_guide.alexa import alerts  # with the service clients, which most conversations never need

        outcome = alerts.run(reply.errand, envelope, self.content, deadline)
        return respond(self.content, replace(turn, words=(), memory=reply.memory, outcome=outcome))

    def _kept(self, visit: Visit, before: Keepsake | None, reply: Reply) -> Reply:
        """The reply, once what is to survive it is stored where that changed, or deleted."""
        kept = reply.memory.kept
        if kept is None:
            return reply if visit.forget() else not_forgotten(self.content)
        if kept != before:
            visit.keep(kept)
        return reply


class Apology(AbstractExceptionHandler):  # type: ignore[misc]
    """Says sorry, and where help is, when a turn fails. Nothing that the listener said goes to the log."""

    def __init__(self, content: Content) -> None:
        self.content = content

    def can_handle(self, handler_input: HandlerInput, exception: Exception) -> bool:
        return True

    def handle(self, handler_input: HandlerInput, exception: Exception) -> Response:
        """Apologises where speech is expected."""
        log.error(FAILED, described(exception))
        request = handler_input.request_envelope.request
        if request is None or request.object_type not in SPOKEN_TO:
            return unspoken(request and request.object_type)
        reply = apology(self.content)
        _remember(handler_input, reply.memory)
        return _shown(reply, self.content, request.locale, handler_input)


def apology(content: Content) -> Reply:
    """What is said when a turn fails: the conversation starts afresh, the disclaimer having been spoken or not."""
    said = Said("apology", prompt="apology")
    return replace(courtesy(content, "apology", Memory(said=said)), said=said)


def _shown(reply: Reply, content: Content, code: str | None, handler_input: HandlerInput) -> Response:
    """The response, with its screen where the device has one. A screen that fails takes no speech with it."""
    locale = content.locale(code)
    context = handler_input.request_envelope.context
    try:
        screen = draw(reply, content, locale, context.system.device if context and context.system else None)
    except Exception as error:
        log.error(FAILED, described(error))
        screen = None
    return speak(reply, locale, screen)


def _remember(handler_input: HandlerInput, memory: Memory) -> None:
    if handler_input.request_envelope.session is not None:
        handler_input.attributes_manager.session_attributes = memory.to_attributes()
