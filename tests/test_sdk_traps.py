"""The traps of ask-sdk-core 1.19.0 (PLATFORM.md, "SDK traps" 3 to 7, 9 and 10), each seen from both sides.

One test shows that the bare SDK falls in, so that we learn when a release mends it and our way around can go;
one shows that our door does not. The traps of the web adapter and of the storage are pinned where those are tested.
"""

import json
import re
import sys
from collections.abc import Callable
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
from ask_sdk_core.dispatch_components import AbstractExceptionHandler, AbstractRequestHandler
from ask_sdk_core.exceptions import AttributesManagerException, SerializationException
from ask_sdk_core.handler_input import HandlerInput
from ask_sdk_core.response_helper import ResponseFactory
from ask_sdk_core.serialize import DefaultSerializer
from ask_sdk_core.skill_builder import SkillBuilder
from ask_sdk_core.utils import get_locale, get_supported_interfaces
from ask_sdk_model import Response

from back_guide.alexa.response import speak
from back_guide.alexa.skill import Skill
from back_guide.content import load
from back_guide.dialogue import Card, Line, Memory, Question, Reply, Said
from lambda_function import lambda_handler
from workbench.certify.response_rules import broken_rules
from workbench.simulator.envelope import SKILL_ID
from workbench.simulator.session import plain_text

LOCKED = Path(__file__).parents[1] / "lambda" / "requirements.txt"

Json = dict[str, Any]
FOLDER = Path(__file__).with_name("requests")
LAUNCH = {"request": {"type": "LaunchRequest"}}
AWKWARD = "Heat < ice & rest > \"work\" isn't </speak><audio src='x'/> true."
UNREADABLE = ["odd_request_type", "odd_epoch_timestamp", "screen_newer_than_the_sdk"]
NOT_TO_BE_ANSWERED = ["session_ended_error", "system_exception_encountered", "skill_disabled"]


def envelope(name: str) -> Json:
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def plain(response: Response) -> Json:
    return DefaultSerializer().serialize(response)


class Doing(AbstractRequestHandler):
    """A handler such as the SDK's samples have: it does one thing, whatever the request."""

    def __init__(self, act: Callable[[HandlerInput], Response]) -> None:
        self.act = act

    def can_handle(self, handler_input: HandlerInput) -> bool:
        return True

    def handle(self, handler_input: HandlerInput) -> Response:
        return self.act(handler_input)


class Sorry(AbstractExceptionHandler):
    """The exception handler that is meant to catch everything."""

    def can_handle(self, handler_input: HandlerInput, exception: Exception) -> bool:
        return True

    def handle(self, handler_input: HandlerInput, exception: Exception) -> Response:
        return handler_input.response_builder.speak("Sorry.").response


class RenamedParameter(AbstractRequestHandler):
    """A handler that calls its argument something else."""

    def can_handle(self, turn: HandlerInput) -> bool:
        return True

    def handle(self, turn: HandlerInput) -> Response:
        return turn.response_builder.response


def greet(handler_input: HandlerInput) -> Response:
    return handler_input.response_builder.speak("Hello.").response


def bare(handler: AbstractRequestHandler, *, sorry: bool = False, skill_id: str | None = None) -> Any:
    """The SDK's own Lambda handler around one request handler."""
    builder = SkillBuilder()
    builder.skill_id = skill_id
    builder.add_request_handler(handler)
    if sorry:
        builder.add_exception_handler(Sorry())
    return builder.lambda_handler()


def failing() -> Skill:
    """Our skill with a fault in it: its content lacks what every turn but an apology needs."""
    content = load()
    return Skill(replace(content, prompts={"apology": content.prompts["apology"]}))


# --- 3: what can't be read is raised before any exception handler -------------------------------------------------


@pytest.mark.parametrize("name", UNREADABLE)
def test_the_sdk_raises_for_what_it_cant_read_and_asks_no_exception_handler(name: str) -> None:
    with pytest.raises(SerializationException):
        bare(Doing(greet), sorry=True)(envelope(name), None)


