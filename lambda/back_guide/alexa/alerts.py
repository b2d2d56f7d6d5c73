"""Carries errands out: timers and reminders, with the SDK's clients for Alexa's services.

Imported when an errand is to be run, and not before: few turns need it. What the services are told is a label or a
sentence of the content, and a time; nothing of what the listener said.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from ask_sdk_model import RequestEnvelope
from ask_sdk_model.services import ServiceClientFactory, ServiceException
from ask_sdk_model.services import timer_management as timers

from back_guide.alexa import reminders
from back_guide.alexa.deadline import Deadline
from back_guide.alexa.log import Log
from back_guide.alexa.services import clients
from back_guide.content import Content
from back_guide.dialogue import Errand, Outcome

log = Log(__name__)

LONGEST = 3.0
"""Seconds after which no further call is made for one errand."""


@dataclass(frozen=True, slots=True)
class Device:
    """Where a request came from: the device and its locale, its services, and when it was."""

    id: str
    locale: str
    services: ServiceClientFactory
    now: datetime


def run(errand: Errand, envelope: RequestEnvelope, content: Content, deadline: Deadline) -> Outcome:
    """Does an errand in time, and says what came of it. Never raises: what goes wrong is an outcome too."""
    try:
        return deadline.wait_for(lambda: DOERS[errand.kind](errand, _device(envelope, content), content))
    except ServiceException as refused:
        log.warning("errand refused: status %s", refused.status_code)
        return Outcome(_reason(refused), errand)
    except Exception as error:  # no time left, an answer that can't be read, a device without a name
        log.warning("errand failed: %s", type(error).__name__)
        return Outcome("failed", errand)


def _set_timer(errand: Errand, device: Device, content: Content) -> Outcome:
    service = device.services.get_timer_management_service()
    label = content.prompts["timer_label"].say
    try:
        service.create_timer(_timer(errand, label))
    except ServiceException as refused:
        if refused.status_code != 400 or _reason(refused) != "failed":
            raise
        service.create_timer(_timer(errand, None))  # Alexa takes no two timers of one label
    return Outcome("done", errand)


def _timer(errand: Errand, label: str | None) -> timers.TimerRequest:
    return timers.TimerRequest(
        duration=f"PT{errand.seconds}S",
        timer_label=label,
        creation_behavior=timers.CreationBehavior(timers.DisplayExperience(timers.Visibility.VISIBLE)),
        triggering_behavior=timers.TriggeringBehavior(
            operation=timers.NotifyOnlyOperation(), notification_config=timers.NotificationConfig(play_audible=True)
        ),
    )


def _cancel_timers(errand: Errand, device: Device, content: Content) -> Outcome:
    service = device.services.get_timer_management_service()
    if not service.get_timers().timers:
        return Outcome("nothing", errand)
    service.delete_timers()
    return Outcome("done", errand)


def _set_reminder(errand: Errand, device: Device, content: Content) -> Outcome:
    """Finds a reminder's first time, for the listener to confirm; one that has it is created."""
    service = device.services.get_ups_service()
    zone = errand.zone or service.get_system_time_zone(device.id)
    now = reminders.local(device.now, zone)
    if not errand.first:
        planned = replace(errand, zone=zone, first=reminders.first_time(errand, now, content.alerts))
        return Outcome("planned", planned, reminders.minute(now))
    timely = errand if errand.first > reminders.minute(now) else _put_off(errand, now, content)
    text = content.prompts[f"reminder_{errand.about}"].say
    request = reminders.request(timely, now, content.alerts, text, device.locale)
    device.services.get_reminder_management_service().create_reminder(request)
    return Outcome("done", timely, reminders.minute(now))


def _put_off(errand: Errand, now: datetime, content: Content) -> Errand:
    """The reminder with its next time, where the first went by while it was being confirmed."""
    return replace(errand, first=reminders.first_time(errand, now, content.alerts))


def _list_reminders(errand: Errand, device: Device, content: Content) -> Outcome:
    alerts = _alerts(device)
    found = [reminders.read(alert, device.now, content.alerts) for alert in alerts]
    now = max((reminders.minute(reminders.local(device.now, each.zone)) for each in found if each), default="")
    return Outcome("done" if alerts else "nothing", errand, now, tuple(each for each in found if each))


def _cancel_reminders(errand: Errand, device: Device, content: Content) -> Outcome:
    service = device.services.get_reminder_management_service()
    until = time.monotonic() + LONGEST
    alerts = _alerts(device)
    for alert in alerts:
        if time.monotonic() > until:
            return Outcome("failed", errand)
        service.delete_reminder(alert.alert_token)
    return Outcome("done" if alerts else "nothing", errand)


def _alerts(device: Device) -> list[reminders.Alert]:
    """The reminders of this skill that are still to come. Alexa shows a skill no others."""
    found = device.services.get_reminder_management_service().get_reminders().alerts or []
    return [alert for alert in found if alert.alert_token and reminders.is_on(alert)]


DOERS: Mapping[str, Callable[[Errand, Device, Content], Outcome]] = {
    "timer": _set_timer,
    "reminder": _set_reminder,
    "cancel_timers": _cancel_timers,
    "cancel_reminders": _cancel_reminders,
    "list_reminders": _list_reminders,
}


def _device(envelope: RequestEnvelope, content: Content) -> Device:
    system = envelope.context.system
    return Device(
        id=system.device.device_id,
        locale=content.locale(envelope.request.locale).code,
        services=clients(system.api_endpoint, system.api_access_token),
        now=envelope.request.timestamp or datetime.now(UTC),
    )


def _reason(refused: ServiceException) -> str:
    """What a service's refusal means. Its codes are only partly documented, so a part of the name will do."""
    code = str(getattr(refused.body, "code", None) or refused.body or "").upper()
    if refused.status_code == 401:
        return "not_allowed"
    if not 400 <= refused.status_code < 500:
        return "failed"
    if "DEVICE" in code:
        return "no_device"
    if "MAX_REMINDERS" in code:
        return "too_many"
    return "not_allowed" if refused.status_code == 403 else "failed"
