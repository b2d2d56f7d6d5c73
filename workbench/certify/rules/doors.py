"""Rules about the doors: who is let in, who is not, and what is answered with silence."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cryptography.hazmat.primitives.hashes import SHA1

from back_guide.dialogue.turn import ASK
from back_guide_web.certificates import SIGNER
from back_guide_web.verifiers import CHAIN, SIGNATURE
from workbench.certify.response_rules import CAN_FULFILL, event_answered, misshapen, name_free_misanswered
from workbench.certify.rule import Trial, rule
from workbench.certify.subject import Json, Subject, heard
from workbench.simulator import envelope
from workbench.simulator.envelope import SKILL_ID
from workbench.simulator.recognise import Heard
from workbench.simulator.signing import ADDRESS, Alexa, Wish, authority, rsa_key, signature

SKILL = "lambda/back_guide/alexa/skill.py"
VERIFIERS = "lambda/back_guide_web/verifiers.py"
ANOTHER = "amzn1.ask.skill.ffffffff-ffff-4fff-8fff-ffffffffffff"
ACCEPTED, REFUSED = 200, 400
EVENTS: tuple[Json, ...] = (
    *({"type": "SessionEndedRequest", "reason": why} for why in ("USER_INITIATED", "ERROR", "EXCEEDED_MAX_REPROMPTS")),
    {"type": "System.ExceptionEncountered", "error": {"type": "INVALID_RESPONSE", "message": "…"}},
    *(
        {"type": f"AlexaSkillEvent.{name}"}
        for name in ("SkillEnabled", "SkillDisabled", "SkillPermissionAccepted", "SkillPermissionChanged")
    ),
    {"type": "Reminders.ReminderStarted", "body": {"alertToken": "…"}},
    {"type": "Alexa.Presentation.APL.RuntimeError", "errors": []},
    {"type": "Something.New"},
    *(envelope.intent(asked) | {"type": CAN_FULFILL} for asked in (Heard(ASK, "heat or ice"), Heard("FlyIntent"))),
)


@dataclass(frozen=True)
class Message:
    """A request as it comes to the HTTPS door: its bytes, its headers, and the chain that Alexa then publishes."""

    body: bytes
    headers: Mapping[str, str]
    chain: bytes


@rule("C20", of="events", mend=SKILL)
def event_spoken_to(subject: Subject) -> Iterator[Trial]:
    """Whatever nobody speaks with (the end, a fault, events, name-free requests) is answered in silence."""
    for locale in subject.models:
        for event in EVENTS:
            said = heard(subject.talk(locale).send(None, event))
            faults = [*misshapen(said), *event_answered(said), *name_free_misanswered(said)]
            yield Trial(f"{event['type']} ({locale})", said.whole.get("error") or "; ".join(faults))


@rule("C21", of="requests", mend=SKILL)
def another_skill_answered(subject: Subject) -> Iterator[Trial]:
    """A request for another skill, or for none in particular, is refused at both doors; one for this is answered."""
    for skill_id, is_ours in ((ANOTHER, False), ("", False), (SKILL_ID, True)):
        event = _launch(skill_id=skill_id)
        named = f'the skill id "{skill_id}"'
        yield Trial(f"{named} at the AWS door", _wrong(_is_answered(subject, event), is_ours))
        message = _signed(subject.alexa, _encoded(event))
        yield Trial(f"{named} at the HTTPS door", _expected(subject, message, ACCEPTED if is_ours else REFUSED))


@rule("C22", of="requests", mend=VERIFIERS)
def forgery_answered(subject: Subject) -> Iterator[Trial]:
    """The HTTPS door answers what Alexa signed just now, and everything else with 400."""
    for name, message in _genuine(subject.alexa):
        yield Trial(name, _expected(subject, message, ACCEPTED))
    for name, message in (*_from_elsewhere(subject.alexa), *_by_others(subject.alexa), *_misread(subject.alexa)):
        yield Trial(name, _expected(subject, message, REFUSED))


def _genuine(alexa: Alexa) -> Iterator[tuple[str, Message]]:
    """What Alexa may well send."""
    yield "a request as Alexa sends it", _signed(alexa, _encoded(_launch()))
    yield "a request of 100 seconds ago", _signed(alexa, _encoded(_launch(-100)))
    yield "a skill event of 50 minutes ago", _signed(alexa, _encoded(_launch(-3_000, "AlexaSkillEvent.SkillEnabled")))
    for name, address in {
        "with its port": ADDRESS.replace(".com/", ".com:443/"),
        "in capitals": ADDRESS.replace("https://s3.amazonaws.com", "HTTPS://S3.AMAZONAWS.COM"),
        "with a path to be normalised": ADDRESS.replace("/echo.api/", "/echo.api/../echo.api/"),
    }.items():
        yield f"the certificate's address {name}", _signed(alexa, _encoded(_launch()), {CHAIN: address})


def _from_elsewhere(alexa: Alexa) -> Iterator[tuple[str, Message]]:
    """Requests whose certificates lie where Alexa keeps none."""
    for name, address in {
        "without encryption": ADDRESS.replace("https", "http"),
        "on another host": ADDRESS.replace("s3.amazonaws.com", "s3.evil.example"),
        "on another port": ADDRESS.replace(".com/", ".com:563/"),
        "in another folder": ADDRESS.replace("/echo.api/", "/evil.api/"),
        "in letters of another size": ADDRESS.replace("/echo.api/", "/EcHo.aPi/"),
        "out of the folder": ADDRESS.replace("/echo.api/", "/echo.api/../evil/"),
        "that is missing": "",
    }.items():
        yield f"a certificate's address {name}", _signed(alexa, _encoded(_launch()), {CHAIN: address})


def _by_others(alexa: Alexa) -> Iterator[tuple[str, Message]]:
    """Requests whose certificate or signature is not Alexa's."""
    body = _encoded(_launch())
    good = Wish(SIGNER, alexa.key, alexa.intermediate, names=[SIGNER])
    self_signed = Wish(SIGNER, alexa.key, names=[SIGNER]).granted()
    stranger = authority("A root that nobody trusts")
    strangers = Wish(SIGNER, alexa.key, stranger, names=[SIGNER]).granted()
    for name, chain in {
        "that has expired": _chain(alexa, Wish(**{**vars(good), "days": (30, -1)})),
        "that is not valid yet": _chain(alexa, Wish(**{**vars(good), "days": (-1, 30)})),
        "of another name": _chain(alexa, Wish(**{**vars(good), "names": ["evil.example"]})),
        "that it signed itself": self_signed.pem,
        "from a root that nobody trusts": strangers.pem + stranger.pem,
        "without its intermediate": good.granted().pem,
        "that is none": b"no certificate",
    }.items():
        yield f"a certificate {name}", Message(body, alexa.headers(body), chain)
    for name, signed in {
        "that is missing": "",
        "that is no base64": "%%%",
        "by another key": signature(rsa_key(), body),
        "over another body": signature(alexa.key, body + b" "),
        "by way of SHA-1": signature(alexa.key, body, SHA1()),  # noqa: S303 - what must be refused
    }.items():
        yield f"a signature {name}", _signed(alexa, body, {SIGNATURE: signed})


