"""A reminder as Alexa's service has it, and back: its first time, its recurrence rules, its text."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from ask_sdk_model.services import reminder_management as service
from dateutil import tz

from back_guide.content.alerts import Alerts
from back_guide.dialogue import Errand
from back_guide.dialogue.errand import ONCE_A_DAY, ZONE

Alert = Any
"""A reminder as the SDK reads it; its model is untyped."""

MINUTE = "%Y-%m-%dT%H:%M"
DAY = 86_400  # seconds
ROUNDED_TO = 5  # minutes, for what is an hour off or more
A_WEEK_AND_A_DAY = 8
WEEKDAYS_ONLY = ("work", "weekday")
_RULE = re.compile(r"(BYHOUR|BYDAY)=([\d\w,]+)")


def local(moment: datetime, zone: str) -> datetime:
    """A moment by the clock of a time zone ("Europe/London"). Raises ValueError for one that nobody knows."""
    known = tz.gettz(zone) if ZONE.fullmatch(zone) else None
    if known is None:
        raise ValueError("unknown time zone")
    return moment.astimezone(known)


def minute(moment: datetime) -> str:
    """A moment to the minute, without its zone."""
    return moment.strftime(MINUTE)


def first_time(errand: Errand, now: datetime, alerts: Alerts) -> str:
    """When a reminder first comes, by the listener's clock."""
    if errand.recurs:
        return minute(min(moment for moment in _coming(errand, now, alerts) if moment > now))
    if errand.seconds >= DAY:
        moment = now + timedelta(seconds=errand.seconds)
    else:
        moment = (now.astimezone(UTC) + timedelta(seconds=errand.seconds)).astimezone(now.tzinfo)
    over = moment.minute % ROUNDED_TO if errand.seconds >= 3_600 else 0
    return minute(moment + timedelta(minutes=ROUNDED_TO - over) if over else moment)


def request(errand: Errand, now: datetime, alerts: Alerts, text: str, locale: str) -> service.ReminderRequest:
    """What the service is asked to create: a time, how it recurs, and a text of the content."""
    first = datetime.strptime(errand.first, MINUTE)
    return service.ReminderRequest(
        request_time=now.replace(tzinfo=None, microsecond=0),
        trigger=service.Trigger(
            object_type=service.TriggerType.SCHEDULED_ABSOLUTE,
            scheduled_time=None if errand.recurs else first,
            time_zone_id=errand.zone,
            recurrence=_recurrence(errand, first, alerts) if errand.recurs else None,
        ),
        alert_info=service.AlertInfo(service.SpokenInfo([service.SpokenText(locale=locale, text=text)])),
        push_notification=service.PushNotification(service.PushNotificationStatus.ENABLED),
    )


def is_on(alert: Alert) -> bool:
    """Whether a reminder is still to come."""
    return alert.status is None or alert.status == service.Status.ON


def read(alert: Alert, now: datetime, alerts: Alerts) -> Errand | None:
    """A reminder of the service as the errand that set it; None for one that can't be told in words."""
    trigger = alert.trigger
    zone = (trigger.time_zone_id if trigger else "") or ""
    rules = trigger.recurrence.recurrence_rules if trigger and trigger.recurrence else None
    if not zone or not (rules or trigger.scheduled_time):
        return None
    if not rules:
        return Errand("reminder", first=minute(trigger.scheduled_time), zone=zone)
    parts = [dict(_RULE.findall(rule)) for rule in rules]
    hours = sorted(int(part["BYHOUR"]) for part in parts if part.get("BYHOUR", "").isdecimal())
    if len(hours) < len(parts):
        return None
    weekdays = all("BYDAY" in part for part in parts)
    often = hours != [alerts.first_hour]
    step = (hours[0] - alerts.first_hour) * 3_600 if often else DAY
    recurs = ("work" if weekdays else "often") if often else ("weekday" if weekdays else "day")
    found = Errand("reminder", seconds=step, recurs=recurs, zone=zone)
    return found if _hours(found, alerts) == hours else None


def _recurrence(errand: Errand, first: datetime, alerts: Alerts) -> service.Recurrence:
    """One rule for each hour of the day at which it comes, from the day of its first time."""
    often = "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR" if errand.recurs in WEEKDAYS_ONLY else "FREQ=DAILY"
    rules = [f"{often};BYHOUR={hour};BYMINUTE=0;BYSECOND=0;INTERVAL=1;" for hour in _hours(errand, alerts)]
    return service.Recurrence(start_date_time=first, recurrence_rules=rules)


def _hours(errand: Errand, alerts: Alerts) -> list[int]:
    """The hours of the day at which a recurring reminder comes."""
    if errand.recurs in ONCE_A_DAY:
        return [alerts.first_hour]
    step = max(errand.seconds // 3_600, 1)
    return list(range(alerts.first_hour + step, alerts.last_hour + 1, step))


def _coming(errand: Errand, now: datetime, alerts: Alerts) -> list[datetime]:
    """The times of the next days at which a recurring reminder comes."""
    days = [now + timedelta(days=days) for days in range(A_WEEK_AND_A_DAY)]
    wanted = [day for day in days if day.weekday() < 5 or errand.recurs not in WEEKDAYS_ONLY]
    hours = _hours(errand, alerts)
    return [day.replace(hour=hour, minute=0, second=0, microsecond=0) for day in wanted for hour in hours]
