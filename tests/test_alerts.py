"""Timers and reminders through the real handler and the SDK's own clients, against services on this machine."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from ask_sdk_core.exceptions import SerializationException
from ask_sdk_core.serialize import DefaultSerializer
from support.rules_of_alexa import broken_rules

from back_guide import content as store
from back_guide.dialogue import Errand, Memory
from back_guide.understanding.normalise import normalise
from back_guide.understanding.wishes import wish
from lambda_function import lambda_handler
from workbench.authoring import draft as drafts
from workbench.simulator import envelope
from workbench.simulator.services import HANG, AlexaServices, Call
from workbench.simulator.session import Exchange, Session

CONTENT = store.load()
ENGLISH = drafts.read_once().languages["en"]
TIMER, REMINDER = "set a timer for fifteen minutes", "remind me to stretch every two hours at work"
MONDAY_MORNING = "2026-11-23T14:20:00Z"  # 09:20 in New York, 14:20 in London
TIMERS, REMINDERS, SETTING = "/v1/alerts/timers", "/v1/alerts/reminders", "System.timeZone"
MOST_CALLS = 3


@pytest.fixture(scope="module")
def running() -> Iterator[AlexaServices]:
    with AlexaServices() as services:
        yield services


@pytest.fixture
def alexa(running: AlexaServices) -> AlexaServices:
    running.reset()
    return running


class Listener:
    """Somebody who talks at a given time; every response is held against the rules of Alexa."""

    def __init__(self, alexa: AlexaServices, at: str = MONDAY_MORNING, address: str = "") -> None:
        self.at = at
        self.session = Session(self._handle, services=address or alexa.address)
        self.last: Exchange | None = None

    def _handle(self, event: dict[str, Any], context: object) -> dict[str, Any]:
        event["request"]["timestamp"] = self.at
        response: dict[str, Any] = lambda_handler(event, context)
        assert broken_rules(event, response) == []
        return response

    def says(self, *lines: str) -> str:
        """What is said to the last of some lines."""
        for words in lines:
            self.last = self.session.say(words)
        return self._spoken()

    def answers_alexa(self, status: str) -> str:
        """What is said once Alexa has asked for the permission."""
        self.last = self.session.permit(status)
        return self._spoken()

    def _spoken(self) -> str:
        assert self.last
        return str(self.last.record()["speech"])

    @property
    def response(self) -> dict[str, Any]:
        assert self.last
        return self.last.response["response"]


def posted(alexa: AlexaServices, path: str) -> list[Any]:
    return [call.body for call in alexa.calls if call.method == "POST" and call.path == path]


def said(prompt: str, **values: str) -> str:
    return " ".join(CONTENT.prompts[prompt].say.format(**values).split())


# --- timers -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "seconds", "length"),
    [
        ("set a timer for fifteen minutes", 900, "fifteen minutes"),
        ("set a timer for 15 minutes please", 900, "fifteen minutes"),
        ("could you set a ten minute timer", 600, "ten minutes"),
        ("start a twenty minute timer for my stretches", 1200, "twenty minutes"),
        ("a fifteen minute timer", 900, "fifteen minutes"),
        ("yes let's set a timer for ten minutes", 600, "ten minutes"),
        ("set a timer for half an hour", 1800, "thirty minutes"),
        ("set a timer for an hour and a half", 5400, "one hour and thirty minutes"),
        ("set a timer for one hour and five minutes", 3900, "one hour and five minutes"),
        ("set a timer for ninety seconds", 90, "one minute and thirty seconds"),
        ("set a timer for a day", 86_400, "one day"),
        ("set a timer for the heat pack", 900, "fifteen minutes"),
        ("set a timer for my hot water bottle", 900, "fifteen minutes"),
        ("set a timer for the ice pack", 600, "ten minutes"),
        ("set a timer for fifteen minutes of ice", 900, "fifteen minutes"),
        ("remind me to take the ice off in twenty minutes", 1200, "twenty minutes"),
        ("remind me to take the heat pack off", 900, "fifteen minutes"),
    ],
)
def test_a_timer_is_set_as_asked_and_its_length_read_back(
    alexa: AlexaServices, words: str, seconds: int, length: str
) -> None:
    assert Listener(alexa).says(words).startswith(said("timer_set", length=length))
    assert [timer["duration"] for timer in posted(alexa, TIMERS)] == [f"PT{seconds}S"]


@pytest.mark.parametrize(
    ("words", "seconds", "length"),
    [
        ("set a timer for half an hour of heat", 900, "fifteen minutes"),
        ("set a two hour timer for the heating pad", 900, "fifteen minutes"),
        ("set a timer for thirty minutes of ice", 1200, "twenty minutes"),
        ("remind me to take the ice off in an hour", 1200, "twenty minutes"),
    ],
)
def test_no_pack_gets_longer_than_is_safe_and_that_is_said(
    alexa: AlexaServices, words: str, seconds: int, length: str
) -> None:
    speech = Listener(alexa).says(words)
    assert speech.startswith(said("timer_kept", length=length))
    assert said("timer_set", length=length) in speech
    assert [timer["duration"] for timer in posted(alexa, TIMERS)] == [f"PT{seconds}S"]


def test_the_longest_for_a_pack_is_what_its_steps_allow() -> None:
    packs = CONTENT.alerts.packs
    for pack, plan in (("heat", "heat_pack"), ("cold", "cold_pack")):
        usual = max(step.timer_minutes for step in CONTENT.plans[plan].steps)
        assert packs[pack].seconds == 60 * usual
        assert packs[pack].seconds <= packs[pack].most_seconds <= 20 * 60
    assert "fifteen minutes at most" in " ".join(step.say for step in CONTENT.plans["heat_pack"].steps)
    assert packs["heat"].most_seconds == 15 * 60


@pytest.mark.parametrize("words", ["set a timer for thirty seconds", "set a timer for three days"])
def test_a_timer_too_short_or_too_long_is_asked_for_again(alexa: AlexaServices, words: str) -> None:
    listener = Listener(alexa)
    assert listener.says(words).startswith(said("timer_out_of_range"))
    assert alexa.calls == []
    assert listener.says("ten minutes").startswith(said("timer_set", length="ten minutes"))


def test_a_timer_without_a_length_is_asked_for_it(alexa: AlexaServices) -> None:
    listener = Listener(alexa)
    assert listener.says("set a timer") == CONTENT.prompts["timer_how_long"].ask
    assert listener.says("repeat that") == CONTENT.prompts["timer_how_long"].ask
    assert listener.says("fifteen minutes").startswith(said("timer_set", length="fifteen minutes"))


def test_a_timer_that_is_not_wanted_after_all_is_dropped(alexa: AlexaServices) -> None:
    assert Listener(alexa).says("set a timer", "no").startswith(said("timer_dropped"))
    assert alexa.calls == []


def test_two_timers_at_once_are_both_set(alexa: AlexaServices) -> None:
    """Alexa refuses a second timer of the same label; it is set without one."""
    assert Listener(alexa).says(TIMER, TIMER).startswith(said("timer_set", length="fifteen minutes"))
    assert [timer.get("timerLabel") for timer in alexa.timers] == ["Upper Back Guide", None]


def test_cancelling_timers_takes_ours_and_says_where_there_is_none(alexa: AlexaServices) -> None:
    listener = Listener(alexa)
    assert listener.says("cancel my timer").startswith(said("no_timers"))
    assert listener.says(TIMER, "cancel my timer").startswith(said("timers_cancelled"))
    assert alexa.timers == []


# --- a plan's timed step ------------------------------------------------------------------------------------------

HEAT_STEPS = ("start a heat pack", "no", *["next"] * 5)


@pytest.mark.parametrize("words", ["yes", "set a timer", "set a timer for the heat pack", "set a timer for an hour"])
def test_a_timed_step_gets_its_own_minutes_and_the_steps_go_on(alexa: AlexaServices, words: str) -> None:
    listener = Listener(alexa)
    listener.says(*HEAT_STEPS)
    assert said("timer_set", length="fifteen minutes") in listener.says(words)
    assert [timer["duration"] for timer in posted(alexa, TIMERS)] == ["PT900S"]
    assert "Take the pack off now." in listener.says("yes")


@pytest.mark.parametrize("status", ["ACCEPTED", "DENIED", "NOT_ANSWERED"])
def test_the_steps_go_on_whatever_is_said_to_the_permission(alexa: AlexaServices, status: str) -> None:
    """Alexa's question ends the session: the place in the plan comes back with the token."""
    alexa.allowed = set()
    listener = Listener(alexa)
    listener.says(*HEAT_STEPS, "yes")
    assert listener.session.attributes == {}
    alexa.allowed = {"timers"} if status == "ACCEPTED" else set()
    assert listener.answers_alexa(status).endswith(CONTENT.prompts["back_to_the_plan"].ask)
    assert len(alexa.timers) == (status == "ACCEPTED")
    assert "Take the pack off now." in listener.says("next")