def _misread(alexa: Alexa) -> Iterator[tuple[str, Message]]:
    """What Alexa signed, but not just now, or nothing that is a request."""
    for name, event in {
        "a request of three minutes ago": _launch(-180),
        "a request of three minutes ahead": _launch(180),
        "a skill event of two hours ago": _launch(-7_200, "AlexaSkillEvent.SkillEnabled"),
        "a request without a time": {**_launch(), "request": {"type": "LaunchRequest"}},
    }.items():
        yield name, _signed(alexa, _encoded(event))
    for name, body in {"no body": b"", "a body that is no JSON": b"{", "a list": b"[]", "no UTF-8": b'"\xff"'}.items():
        yield name, _signed(alexa, body)


def _launch(seconds: float = 0, kind: str = "LaunchRequest", skill_id: str = SKILL_ID) -> Json:
    """A request that was sent so many seconds from now."""
    sent = datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=seconds)
    request = {"type": kind, "timestamp": sent.strftime("%Y-%m-%dT%H:%M:%SZ")}
    return envelope.envelope(
        request, locale="en-US", device="dot", session="certify", new=True, attributes={}, skill_id=skill_id
    )


def _encoded(event: Json) -> bytes:
    return json.dumps(event).encode()


def _signed(alexa: Alexa, body: bytes, headers: Mapping[str, str] | None = None) -> Message:
    """A body with Alexa's signature and, where they are given, other headers."""
    return Message(body, {**alexa.headers(body), **(headers or {})}, alexa.chain)


def _chain(alexa: Alexa, leaf: Wish) -> bytes:
    return leaf.granted().pem + alexa.intermediate.pem + alexa.root.pem


def _is_answered(subject: Subject, event: Json) -> bool:
    try:
        return bool(subject.handler(event, None))
    except Exception:
        return False


def _wrong(is_answered: bool, is_ours: bool) -> str:
    return "" if is_answered == is_ours else f"it is {'answered' if is_answered else 'refused'}"


def _expected(subject: Subject, message: Message, status: int) -> str:
    found = subject.https(message.chain)(message.body, message.headers)
    return "" if found == status else f"it is answered with {found}, not {status}"