def test_our_door_is_silent_to_a_request_type_that_it_does_not_know() -> None:
    assert lambda_handler(envelope("odd_request_type"), None)["response"] == {}


@pytest.mark.parametrize("name", ["odd_epoch_timestamp", "screen_newer_than_the_sdk"])
def test_our_door_answers_the_question_in_an_envelope_that_the_sdk_cant_read(name: str) -> None:
    attributes = lambda_handler(envelope(name), None)["sessionAttributes"]
    assert attributes["said"] == {"decision": "answer", "topic": "causes", "part": "say"}


def test_our_door_begins_afresh_where_a_memory_is_nested_beyond_reading() -> None:
    request = envelope("ask_matched")
    for _ in range(sys.getrecursionlimit()):
        request["session"]["attributes"] = {"in": request["session"]["attributes"]}
    response = lambda_handler(request, None)
    assert response["sessionAttributes"]["said"]["decision"] == "answer"
    assert broken_rules(request, response) == []


# --- 4: speech is not escaped -------------------------------------------------------------------------------------


def test_the_sdk_does_not_escape_speech() -> None:
    response = ResponseFactory().speak("Heat & ice < rest.").set_should_end_session(True).response
    assert response.output_speech.ssml == "<speak>Heat & ice < rest.</speak>"
    (problem,) = broken_rules(LAUNCH, {"version": "1.0", "response": plain(response)})
    assert problem.endswith("[not-ssml]")


def test_we_escape_all_that_is_said_and_nothing_that_is_shown() -> None:
    line = Line("{awkward}", {"awkward": AWKWARD})
    question = Question(ask=Line(f"{AWKWARD} Is it?"), reprompt=line)
    reply = Reply(
        said=Said("courtesy"),
        lines=(Line(AWKWARD), line),
        memory=Memory(),
        question=question,
        card=Card("Heat & ice", (line,)),
    )
    response = plain(speak(reply, load().locale("en-US")))
    assert plain_text(response["outputSpeech"]["ssml"]) == f"{AWKWARD} {AWKWARD} {AWKWARD} Is it?"
    assert plain_text(response["reprompt"]["outputSpeech"]["ssml"]) == AWKWARD
    assert response.pop("card") == {"type": "Simple", "title": "Heat & ice", "content": AWKWARD}
    assert broken_rules(LAUNCH, {"version": "1.0", "response": response}) == []


# --- 5: shouldEndSession stays undefined --------------------------------------------------------------------------


def test_the_sdk_leaves_open_whether_the_session_ends() -> None:
    assert "shouldEndSession" not in bare(Doing(greet))(envelope("launch"), None)["response"]


def test_we_always_say_whether_the_session_ends() -> None:
    reply = Reply(said=Said("courtesy"), lines=(Line("Rest."),), memory=Memory())
    asking = replace(reply, question=Question(ask=Line("More?"), reprompt=Line("More?")))
    locale = load().locale("en-US")
    assert [plain(speak(each, locale))["shouldEndSession"] for each in (reply, asking)] == [True, False]


@pytest.mark.parametrize(("name", "ends"), [("launch", False), ("built_in_stop", True), ("ask_danger", True)])
def test_our_door_says_whether_the_session_ends(name: str, ends: bool) -> None:
    assert lambda_handler(envelope(name), None)["response"]["shouldEndSession"] is ends


# --- 6: speech where nothing may be said --------------------------------------------------------------------------


@pytest.mark.parametrize("name", NOT_TO_BE_ANSWERED)
def test_the_sdk_speaks_after_the_end_of_a_session_and_to_events(name: str) -> None:
    assert "outputSpeech" in bare(Doing(greet))(envelope(name), None)["response"]


@pytest.mark.parametrize("name", NOT_TO_BE_ANSWERED)
def test_our_door_is_silent_after_the_end_of_a_session_and_to_events(name: str) -> None:
    assert lambda_handler(envelope(name), None)["response"] == {}