# --- reminders ----------------------------------------------------------------------------------------------------


def rules(*hours: int, weekdays: bool) -> list[str]:
    often = "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR" if weekdays else "FREQ=DAILY"
    return [f"{often};BYHOUR={hour};BYMINUTE=0;BYSECOND=0;INTERVAL=1;" for hour in hours]


@pytest.mark.parametrize(
    ("words", "when", "first", "recurrence"),
    [
        (
            "remind me to stretch every two hours at work",
            "every two hours from nine to five on weekdays, the first today at eleven in the morning",
            "2026-11-23T11:00:00",
            rules(11, 13, 15, 17, weekdays=True),
        ),
        (
            "please remind me to move every hour",
            "every hour from nine to five, the first today at ten in the morning",
            "2026-11-23T10:00:00",
            rules(*range(10, 18), weekdays=False),
        ),
        (
            "remind me to do my stretches every day",
            "every day at nine in the morning, starting tomorrow",
            "2026-11-24T09:00:00",
            rules(9, weekdays=False),
        ),
        (
            "remind me to sit up straight every day at work",
            "every weekday at nine in the morning, starting tomorrow",
            "2026-11-24T09:00:00",
            rules(9, weekdays=True),
        ),
        (
            "remind me to check again in three days",
            "in three days, on Thursday at nine twenty in the morning",
            "2026-11-26T09:20:00",
            None,
        ),
        (
            "remind me to check my symptoms again tomorrow",
            "in one day, tomorrow at nine twenty in the morning",
            "2026-11-24T09:20:00",
            None,
        ),
        (
            "set a reminder to take a break in half an hour",
            "in thirty minutes, today at nine fifty in the morning",
            "2026-11-23T09:50:00",
            None,
        ),
    ],
)
def test_a_reminder_is_read_back_with_its_time_and_recurrence_before_it_is_created(
    alexa: AlexaServices, words: str, when: str, first: str, recurrence: list[str] | None
) -> None:
    listener = Listener(alexa)
    assert listener.says(words) == f"I'll remind you {when}. Is that right?"
    assert posted(alexa, REMINDERS) == []
    assert listener.says("yes").startswith(f"It's set. I'll remind you {when}.")
    trigger = posted(alexa, REMINDERS)[0]["trigger"]
    assert (trigger["type"], trigger["timeZoneId"]) == ("SCHEDULED_ABSOLUTE", "America/New_York")
    if recurrence is None:
        assert (trigger["scheduledTime"], trigger.get("recurrence")) == (first, None)
    else:
        assert trigger["recurrence"] == {"startDateTime": first, "recurrenceRules": recurrence}


