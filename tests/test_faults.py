"""What goes wrong around the skill, singly and in pairs, through both doors (tests/support/faults.py is the list).

Whatever happens, the listener hears something true, and an emergency always the number.
"""

import contextlib
import itertools
import json
import logging
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from support.faults import CONTENT, FAULTS, SERVICES, STORAGE
from support.https_door import alexa, door, event
from support.world import DOORS, ENOUGH, HTTPS, LAMBDA, MOMENT, World, instead, world

from back_guide import content as store
from back_guide.alexa import deadline
from back_guide.alexa.skill import Skill
from back_guide.content.last_words import SAID
from workbench.certify.response_rules import broken_rules
from workbench.simulator import envelope
from workbench.simulator.session import Exchange

DOC = (Path(__file__).parents[1] / "docs" / "reliability.md").read_text(encoding="utf-8")
ENVELOPES = sorted((Path(__file__).parent / "requests").glob("*.json"))
CONTENT_FAULTS = [name for name, fault in FAULTS.items() if fault.part == CONTENT]
STORAGE_FAULTS = [name for name, fault in FAULTS.items() if fault.part == STORAGE]
SERVICE_FAULTS = [name for name, fault in FAULTS.items() if fault.part == SERVICES]
PAIRS = [(one, other) for one, other in itertools.combinations(FAULTS, 2) if FAULTS[one].part != FAULTS[other].part]
EMERGENCY, QUESTION, TIMER, REMINDER = (
    "i have crushing chest pain",
    "heat or ice",
    "set a timer for fifteen minutes",
    "remind me to stretch every two hours at work",
)
PROMPTS = store.load().prompts
LAST_WORDS = " ".join(SAID["en-US"])
IS_SET = "I've set a timer"


@pytest.fixture(scope="module")
def everything() -> Iterator[World]:
    with world() as found:
        yield found