@pytest.mark.parametrize("name", NOT_TO_BE_ANSWERED)
def test_our_door_is_silent_there_even_where_the_request_cant_be_read(name: str) -> None:
    request = envelope(name)
    request["context"]["System"]["user"] = "nobody"
    assert lambda_handler(request, None)["response"] == {}


# --- 7: handlers are called by keyword ----------------------------------------------------------------------------


def test_the_sdk_calls_a_handler_by_the_keyword_handler_input() -> None:
    with pytest.raises(TypeError, match="unexpected keyword argument 'handler_input'"):
        bare(RenamedParameter())(envelope("launch"), None)


def test_our_handlers_are_reached_the_one_for_requests_and_the_one_for_faults() -> None:
    welcome = lambda_handler(envelope("launch"), None)
    fault = failing().answer(envelope("launch"))
    assert welcome["sessionAttributes"]["said"]["prompt"] == "welcome"
    assert fault["sessionAttributes"]["said"]["decision"] == "apology"
    assert broken_rules(envelope("launch"), fault) == []


# --- 9: envelopes without context, session, locale or device ------------------------------------------------------


def test_the_sdk_cant_check_the_skill_id_without_a_context() -> None:
    with pytest.raises(AttributeError):
        bare(Doing(greet), sorry=True, skill_id=SKILL_ID)(envelope("odd_without_context"), None)


def test_our_door_knows_its_skill_id_without_a_context() -> None:
    response = Skill(skill_id=SKILL_ID).answer(envelope("odd_without_context"))
    assert response["sessionAttributes"]["said"]["topic"] == "causes"


def test_the_sdk_cant_tell_what_a_device_shows_without_a_context() -> None:
    with pytest.raises(AttributeError):
        bare(Doing(get_supported_interfaces))(envelope("odd_without_context"), None)


@pytest.mark.parametrize("name", ["odd_without_context", "odd_without_device_id"])
def test_our_door_answers_a_device_that_it_knows_nothing_of(name: str) -> None:
    assert lambda_handler(envelope(name), None)["sessionAttributes"]["said"]["topic"] == "causes"


@pytest.mark.parametrize(("name", "locale"), [("odd_locale_null", None), ("odd_locale_unknown", "xx-YY")])
def test_the_sdk_hands_an_odd_locale_on_as_it_is(name: str, locale: str | None) -> None:
    heard: list[str | None] = []
    bare(Doing(lambda handler_input: heard.append(get_locale(handler_input))))(envelope(name), None)
    assert heard == [locale]


@pytest.mark.parametrize("name", ["odd_locale_null", "odd_locale_unknown"])
def test_our_door_speaks_the_first_locale_where_the_locale_is_odd(name: str) -> None:
    first = lambda_handler(envelope("ask_danger"), None)["response"]
    request = envelope("ask_danger")
    request["request"]["locale"] = envelope(name)["request"]["locale"]
    assert lambda_handler(request, None)["response"] == first


def test_the_sdk_raises_where_a_handler_remembers_something_without_a_session() -> None:
    def remember(handler_input: HandlerInput) -> Response:
        handler_input.attributes_manager.session_attributes = {}
        return handler_input.response_builder.response

    with pytest.raises(AttributesManagerException):
        bare(Doing(remember))(envelope("skill_disabled"), None)


def test_our_door_answers_without_a_session_even_where_a_turn_fails() -> None:
    request = envelope("odd_without_session")
    answered, fault = lambda_handler(request, None), failing().answer(request)
    assert answered["response"] == lambda_handler(envelope("ask_matched"), None)["response"]
    assert "Sorry" in fault["response"]["outputSpeech"]["ssml"]
    assert "sessionAttributes" not in {**answered, **fault}


# --- 10: left alone, an installer takes a python-dateutil that botocore refuses -----------------------------------


def test_python_dateutil_stays_below_the_version_that_botocore_refuses() -> None:
    assert int(version("python-dateutil").split(".")[0]) == 2
    assert re.search(r"^python-dateutil==2\.", LOCKED.read_text(encoding="utf-8"), re.MULTILINE)