@pytest.mark.parametrize(
    "words", ["remind me to use the heat pack every day", "remind me to use ice again in four hours"]
)
def test_a_reminder_to_use_a_pack_is_a_reminder_and_names_no_pack(alexa: AlexaServices, words: str) -> None:
    assert Listener(alexa).says(words, "yes").startswith("It's set. I'll remind you")
    [body] = posted(alexa, REMINDERS)
    assert body["alertInfo"]["spokenInfo"]["content"] == [
        {"locale": "en-US", "text": "It's time to come back to Upper Back Guide."}
    ]


@pytest.mark.parametrize(
    ("zone", "at", "words", "first"),
    [
        ("Europe/London", MONDAY_MORNING, "remind me to stretch every two hours", "today at three in the afternoon"),
        ("Asia/Kolkata", MONDAY_MORNING, "remind me to stretch every two hours", "tomorrow at eleven in the morning"),
        ("Europe/London", "2026-11-27T18:00:00Z", REMINDER, "on Monday at eleven in the morning"),
        ("Europe/London", "2026-10-24T09:00:00Z", "remind me to check again in two days", "on Monday at ten in the"),
        ("Europe/London", "2026-10-25T00:30:00Z", "remind me to check again in two hours", "at two thirty in the"),
        ("America/New_York", "2026-11-23T14:03:00Z", "remind me to check back in two days", "at nine oh five in the"),
    ],
    ids=["afternoon", "evening", "friday", "a clock put back within days", "and within hours", "rounded"],
)
def test_times_are_those_of_the_device(alexa: AlexaServices, zone: str, at: str, words: str, first: str) -> None:
    alexa.zone = zone
    assert first in Listener(alexa, at).says(words)


