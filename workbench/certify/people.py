"""What certification asks and no program can judge: who has to look, and at what."""

from __future__ import annotations

from typing import NamedTuple


class Task(NamedTuple):
    """Something for a person: the rules it belongs to, what is to be judged, and what to do."""

    numbers: tuple[str, ...]
    judged: str
    to_do: str


TASKS = (
    Task(
        ("C3", "C7"),
        "Alexa hears real voices as her model promises.",
        "Say every example phrase, and answer the symptom check, to a real device in each locale.",
    ),
    Task(
        ("C13",),
        "The invocation name is nobody's trademark, and is told apart by ear.",
        "Search the trademarks of each country. Open the skill by voice ten times on a device, in some noise.",
    ),
    Task(
        ("C19", "C31"),
        "Cards and screens are useful and read well.",
        "Look at them in the Alexa app, and on a small, a round and a large device.",
    ),
    Task(
        ("C22",),
        "The HTTPS endpoint has a certificate that Amazon trusts.",
        "Only if you serve HTTPS yourself: let the developer console test the endpoint (docs/deploy-https.md).",
    ),
    Task(
        ("C24", "C26"),
        "Amazon's policy for health skills, as it stands today, allows this one.",
        "Read the policy again before you submit. If a symptom check is not allowed, submit the skill without it.",
    ),
    Task(
        ("C25",),
        "What is said is right, for everybody who may hear it.",
        "Let a clinician sign off docs/review/en.md, then set the dates of review in the content.",
    ),
    Task(
        ("C28",),
        "Privacy policy and terms of use are published, and are true.",
        "Fill in owner.yaml: Amazon refuses permissions without them. `back-guide check` lists what is missing.",
    ),
    Task(
        ("C30",),
        "Alexa asks for the permissions by voice, and timers and reminders sound.",
        "Set a timer and a reminder on a device: allow it once, refuse it once, and withdraw it in the app.",
    ),
)