@pytest.fixture(params=DOORS)
def at_door(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def speech(exchange: Exchange) -> str:
    """What is said, once it was held against the rules of Alexa."""
    assert broken_rules(exchange.request, exchange.response) == []
    return str(exchange.record()["speech"])


@contextlib.contextmanager
def happening(everything: World, *names: str, seconds: float) -> Iterator[None]:
    """Faults at the same time, while Alexa waits so long."""
    everything.alexa.reset()
    with instead(everything, "seconds", seconds), contextlib.ExitStack() as faults:
        for name in names:
            faults.enter_context(FAULTS[name].inject(everything))
        yield


def doors(*names: str) -> list[str]:
    """The doors by which all of these faults may come in."""
    return [door for door in DOORS if all(door in FAULTS[name].doors for name in names)]


# --- one by one ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FAULTS)
def test_with_one_fault_an_emergency_is_heard_and_everything_else_answered_truthfully(
    name: str, everything: World
) -> None:
    with happening(everything, name, seconds=MOMENT):
        for at_door in doors(name):
            assert "nine one one" in speech(everything.listener(at_door).say(EMERGENCY))
            told = speech(everything.listener(at_door).say(TIMER))
            assert IS_SET not in told or everything.alexa.timers
            answer = everything.listener(at_door).say(QUESTION)
            heard = LAST_WORDS if FAULTS[name].part == CONTENT else "Heat"
            assert heard in speech(answer)


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_with_two_faults_an_emergency_is_still_heard_and_nothing_untrue_is_said(
    one: str, other: str, everything: World
) -> None:
    with happening(everything, one, other, seconds=MOMENT):
        for at_door in doors(one, other):
            assert "nine one one" in speech(everything.listener(at_door).say(EMERGENCY))
        told = speech(everything.listener(LAMBDA).say(TIMER))
        assert IS_SET not in told or everything.alexa.timers


def test_when_the_faults_are_over_everything_is_as_before(everything: World, at_door: str) -> None:
    for name in FAULTS:
        with happening(everything, name, seconds=MOMENT):
            if at_door in doors(name):
                everything.listener(at_door).launch()
    everything.alexa.reset()
    kept = "Welcome back." if at_door == HTTPS else "Welcome to"
    assert speech(everything.listener(at_door).launch()).startswith(kept)
    assert IS_SET in speech(everything.listener(at_door).say(TIMER))


# --- the content can't be read ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", CONTENT_FAULTS)
@pytest.mark.parametrize("said", [EMERGENCY, QUESTION, "check my symptoms", "stop", ""])
def test_without_its_content_the_skill_says_where_help_is_and_nothing_else(
    name: str, said: str, everything: World, at_door: str, caplog: pytest.LogCaptureFixture
) -> None:
    with happening(everything, name, seconds=ENOUGH):
        exchange = everything.listener(at_door).say(said)
        assert speech(exchange) == LAST_WORDS
        assert exchange.response["response"]["shouldEndSession"] is True
    assert all(line.startswith("content failed: ") for line in logged(caplog))
    assert len(logged(caplog)) > 0


@pytest.mark.parametrize("locale", SAID)
def test_the_last_words_name_the_emergency_number_of_each_country(locale: str, everything: World) -> None:
    with happening(everything, "content missing", seconds=ENOUGH):
        listener = everything.listener(LAMBDA)
        listener.locale = locale
        number = store.load().locale(locale).terms["emergency_number"].say
        assert speech(listener.launch()).startswith(f"In an emergency, call {number} now")
        assert speech(listener.launch()) == " ".join(SAID[locale])


@pytest.mark.parametrize("locale", ["fr-FR", "", "<odd>"])
def test_the_last_words_are_said_in_a_locale_that_nobody_knows(locale: str, everything: World) -> None:
    with happening(everything, "content missing", seconds=ENOUGH):
        listener = everything.listener(LAMBDA)
        listener.locale = locale
        assert speech(listener.launch()) == LAST_WORDS


@pytest.mark.parametrize("path", ENVELOPES, ids=lambda path: path.stem)
def test_without_its_content_the_skill_is_silent_where_it_should_be(path: Path, everything: World) -> None:
    request = json.loads(path.read_text(encoding="utf-8"))
    with happening(everything, "content missing", seconds=ENOUGH):
        handler = everything.listener(LAMBDA).handler
        assert broken_rules(request, handler(request, None)) == []


def test_without_its_content_another_skills_requests_are_refused_all_the_same(everything: World) -> None:
    with happening(everything, "content missing", seconds=ENOUGH):
        with pytest.raises(Exception, match="another skill"):
            everything.listener(LAMBDA).send(None, envelope.launch(), skill_id="amzn1.ask.skill.another")
        theirs = event({**envelope.launch()})
        theirs["context"]["System"]["application"] = {"applicationId": "amzn1.ask.skill.another"}
        assert everything.over_https(theirs).status == 400


def test_where_even_the_apology_fails_the_last_words_are_said(caplog: pytest.LogCaptureFixture) -> None:
    wordless = Skill(replace(store.load(), prompts={}))
    request = event(envelope.launch())
    response = wordless.answer(request)
    assert broken_rules(request, response) == []
    assert "call nine one one now" in response["response"]["outputSpeech"]["ssml"]
    assert len([line for line in logged(caplog) if line.startswith("turn failed: KeyError")]) == 3


def test_whoever_watches_over_the_server_learns_that_it_lacks_its_content(everything: World) -> None:
    assert everything.healthy()
    with happening(everything, "content missing", seconds=ENOUGH):
        assert not everything.healthy()


# --- the deadline -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["storage slow", "storage dripping"])
def test_a_storage_that_does_not_end_is_left_behind(
    name: str, everything: World, caplog: pytest.LogCaptureFixture
) -> None:
    with happening(everything, name, seconds=ENOUGH):
        assert "Welcome" in speech(everything.listener(LAMBDA).launch())
        assert not everything.table.closing.is_set()  # so it still held the one who asked it
    assert logged(caplog) == ["storage failed: TimeoutError"]


@pytest.mark.parametrize("name", ["services hanging", "services dripping"])
def test_a_service_that_does_not_end_is_left_behind(
    name: str, everything: World, at_door: str, caplog: pytest.LogCaptureFixture
) -> None:
    with happening(everything, name, seconds=ENOUGH):
        told = speech(everything.listener(at_door).say(TIMER))
        assert not everything.alexa.over.is_set()
    assert told.startswith("I can't reach Alexa's timers right now. Say, Alexa, set a timer for fifteen minutes.")
    assert logged(caplog)[0] == "errand failed: TimeoutError"


def test_where_hardly_any_time_is_left_nobody_is_asked(
    everything: World, at_door: str, caplog: pytest.LogCaptureFixture
) -> None:
    everything.settle()
    with happening(everything, "hardly any time left", seconds=ENOUGH):
        assert "can't reach Alexa's timers" in speech(everything.listener(at_door).say(TIMER))
        assert "Heat" in speech(everything.listener(at_door).say(QUESTION))
    assert (everything.table.asked, everything.alexa.calls) == ([], [])
    assert set(logged(caplog)) == {"storage failed: TimeoutError", "errand failed: TimeoutError"}


def test_one_thing_that_hangs_leaves_time_for_another(everything: World, monkeypatch: pytest.MonkeyPatch) -> None:
    assert deadline.ONE_THING < deadline.TURN
    monkeypatch.setattr(deadline, "ONE_THING", 0.2)
    with happening(everything, "storage dripping", seconds=8.0):
        assert IS_SET in speech(everything.listener(LAMBDA).say(TIMER))


def test_only_a_turn_that_asks_for_something_outside_takes_a_thread(
    everything: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(_: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", refuse)
    listener = everything.listener(LAMBDA)
    assert "Welcome" in speech(listener.launch())
    assert logged(caplog) == ["storage failed: RuntimeError"]
    caplog.clear()
    assert "Heat" in speech(listener.say(QUESTION))
    assert logged(caplog) == []


# --- clocks, sizes, the log ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "heard"),
    [
        ("clock ahead", "Is that right?"),
        ("clock behind", "Is that right?"),
        ("clock at the end of time", "I can't reach Alexa's reminders right now."),
        ("no time", "Is that right?"),
    ],
)
def test_a_reminders_time_is_read_back_also_where_the_clock_is_wrong(name: str, heard: str, everything: World) -> None:
    """It is the listener who then notices: nothing is set that was not confirmed with its time."""
    with happening(everything, name, seconds=8.0):
        assert heard in speech(everything.listener(LAMBDA).say(REMINDER))
        assert everything.alexa.reminders == []


@pytest.mark.parametrize("name", [name for name in FAULTS if FAULTS[name].part == "clock"])
def test_over_https_a_request_of_another_time_is_refused(
    name: str, everything: World, caplog: pytest.LogCaptureFixture
) -> None:
    with happening(everything, name, seconds=ENOUGH):
        assert everything.over_https(event(envelope.launch())).status == 400
    assert [line for line in all_logged(caplog) if line.startswith("refused: the request")] != []


def test_a_body_nested_too_deep_is_refused_over_https() -> None:
    message = b"[" * 60_000 + b"]" * 60_000
    assert door().post(message, alexa().headers(message)).status == 400


def test_a_request_of_six_megabytes_is_answered(everything: World) -> None:
    request = event(envelope.launch())
    request["context"]["Extensions"] = {"available": {f"aplext:{number}": "x" * 1000 for number in range(6_000)}}
    response = everything.listener(LAMBDA).handler(request, None)
    assert broken_rules(request, response) == []
    assert "Welcome" in response["response"]["outputSpeech"]["ssml"]


@pytest.mark.parametrize("name", ["session attributes too large", "session attributes too deep"])
def test_attributes_that_no_response_of_ours_brought_start_the_conversation_afresh(
    name: str, everything: World
) -> None:
    with happening(everything, name, seconds=ENOUGH):
        assert "I haven't told you anything yet." in speech(everything.listener(LAMBDA).say("where is that from"))


def test_danger_is_heard_at_the_beginning_of_a_slot_however_long(everything: World, at_door: str) -> None:
    with happening(everything, "slot too large", seconds=ENOUGH):
        assert speech(everything.listener(at_door).say(EMERGENCY)).startswith("Call nine one one now.")


@pytest.mark.parametrize("name", [*STORAGE_FAULTS, *SERVICE_FAULTS])
def test_what_a_fault_is_called_stands_in_the_log_and_nothing_else(
    name: str, everything: World, caplog: pytest.LogCaptureFixture
) -> None:
    with happening(everything, name, seconds=ENOUGH):
        everything.listener(LAMBDA).say(TIMER)
    assert logged(caplog) != []
    for line in logged(caplog):
        assert re.fullmatch(r"(storage failed|errand failed): \w+|errand refused: status \d+", line), line


WITHOUT_A_LOG = """
import json, logging, sys
logging.basicConfig()
sys.stderr.close()
from lambda_function import lambda_handler
print(json.dumps(lambda_handler(json.load(sys.stdin), None)))
"""

LEFT_BEHIND = """
import threading
from back_guide.alexa import deadline
deadline.TURN = 0.01
try:
    deadline.Deadline().wait_for(threading.Event().wait)
except TimeoutError:
    print("left behind")
"""


def process(code: str, given: str = "", **environment: str) -> str:
    """What a Python of its own prints. It has to end, and well."""
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, input=given, env=environment, capture_output=True, text=True, check=True, timeout=60)
    return done.stdout


def test_the_answer_is_heard_though_the_log_is_closed() -> None:
    settings = {"STORAGE_PATH": "/", "KEY_SALT": "salt"}
    assert "Welcome" in process(WITHOUT_A_LOG, json.dumps(event(envelope.launch())), **settings)


def test_no_exit_waits_for_what_was_left_behind() -> None:
    assert process(LEFT_BEHIND) == "left behind\n"


# --- the table of the manual --------------------------------------------------------------------------------------

ROWS = {row.split("|")[1].strip(): row for row in DOC.splitlines() if row.startswith("| ") and "`test_" in row}
TESTS = "\n".join(path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_*.py"))


def test_the_manual_tells_of_every_fault() -> None:
    assert [name for name in FAULTS if name not in ROWS] == []


def test_every_test_that_the_manual_names_is_there() -> None:
    named = re.findall(r"`(test_\w+)`", DOC)
    assert len(named) >= len(FAULTS)
    assert [name for name in named if f"def {name}(" not in TESTS] == []


def logged(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What the skill itself logged."""
    return [record.getMessage() for record in caplog.records if record.name.startswith("back_guide.")]


def all_logged(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR]