def test_a_reminder_that_was_not_confirmed_is_not_created(alexa: AlexaServices) -> None:
    listener = Listener(alexa)
    assert listener.says(REMINDER, "no").startswith(said("reminder_dropped"))
    listener.says(REMINDER, "heat or ice", "yes")
    assert posted(alexa, REMINDERS) == []


def test_another_time_instead_of_a_yes_is_read_back_too(alexa: AlexaServices) -> None:
    listener = Listener(alexa)
    assert "every three hours" in listener.says(REMINDER, "every three hours")
    assert posted(alexa, REMINDERS) == []
    listener.says("yes")
    assert posted(alexa, REMINDERS)[0]["trigger"]["recurrence"]["recurrenceRules"] == rules(12, 15, weekdays=False)


def test_help_and_repeat_leave_the_question_open(alexa: AlexaServices) -> None:
    listener = Listener(alexa)
    asked = listener.says(REMINDER)
    assert listener.says("help").startswith(said("reminder_help"))
    assert listener.says("repeat that") == asked
    assert listener.says("yes").startswith("It's set.")


def test_a_reminder_confirmed_too_late_comes_the_next_time(alexa: AlexaServices) -> None:
    listener = Listener(alexa, "2026-11-23T15:59:50Z")
    assert "today at eleven" in listener.says(REMINDER)
    listener.at = "2026-11-23T16:00:10Z"
    assert "today at one in the afternoon" in listener.says("yes")


@pytest.mark.parametrize(
    "words",
    ["remind me to stretch", "remind me to stretch every ten minutes", "remind me to stretch every twenty hours"],
)
def test_a_reminder_that_cannot_come_like_that_is_asked_about(alexa: AlexaServices, words: str) -> None:
    listener = Listener(alexa)
    assert listener.says(words).startswith(said("reminder_how_often"))
    assert listener.says("every two hours at work").startswith("I'll remind you every two hours from nine to five")


def test_our_reminders_are_named_and_cancelled(alexa: AlexaServices) -> None:
    listener = Listener(alexa)
    assert listener.says("what reminders do i have").startswith(said("no_reminders"))
    listener.says(REMINDER, "yes", "remind me to check again in three days", "yes")
    listener.says("remind me to take a break every day", "yes")
    assert listener.says("what reminders do i have").startswith(
        "I remind you every two hours from nine to five on weekdays, on Thursday at nine twenty in the morning and "
        "every day at nine in the morning."
    )
    assert listener.says("cancel my reminders").startswith(said("reminders_cancelled"))
    assert alexa.reminders == []
    assert listener.says("cancel all my reminders").startswith(said("no_reminders"))


def test_reminders_that_were_not_set_like_ours_are_left_to_the_app(alexa: AlexaServices) -> None:
    odd = {"type": "SCHEDULED_ABSOLUTE", "timeZoneId": "Europe/London", "recurrence": {"recurrenceRules": ["FREQ=X"]}}
    alexa.reminders = [{"alertToken": "1", "status": "ON", "trigger": {"type": "SCHEDULED_RELATIVE"}}]
    alexa.reminders += [{"alertToken": "2", "status": "ON", "trigger": odd}]
    assert Listener(alexa).says("what reminders do i have").startswith(said("reminders_unread"))


def test_reminders_that_are_over_are_not_named(alexa: AlexaServices) -> None:
    trigger = {"type": "SCHEDULED_ABSOLUTE", "scheduledTime": "2026-11-20T09:00:00.000", "timeZoneId": "Europe/London"}
    alexa.reminders = [{"alertToken": "1", "status": "COMPLETED", "trigger": trigger}]
    assert Listener(alexa).says("what reminders do i have").startswith(said("no_reminders"))


# --- permission ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("of", "lines"), [("timer", (TIMER,)), ("reminder", (REMINDER, "yes"))])
def test_a_permission_is_asked_for_by_voice(alexa: AlexaServices, of: str, lines: tuple[str, ...]) -> None:
    alexa.allowed = set()
    listener = Listener(alexa)
    assert listener.says(*lines) == said(f"allow_{of}")
    directive = listener.response["directives"][0]
    assert directive["payload"]["permissionScopes"] == [
        {"permissionScope": f"alexa::alerts:{of}s:skill:readwrite", "consentLevel": "ACCOUNT"}
    ]
    assert listener.response["shouldEndSession"] is True


def test_an_accepted_permission_does_what_was_wanted_and_reads_it_back(alexa: AlexaServices) -> None:
    alexa.allowed = set()
    timer, reminder = Listener(alexa), Listener(alexa)
    timer.says(TIMER)
    reminder.says(REMINDER, "yes")
    alexa.allowed = {"timers", "reminders"}
    assert timer.answers_alexa("ACCEPTED").startswith(said("timer_set", length="fifteen minutes"))
    assert reminder.answers_alexa("ACCEPTED").startswith(
        "It's set. I'll remind you every two hours from nine to five on weekdays, the first today at eleven"
    )
    assert (len(alexa.timers), len(alexa.reminders)) == (1, 1)


@pytest.mark.parametrize(
    ("status", "prompt"), [("DENIED", "not_allowed"), ("NOT_ANSWERED", "unanswered"), ("NEW", "unanswered")]
)
@pytest.mark.parametrize(("of", "lines"), [("timer", (TIMER,)), ("reminder", (REMINDER, "yes"))])
def test_a_permission_that_is_not_given_is_taken_well(
    alexa: AlexaServices, of: str, lines: tuple[str, ...], status: str, prompt: str
) -> None:
    alexa.allowed = set()
    listener = Listener(alexa)
    listener.says(*lines)
    before = len(alexa.calls)
    assert listener.answers_alexa(status).startswith(said(f"{prompt}_{of}"))
    assert len(alexa.calls) == before


def test_who_denies_sees_in_the_app_how_to_allow_it(alexa: AlexaServices) -> None:
    alexa.allowed = set()
    listener = Listener(alexa)
    listener.says(TIMER)
    listener.answers_alexa("DENIED")
    assert listener.response["card"] == {
        "type": "AskForPermissionsConsent",
        "permissions": ["alexa::alerts:timers:skill:readwrite"],
    }


@pytest.mark.parametrize(("of", "lines"), [("timer", (TIMER,)), ("reminder", (REMINDER, "yes"))])
def test_a_permission_that_does_not_help_is_not_asked_for_twice(
    alexa: AlexaServices, of: str, lines: tuple[str, ...]
) -> None:
    alexa.allowed = set()
    listener = Listener(alexa)
    listener.says(*lines)
    assert listener.answers_alexa("ACCEPTED").startswith(said(f"not_allowed_{of}"))


@pytest.mark.parametrize("words", ["cancel my timer", "cancel my reminders", "what reminders do i have"])
def test_without_permission_nothing_is_cancelled_or_listed_and_it_is_said_how_to_give_it(
    alexa: AlexaServices, words: str
) -> None:
    alexa.allowed = set()
    assert "You can allow it in the Alexa app" in Listener(alexa).says(words)


ERRAND = Errand("timer", seconds=900)
TOKENS = {
    "none": None,
    "no text": 5,
    "no JSON": "heat_timer",
    "JSON of another kind": "[1]",
    "no errand": Memory(disclaimed=True).token(),
    "another version": json.dumps({"version": 99, "errand": {"kind": "timer", "seconds": 900}}),
    "another kind": json.dumps({"version": 1, "errand": {"kind": "alarm", "seconds": 900}}),
    "a length of years": json.dumps({"version": 1, "errand": {"kind": "timer", "seconds": 10**9}}),
    "a length that is text": json.dumps({"version": 1, "errand": {"kind": "timer", "seconds": "900"}}),
    "another subject": json.dumps({"version": 1, "errand": {"kind": "reminder", "about": "label", "seconds": 900}}),
    "a path for a zone": Memory(errand=Errand("reminder", "break", 900, zone="../etc/passwd")).token(),
    "a time that is none": Memory(errand=Errand("reminder", "break", 900, first="2026-13-41")).token(),
    "an unknown field": json.dumps({"version": 1, "errand": {"kind": "timer", "cost": 900}}),
}


@pytest.mark.parametrize("token", TOKENS.values(), ids=TOKENS)
def test_a_token_that_is_not_ours_sets_nothing(alexa: AlexaServices, token: object) -> None:
    listener = Listener(alexa)
    request = envelope.permission("ACCEPTED", "")
    listener.last = listener.session.send(None, {**request, "token": token})
    assert listener.response["outputSpeech"]
    assert alexa.calls == []


def test_a_length_missing_from_a_token_is_asked_for(alexa: AlexaServices) -> None:
    listener = Listener(alexa)
    listener.session.asked = {"token": Memory(errand=Errand("timer")).token()}
    assert listener.answers_alexa("ACCEPTED") == CONTENT.prompts["timer_how_long"].ask
    assert alexa.calls == []


# --- bad days -----------------------------------------------------------------------------------------------------

FAULTS = {
    "403": (403, "", "allow"),
    "404": (404, "NOT_FOUND", "failed"),
    "429": (429, "RATE_EXCEEDED", "failed"),
    "500": (500, "INTERNAL", "failed"),
    "503": (503, "", "failed"),
    "504, a device that is offline": (504, "DEVICE_OFFLINE", "failed"),
    "a device that can't": (403, "INVALID_DEVICE", "no_device"),
    "a device that can't, otherwise": (400, "UNSUPPORTED_DEVICE", "no_device"),
    "no answer": (HANG, "", "failed"),
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
@pytest.mark.parametrize(
    ("of", "path", "lines"), [("timer", TIMERS, (TIMER,)), ("reminder", REMINDERS, (REMINDER, "yes"))]
)
def test_a_service_on_a_bad_day_gets_a_plain_word_and_one_try(
    alexa: AlexaServices, of: str, path: str, lines: tuple[str, ...], fault: tuple[int, str, str]
) -> None:
    status, code, prompt = fault
    alexa.fault("POST", path, status, code)
    length = {"length": "fifteen minutes"} if of == "timer" and prompt != "allow" else {}
    assert Listener(alexa).says(*lines).startswith(said(f"{prompt}_{of}", **length))
    assert len(posted(alexa, path)) == 1


def test_no_room_for_another_reminder_is_said(alexa: AlexaServices) -> None:
    alexa.fault("POST", REMINDERS, 403, "MAX_REMINDERS_EXCEEDED")
    assert Listener(alexa).says(REMINDER, "yes").startswith(said("too_many_reminders"))


@pytest.mark.parametrize("status", [204, 401, 403, 429, 500, HANG])
def test_without_the_devices_time_no_reminder_is_promised(alexa: AlexaServices, status: int) -> None:
    alexa.fault("GET", SETTING, status)
    listener = Listener(alexa)
    assert "Is that right?" not in listener.says(REMINDER)
    assert posted(alexa, REMINDERS) == []


@pytest.mark.parametrize("zone", ["", "Nowhere/Land", "../../etc/passwd", "/etc/localtime", None, 7])
def test_a_time_zone_that_nobody_knows_is_a_failure_said_plainly(alexa: AlexaServices, zone: Any) -> None:
    alexa.zone = zone
    assert Listener(alexa).says(REMINDER).startswith(said("failed_reminder"))


@pytest.mark.parametrize("status", [401, 403, 404, 429, 500])
@pytest.mark.parametrize(
    ("method", "path", "words"),
    [
        ("GET", TIMERS, "cancel my timer"),
        ("GET", REMINDERS, "cancel my reminders"),
        ("GET", REMINDERS, "what reminders do i have"),
        ("DELETE", REMINDERS, "cancel my reminders"),
    ],
)
def test_cancelling_and_listing_on_a_bad_day_say_so(
    alexa: AlexaServices, method: str, path: str, words: str, status: int
) -> None:
    alexa.reminders = [{"alertToken": "1", "status": "ON"}]
    alexa.fault(method, path, status)
    speech = Listener(alexa).says(words)
    assert re.match(r"I can't reach Alexa's|I'm not allowed", speech), speech
    assert len(alexa.calls) <= MOST_CALLS


def test_cancelling_gives_up_at_the_first_reminder_that_gets_no_answer(alexa: AlexaServices) -> None:
    alexa.reminders = [{"alertToken": str(number), "status": "ON"} for number in range(9)]
    alexa.fault("DELETE", REMINDERS, HANG)
    assert Listener(alexa).says("cancel my reminders").startswith(said("failed_reminder"))
    assert [call.method for call in alexa.calls] == ["GET", "DELETE"]


@pytest.mark.parametrize("address", ["http://example.com", "ftp://127.0.0.1", "nonsense", "http://127.0.0.1:1"])
def test_services_are_called_over_https_or_not_at_all(alexa: AlexaServices, address: str) -> None:
    speech = Listener(alexa, address=address).says(TIMER)
    assert speech.startswith(said("failed_timer", length="fifteen minutes"))


def test_the_listeners_own_access_token_goes_with_every_call(alexa: AlexaServices) -> None:
    Listener(alexa).says(REMINDER, "yes", TIMER)
    assert {call.headers.get("Authorization") for call in alexa.calls} == {"Bearer stand-in"}
    assert alexa.calls[0] == Call(
        "GET", "/v2/devices/stand-in-dot/settings/System.timeZone", None, alexa.calls[0].headers
    )


# --- whose wish it is ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        "set a timer for ten minutes for the pasta",
        "set a pasta timer",
        "remind me to put the bins out",
        "remind me to take my pills at eight",
        "remind me to stretch at three",
        "how long is left on the timer",
        "what timers do i have",
        "add five minutes to the timer",
        "start a timer for my hot water bottle and talk me through it",
        "how long should i leave heat on for",
        "how often should i stretch at work",
        "remind me of the stretches",
        "remind me what to avoid",
        "how do i set a timer",
        "my timer is broken",
        "stretch",
        "",
    ],
)
def test_what_is_not_wholly_ours_is_no_wish(words: str) -> None:
    assert wish(normalise(words, CONTENT.rewrites), CONTENT) is None


ASKED = [words for words in ENGLISH.vocabulary["alerts"]["ask"] if re.search("timer|remind", words)]


@pytest.mark.parametrize("words", ASKED)
def test_every_example_that_alexa_is_given_is_a_wish(words: str) -> None:
    assert wish(normalise(words, CONTENT.rewrites), CONTENT) is not None


def test_no_topic_question_is_taken_for_a_wish() -> None:
    questions = [words for topic in ENGLISH.topics.values() for words in topic["ask"]]
    questions += [words for plan in ENGLISH.care_plans.values() for words in plan["ask"]]
    questions += [words for decline in ENGLISH.declines.values() for words in decline["heard_as"]]
    assert [words for words in questions if wish(normalise(words, CONTENT.rewrites), CONTENT)] == []


def test_a_danger_sign_comes_before_a_timer(alexa: AlexaServices) -> None:
    listener = Listener(alexa)
    assert listener.says("set a timer i have crushing chest pain").startswith("Call nine one one now.")
    assert listener.says(REMINDER, "i can't feel my legs").startswith("Call nine one one now.")
    assert posted(alexa, TIMERS) == posted(alexa, REMINDERS) == []


def test_a_yes_after_a_danger_sign_sets_nothing_that_was_asked_before(alexa: AlexaServices) -> None:
    Listener(alexa).says(REMINDER, "i've had a fever since tuesday", "yes")
    assert posted(alexa, REMINDERS) == []


@pytest.mark.parametrize("words", [TIMER, REMINDER, "what reminders do i have"])
def test_in_the_middle_of_the_check_it_waits(alexa: AlexaServices, words: str) -> None:
    listener = Listener(alexa)
    asked = listener.says("check my symptoms").split(". ")[-1]
    speech = listener.says(words)
    assert speech.startswith(said("alert_after_check"))
    assert speech.endswith(asked)
    assert alexa.calls == []


# --- what Alexa and the household learn ---------------------------------------------------------------------------

TEXTS = {CONTENT.prompts[name].say for name in ("timer_label", "reminder_break", "reminder_return")}
HEALTH = ("pain", "spasm", "heat", "ice", "cold", "pack", "stretch", "symptom", "muscle", "check", "doctor")


def test_alexa_is_told_a_label_and_a_time_and_nothing_of_anybodys_health(alexa: AlexaServices) -> None:
    listener = Listener(alexa)
    listener.says("my back has been in spasm for two days", "set a timer for the heat pack", *HEAT_STEPS, "yes")
    listener.says("stop", REMINDER, "yes", "remind me to check my symptoms again in three days", "yes")
    bodies = [call.body for call in alexa.calls if call.body is not None]
    assert len(bodies) == 5  # one timer was refused its label, and set without
    told = json.dumps(bodies)
    for text in TEXTS:
        told = told.replace(text, "")
    assert [word for word in HEALTH if word in told.lower()] == []
    assert [word for word in HEALTH if word in " ".join(TEXTS).lower()] == []


def test_the_token_holds_the_errand_and_the_place_in_the_plan_only() -> None:
    memory = Memory(path=("causes",), misses=2, errand=ERRAND, disclaimed=True)
    assert json.loads(memory.token()).keys() == {"version", "errand", "disclaimed"}


def test_no_log_line_tells_what_was_asked_for(alexa: AlexaServices, caplog: pytest.LogCaptureFixture) -> None:
    alexa.fault("POST", TIMERS, 500)
    alexa.zone = "Nowhere/Land"
    Listener(alexa).says("set a timer for the heat pack", REMINDER)
    assert "errand failed: ValueError" in caplog.text
    assert [word for word in (*HEALTH, "Nowhere", "stand-in") if word in caplog.text] == []


# --- what it costs ------------------------------------------------------------------------------------------------


def test_nothing_of_it_is_loaded_before_an_errand_is_run() -> None:
    code = (
        "import sys; sys.path[:0] = ['lambda', '.']\n"
        "from workbench.simulator.session import Session\n"
        "from lambda_function import lambda_handler\n"
        "Session(lambda_handler).say('heat or ice')\n"
        "print([name for name in sys.modules if name.startswith('back_guide.alexa.')])\n"
    )
    loaded = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    assert "back_guide.alexa.skill" in loaded
    assert not re.search(r"alexa\.(alerts|reminders|services)", loaded)


def test_the_sdk_cannot_read_the_text_of_a_reminder() -> None:
    """Why alexa/services.py leaves it out. Where this fails, the SDK was mended, and the Reader can go."""
    answer = json.dumps({"alerts": [{"alertToken": "1", "alertInfo": {"spokenInfo": {"content": []}}}]})
    model = "ask_sdk_model.services.reminder_management.get_reminders_response.GetRemindersResponse"
    with pytest.raises(SerializationException, match="alert_info_spoken_info"):
        DefaultSerializer().deserialize(answer, model)


@pytest.mark.parametrize("answer", ["fifteen", "about fifteen", "fifteen please", "15"])
def test_a_bare_number_is_a_timers_minutes(answer: str, alexa: AlexaServices) -> None:
    assert "I've set a timer for fifteen minutes" in Listener(alexa).says("set a timer", answer)


def test_a_bare_number_says_too_little_about_a_reminder(alexa: AlexaServices) -> None:
    asked = Listener(alexa).says("remind me to stretch", "two")
    assert asked == Listener(alexa).says("remind me to stretch")
