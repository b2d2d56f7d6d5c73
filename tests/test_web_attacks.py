"""Attacks on the HTTPS door, over HTTP. Each table of attacks stands beside its neighbours, which are let in.

Whatever comes, the door answers 4xx and never 500, tells nothing of itself, fetches from Alexa's address only, and
goes on answering.
"""

import base64
import gzip
import json
import time
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from support.https_door import (
    FOLDER,
    Answer,
    Chains,
    Door,
    alexa,
    alexas_chains,
    answer_on,
    assert_refused,
    body,
    door,
    encoded,
    head,
    stamp,
)

from back_guide_web.certificates import SIGNER
from back_guide_web.server import LIMITS, MOST_BYTES
from back_guide_web.verifiers import CHAIN, SIGNATURE
from workbench.simulator.envelope import SKILL_ID
from workbench.simulator.signing import ADDRESS, Alexa, Holder, Wish, authority, signature

# --- Where the certificate comes from -----------------------------------------------------------------------------

ADDRESSES = {
    "no encryption": "http://s3.amazonaws.com/echo.api/echo-api-cert.pem",
    "a file": "file:///echo.api/echo-api-cert.pem",
    "a file on the host": "file://s3.amazonaws.com/echo.api/echo-api-cert.pem",
    "ftp": "ftp://s3.amazonaws.com/echo.api/echo-api-cert.pem",
    "inline data": "data:text/plain,/echo.api/echo-api-cert.pem",
    "no scheme": "//s3.amazonaws.com/echo.api/echo-api-cert.pem",
    "a bare path": "/echo.api/echo-api-cert.pem",
    "a path on disk": "/etc/passwd",
    "nothing but a space": " ",
    "another host": "https://evil.example/echo.api/echo-api-cert.pem",
    "a longer host": "https://s3.amazonaws.com.evil.example/echo.api/echo-api-cert.pem",
    "a host with a prefix": "https://evil-s3.amazonaws.com/echo.api/echo-api-cert.pem",
    "another bucket's host": "https://evil.s3.amazonaws.com/echo.api/echo-api-cert.pem",
    "another region": "https://s3.eu-west-1.amazonaws.com/echo.api/echo-api-cert.pem",
    "a dot after the host": "https://s3.amazonaws.com./echo.api/echo-api-cert.pem",
    "no host": "https:///echo.api/echo-api-cert.pem",
    "loopback": "https://127.0.0.1/echo.api/echo-api-cert.pem",
    "the cloud's own metadata": "https://169.254.169.254/echo.api/echo-api-cert.pem",
    "an IPv6 address": "https://[::1]/echo.api/echo-api-cert.pem",
    "a bracket too few": "https://[s3.amazonaws.com/echo.api/echo-api-cert.pem",
    "a user before the host": "https://user@s3.amazonaws.com/echo.api/echo-api-cert.pem",
    "the host as a user": "https://s3.amazonaws.com@evil.example/echo.api/echo-api-cert.pem",
    "the host as user and password": "https://s3.amazonaws.com:443@evil.example/echo.api/echo-api-cert.pem",
    "a backslash before another host": "https://s3.amazonaws.com\\@evil.example/echo.api/echo-api-cert.pem",
    "backslashes for slashes": "https:\\\\s3.amazonaws.com\\echo.api\\echo-api-cert.pem",
    "a letter that only looks alike": "https://s3.am\xe4zonaws.com/echo.api/echo-api-cert.pem",
    "punycode": "https://s3.xn--amzonaws-2za.com/echo.api/echo-api-cert.pem",
    "a full stop of another script": "https://s3.amazonaws\u3002com/echo.api/echo-api-cert.pem",
    "an escaped host": "https://s3%2eamazonaws%2ecom/echo.api/echo-api-cert.pem",
    "another port": "https://s3.amazonaws.com:8443/echo.api/echo-api-cert.pem",
    "port 80": "https://s3.amazonaws.com:80/echo.api/echo-api-cert.pem",
    "a port too large": "https://s3.amazonaws.com:99999/echo.api/echo-api-cert.pem",
    "a port that is no number": "https://s3.amazonaws.com:https/echo.api/echo-api-cert.pem",
    "another path": "https://s3.amazonaws.com/evil/echo-api-cert.pem",
    "a path in other letters": "https://s3.amazonaws.com/EcHo.aPi/echo-api-cert.pem",
    "a path with a longer name": "https://s3.amazonaws.com/echo.api.evil/echo-api-cert.pem",
    "the folder itself": "https://s3.amazonaws.com/echo.api/",
    "the folder deeper down": "https://s3.amazonaws.com/evil/echo.api/echo-api-cert.pem",
    "out of the folder": "https://s3.amazonaws.com/echo.api/../evil/echo-api-cert.pem",
    "out of the folder in escapes": "https://s3.amazonaws.com/echo.api/%2e%2e/evil/echo-api-cert.pem",
    "out of the folder by an escaped slash": "https://s3.amazonaws.com/echo.api/..%2Fevil/echo-api-cert.pem",
    "out of the folder by a backslash": "https://s3.amazonaws.com/echo.api/..\\evil\\echo-api-cert.pem",
    "escapes in escapes": "https://s3.amazonaws.com/echo.api/%252e%252e/evil/echo-api-cert.pem",
    "a zero byte": "https://s3.amazonaws.com/echo.api/echo-api-cert.pem%00.txt",
    "a line break in escapes": "https://s3.amazonaws.com/echo.api/%0d%0aHost:evil/echo-api-cert.pem",
    "two slashes first": "https://s3.amazonaws.com//echo.api/echo-api-cert.pem",
    "a query": "https://s3.amazonaws.com/echo.api/echo-api-cert.pem?versionId=1",
    "a fragment": "https://s3.amazonaws.com/echo.api/echo-api-cert.pem#evil",
    "the host in a fragment": "https://evil.example/#s3.amazonaws.com/echo.api/echo-api-cert.pem",
    "a tab inside": "https://s3.amazon\taws.com/echo.api/echo-api-cert.pem",
    "two addresses": f"{ADDRESS}, {ADDRESS}",
}
GOOD_ADDRESSES = {
    "as Alexa sends it": ADDRESS,
    "with its port": "https://s3.amazonaws.com:443/echo.api/echo-api-cert.pem",
    "capitals in scheme and host": "HTTPS://S3.AmazonAWS.com/echo.api/echo-api-cert.pem",
    "out of the folder and in again": "https://s3.amazonaws.com/echo.api/../echo.api/echo-api-cert.pem",
    "a slash too many": "https://s3.amazonaws.com/echo.api//echo-api-cert.pem",
    "a letter in escapes": "https://s3.amazonaws.com/echo.api/echo%2Dapi-cert.pem",
}


@pytest.mark.parametrize("address", ADDRESSES.values(), ids=ADDRESSES)
def test_a_certificate_is_never_fetched_from_elsewhere(address: str) -> None:
    message, asked = body(), list(alexas_chains().asked)
    headers = {**alexa().headers(message), CHAIN: address}
    answer = door().raw(head(message, headers={**headers, CHAIN: address.encode().decode("latin-1")}), message)
    assert alexas_chains().asked == asked
    assert_refused(answer)


@pytest.mark.parametrize("address", GOOD_ADDRESSES.values(), ids=GOOD_ADDRESSES)
def test_alexas_address_counts_however_it_is_spelled(address: str) -> None:
    message = body()
    assert door().post(message, {**alexa().headers(message), CHAIN: address}).status == 200
    assert set(alexas_chains().asked) >= {ADDRESS}


def test_a_certificate_that_is_not_there_is_a_refusal() -> None:
    message = body()
    assert_refused(door().post(message, {**alexa().headers(message), CHAIN: f"{FOLDER}gone.pem"}))
    assert f"{FOLDER}gone.pem" in alexas_chains().asked


# --- Whose certificate it is --------------------------------------------------------------------------------------


def leaf(**changes: Any) -> Holder:
    """A certificate like Alexa's own, but for the changes."""
    return Wish(
        **{"name": SIGNER, "key": alexa().key, "issuer": alexa().intermediate, "names": [SIGNER], **changes}
    ).granted()


def text(*holders: Holder) -> bytes:
    return b"".join(holder.pem for holder in holders)


def under(issuer: Holder, **changes: Any) -> bytes:
    """A chain whose intermediate is another one."""
    return text(leaf(issuer=issuer, **changes), issuer, alexa().root)


def deep(length: int) -> bytes:
    """A chain with so many intermediates."""
    issuers = [alexa().root]
    for number in range(length):
        issuers.append(authority(f"Intermediate {number}", issuers[-1]))
    return text(leaf(issuer=issuers[-1]), *reversed(issuers))


def intermediate(**changes: Any) -> Holder:
    return Wish(
        **{"name": "Other", "issuer": alexa().root, "may_issue": True, "usage": "key_cert_sign", **changes}
    ).granted()


def private_key() -> bytes:
    return alexa().root.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def two_intermediates_the_wrong_way_round() -> bytes:
    upper = authority("Upper", alexa().root)
    lower = authority("Lower", upper)
    return text(leaf(issuer=lower), upper, lower)


def maze(size: int) -> bytes:
    """Intermediates that each could have issued every other, and none of whom leads to the root."""
    first = authority("Maze")
    others = [intermediate(name="Maze", key=first.key, issuer=first) for _ in range(size)]
    return text(leaf(issuer=first), *others)


CHAINS: dict[str, Callable[[], bytes]] = {
    "expired": lambda: under(alexa().intermediate, days=(30, -1)),
    "not valid yet": lambda: under(alexa().intermediate, days=(-1, 30)),
    "an expired intermediate": lambda: under(intermediate(days=(30, -1))),
    "an intermediate not valid yet": lambda: under(intermediate(days=(-1, 30))),
    "another name": lambda: under(alexa().intermediate, names=["echo-api.example.com"]),
    "a name below": lambda: under(alexa().intermediate, names=[f"evil.{SIGNER}"]),
    "a name that only ends alike": lambda: under(alexa().intermediate, names=[f"evil-{SIGNER}"]),
    "any name of Amazon's": lambda: under(alexa().intermediate, names=["*.amazon.com"]),
    "the name only as the holder's": lambda: under(alexa().intermediate, names=[]),
    "signed by itself": lambda: text(leaf(issuer=None)),
    "signed by itself, with a real chain after it": lambda: text(leaf(issuer=None), alexa().intermediate, alexa().root),
    "a root that nobody trusts": lambda: other().chain,
    "an intermediate that only has the name": lambda: text(
        leaf(issuer=intermediate(name="Intermediate of the stand-in")), alexa().intermediate, alexa().root
    ),
    "the intermediate first": lambda: text(alexa().intermediate, leaf(), alexa().root),
    "the root first": lambda: text(alexa().root, alexa().intermediate, leaf()),
    "no intermediate": lambda: text(leaf(), alexa().root),
    "nothing but the root": lambda: text(alexa().root),
    "issued by one who may not": lambda: under(leaf()),
    "issued by one whose key may not": lambda: under(intermediate(usage="digital_signature")),
    "one who may issue herself": lambda: under(alexa().intermediate, may_issue=True),
    "a key that is not for signatures": lambda: under(alexa().intermediate, usage="key_encipherment"),
    "a key for certificates only": lambda: under(alexa().intermediate, usage="key_cert_sign"),
    "an elliptic key": lambda: under(alexa().intermediate, key=ec.generate_private_key(ec.SECP256R1())),
    "a short key": lambda: under(alexa().intermediate, key=rsa.generate_private_key(65537, 1024)),  # noqa: S505
    "a chain too long": lambda: deep(12),
    "a maze of intermediates": lambda: maze(60),
    "no PEM": lambda: b"<html>Not found</html>",
    "empty": lambda: b"",
    "cut short": lambda: alexa().chain[:400],
    "garbage within PEM": lambda: b"-----BEGIN CERTIFICATE-----\nZ2FyYmFnZQ==\n-----END CERTIFICATE-----\n",
    "a private key": private_key,
    "DER instead of PEM": lambda: leaf().certificate.public_bytes(Encoding.DER),
}
GOOD_CHAINS: dict[str, Callable[[], bytes]] = {
    "as Alexa publishes it": lambda: alexa().chain,
    "good for a minute more": lambda: under(alexa().intermediate, days=(1, 1 / 1440)),
    "good since a minute": lambda: under(alexa().intermediate, days=(1 / 1440, 1)),
    "other names beside": lambda: under(alexa().intermediate, names=["example.com", SIGNER]),
    "without the root": lambda: text(leaf(), alexa().intermediate),
    "another intermediate": lambda: under(intermediate()),
    "a stranger's certificate at the end": lambda: alexa().chain + other().chain,
    "intermediates the wrong way round": two_intermediates_the_wrong_way_round,
    "a long chain": lambda: deep(5),
    "forty strangers' certificates at the end": lambda: alexa().chain + other().intermediate.pem * 40,
}


@cache
def other() -> Alexa:
    """Somebody who calls herself Alexa."""
    return Alexa()


def sent_with(chain: bytes, by: Alexa | None = None) -> Answer:
    """The answer to a request signed with Alexa's key, or another's, at a door that fetches this chain."""
    served, message = Chains({ADDRESS: chain}), body()
    fresh = Door(served)
    answer = fresh.post(message, (by or alexa()).headers(message))
    assert served.asked == [ADDRESS]
    fresh.close()
    return answer


@pytest.mark.parametrize("chain", CHAINS.values(), ids=CHAINS)
def test_a_faulty_certificate_vouches_for_nothing(chain: Callable[[], bytes]) -> None:
    assert_refused(sent_with(chain()))


@pytest.mark.parametrize("chain", GOOD_CHAINS.values(), ids=GOOD_CHAINS)
def test_a_good_certificate_vouches_for_a_request(chain: Callable[[], bytes]) -> None:
    assert sent_with(chain()).status == 200


def test_an_impostors_own_signature_does_not_count() -> None:
    assert_refused(sent_with(other().chain, by=other()))


# --- What was signed ----------------------------------------------------------------------------------------------


def signed(message: bytes, by: rsa.RSAPrivateKey | None = None) -> str:
    return signature(by or alexa().key, message)


def old_signed(message: bytes) -> str:
    return signature(alexa().key, message, SHA1())  # noqa: S303


SIGNATURES: dict[str, Callable[[bytes], dict[str, str]]] = {
    "none at all": lambda message: {CHAIN: ADDRESS},
    "no certificate": lambda message: {SIGNATURE: signed(message)},
    "neither": lambda message: {},
    "an empty one": lambda message: {CHAIN: ADDRESS, SIGNATURE: ""},
    "SHA-1 only": lambda message: {CHAIN: ADDRESS, "Signature": old_signed(message)},
    "SHA-1 under the new name": lambda message: {CHAIN: ADDRESS, SIGNATURE: old_signed(message)},
    "both, of which the old one is good": lambda message: {
        CHAIN: ADDRESS,
        "Signature": old_signed(message),
        SIGNATURE: signed(b"another"),
    },
    "by another key": lambda message: {CHAIN: ADDRESS, SIGNATURE: signed(message, other().key)},
    "of another body": lambda message: {CHAIN: ADDRESS, SIGNATURE: signed(body(type="SessionEndedRequest"))},
    "of the JSON written anew": lambda message: {
        CHAIN: ADDRESS,
        SIGNATURE: signed(json.dumps(json.loads(message), separators=(",", ":")).encode()),
    },
    "of the body and a line break": lambda message: {CHAIN: ADDRESS, SIGNATURE: signed(message + b"\n")},
    "cut short": lambda message: {CHAIN: ADDRESS, SIGNATURE: signed(message)[:-8]},
    "one letter changed": lambda message: {CHAIN: ADDRESS, SIGNATURE: swapped(signed(message))},
    "too long": lambda message: {CHAIN: ADDRESS, SIGNATURE: signed(message)[:-2] + "AAAA"},
    "no base64": lambda message: {CHAIN: ADDRESS, SIGNATURE: "!" + signed(message)[1:]},
    "base64 with letters of another script": lambda message: {CHAIN: ADDRESS, SIGNATURE: "\xe4" + signed(message)[1:]},
    "base64 for addresses": lambda message: {CHAIN: ADDRESS, SIGNATURE: "-_" + signed(message)[2:]},
    "hexadecimal": lambda message: {CHAIN: ADDRESS, SIGNATURE: base64.b64decode(signed(message)).hex()},
    "sent twice": lambda message: {CHAIN: ADDRESS, SIGNATURE: f"{signed(message)}, {signed(message)}"},
    "all zeros": lambda message: {CHAIN: ADDRESS, SIGNATURE: base64.b64encode(bytes(256)).decode()},
}
GOOD_SIGNATURES: dict[str, Callable[[bytes], dict[str, str]]] = {
    "as Alexa signs": lambda message: {CHAIN: ADDRESS, SIGNATURE: signed(message)},
    "both, of which the old one is ignored": lambda message: {
        CHAIN: ADDRESS,
        "Signature": "ignored",
        SIGNATURE: signed(message),
    },
    "names of headers in small letters": lambda message: {CHAIN.lower(): ADDRESS, SIGNATURE.lower(): signed(message)},
}
JSON = {"Content-Type": "application/json"}


def swapped(signature: str) -> str:
    return ("B" if signature[0] == "A" else "A") + signature[1:]


@pytest.mark.parametrize("headers", SIGNATURES.values(), ids=SIGNATURES)
def test_a_faulty_signature_is_refused(headers: Callable[[bytes], dict[str, str]]) -> None:
    message = body()
    assert_refused(door().post(message, {**JSON, **headers(message)}))


@pytest.mark.parametrize("headers", GOOD_SIGNATURES.values(), ids=GOOD_SIGNATURES)
def test_a_good_signature_is_taken(headers: Callable[[bytes], dict[str, str]]) -> None:
    message = body()
    assert door().post(message, {**JSON, **headers(message)}).status == 200


# --- When it was sent ---------------------------------------------------------------------------------------------

EVENT = "AlexaSkillEvent.SkillDisabled"


def epoch(seconds: float) -> int:
    """Milliseconds since 1970, so many seconds from now."""
    return int((time.time() + seconds) * 1000)


TIMES: dict[str, Callable[[], dict[str, Any]]] = {
    "sent again later": lambda: {"timestamp": stamp(-160)},
    "sent again next day": lambda: {"timestamp": stamp(-86_400)},
    "from the future": lambda: {"timestamp": stamp(160)},
    "an event sent again later": lambda: {"type": EVENT, "timestamp": stamp(-3_700)},
    "an event from the future": lambda: {"type": EVENT, "timestamp": stamp(3_700)},
    "an event only by half its name": lambda: {"type": "AlexaSkillEvents", "timestamp": stamp(-200)},
    "milliseconds of long ago": lambda: {"timestamp": epoch(-160)},
    "milliseconds of the future": lambda: {"timestamp": epoch(160)},
    "seconds since 1970": lambda: {"timestamp": epoch(0) // 1000},
    "milliseconds as text": lambda: {"timestamp": str(epoch(0))},
    "a fraction": lambda: {"timestamp": epoch(0) + 0.5},
    "a number beyond all time": lambda: {"timestamp": 10**30},
    "a number before all time": lambda: {"timestamp": -(10**30)},
    "none": lambda: {"timestamp": None},
    "empty": lambda: {"timestamp": ""},
    "true": lambda: {"timestamp": True},
    "a list": lambda: {"timestamp": [stamp(0)]},
    "no time": lambda: {"timestamp": "now"},
    "without a zone": lambda: {"timestamp": stamp(0).removesuffix("Z")},
    "a day": lambda: {"timestamp": stamp(0)[:10]},
}
GOOD_TIMES: dict[str, Callable[[], dict[str, Any]]] = {
    "a while ago": lambda: {"timestamp": stamp(-140)},
    "a little ahead": lambda: {"timestamp": stamp(140)},
    "an event of a while ago": lambda: {"type": EVENT, "timestamp": stamp(-3_500)},
    "an event a little ahead": lambda: {"type": EVENT, "timestamp": stamp(3_500)},
    "milliseconds": lambda: {"timestamp": epoch(0)},
    "with milliseconds": lambda: {"timestamp": stamp(0).replace("Z", ".123Z")},
    "in another zone": lambda: {"timestamp": stamp(7_200).replace("Z", "+02:00")},
}


@pytest.mark.parametrize("changes", TIMES.values(), ids=TIMES)
def test_a_request_of_another_time_is_refused(changes: Callable[[], dict[str, Any]]) -> None:
    assert_refused(door().post(body(**changes())))


@pytest.mark.parametrize("changes", GOOD_TIMES.values(), ids=GOOD_TIMES)
def test_a_request_of_just_now_is_answered(changes: Callable[[], dict[str, Any]]) -> None:
    assert door().post(body(**changes())).status == 200


# --- For whom it is, and what it holds ----------------------------------------------------------------------------


def meant_for(in_context: object, in_session: object) -> bytes:
    """A launch that names its skill in two places, or in one or none where that is None."""
    message = json.loads(body())
    for place, skill in ((message["context"]["System"], in_context), (message["session"], in_session)):
        place["application"] = {"applicationId": skill} if skill is not None else None
    return encoded(message)


def with_nothing_but(**parts: object) -> bytes:
    return encoded({"version": "1.0", **parts})


OTHER = SKILL_ID.replace("0", "1")
BODIES: dict[str, Callable[[], bytes]] = {
    "for another skill": lambda: meant_for(OTHER, OTHER),
    "for another skill in its context": lambda: meant_for(OTHER, SKILL_ID),
    "for another skill in its session": lambda: meant_for(SKILL_ID, OTHER),
    "for a skill without a name beside ours": lambda: meant_for(SKILL_ID, ""),
    "for no skill": lambda: meant_for(None, None),
    "for a skill with a longer name": lambda: meant_for(f"{SKILL_ID}0", f"{SKILL_ID}0"),
    "for a skill in capitals": lambda: meant_for(SKILL_ID.upper(), SKILL_ID.upper()),
    "for a list of skills": lambda: meant_for([SKILL_ID], None),
    "for a number": lambda: meant_for(1, 1),
    "empty": lambda: b"",
    "a space": lambda: b" ",
    "no JSON": lambda: b"hello",
    "JSON cut short": lambda: body()[:-1],
    "JSON and more": lambda: body() + b"{}",
    "a list": lambda: b"[" + body() + b"]",
    "null": lambda: b"null",
    "text": lambda: b'"text"',
    "without a request": lambda: with_nothing_but(),
    "a list for a request": lambda: with_nothing_but(request=[]),
    "a request and nothing else": lambda: with_nothing_but(request={"type": "LaunchRequest", "timestamp": stamp(0)}),
    "bad UTF-8": lambda: body().replace(b"en-US", b"en-\xff\xfe"),
    "half a character": lambda: body() + b"\xc3",
    "a surrogate": lambda: body().replace(b"en-US", b"\xed\xa0\x80"),
    "UTF-16": lambda: body().decode().encode("utf-16"),
    "a mark of byte order": lambda: b"\xef\xbb\xbf" + body(),
    "Latin-1": lambda: body().replace(b"en-US", "ä".encode("latin-1")),
    "compressed": lambda: gzip.compress(body()),
    "lists within lists": lambda: b"[" * 60_000 + b"]" * 60_000,
    "tables within tables": lambda: b'{"a":' * 20_000,
    "a number without end": lambda: b'{"a":' + b"9" * 100_000 + b"}",
    "XML": lambda: b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>",
}
GOOD_BODIES: dict[str, Callable[[], bytes]] = {
    "for our skill in its context": lambda: meant_for(SKILL_ID, None),
    "for our skill in its session": lambda: meant_for(None, SKILL_ID),
    "JSON over many lines": lambda: json.dumps(json.loads(body()), indent=4).encode(),
    "space around": lambda: b"\r\n " + body() + b"\n",
    "letters of other scripts": lambda: body(locale="日本語"),
    "letters of other scripts as they are": lambda: json.dumps(
        json.loads(body(locale="日本語")), ensure_ascii=False
    ).encode(),
    "an escaped surrogate": lambda: body(locale="\ud800"),
    "a key twice": lambda: body().replace(b'{"version"', b'{"version": "0", "version"', 1),
    "lists within lists in what is not read": lambda: body(more=json.loads("[" * 200 + "]" * 200)),
    "as large as is allowed": lambda: body().ljust(MOST_BYTES),
}


@pytest.mark.parametrize("message", BODIES.values(), ids=BODIES)
def test_a_signed_body_that_is_not_for_us_or_makes_no_sense_is_refused(message: Callable[[], bytes]) -> None:
    assert_refused(door().post(message()))


@pytest.mark.parametrize("message", GOOD_BODIES.values(), ids=GOOD_BODIES)
def test_a_signed_body_is_taken_however_it_is_written(message: Callable[[], bytes]) -> None:
    assert b"Welcome" in door().post(message()).body


# --- How it is sent -----------------------------------------------------------------------------------------------

CONTENT_TYPES = {
    "text": "text/plain",
    "a form": "application/x-www-form-urlencoded",
    "a form in parts": "multipart/form-data; boundary=x",
    "XML": "application/xml",
    "a longer name": "application/jsonp",
    "no name": "json",
    "none": "",
}
GOOD_CONTENT_TYPES = ["application/json", "application/json; charset=utf-8", "Application/JSON;charset=UTF-8"]


@pytest.mark.parametrize("content_type", CONTENT_TYPES.values(), ids=CONTENT_TYPES)
def test_another_content_type_is_refused(content_type: str) -> None:
    message = body()
    assert_refused(door().raw(head(message, Content_Type=content_type), message))


@pytest.mark.parametrize("content_type", GOOD_CONTENT_TYPES)
def test_json_is_taken_however_its_type_is_written(content_type: str) -> None:
    message = body()
    assert door().raw(head(message, Content_Type=content_type), message).status == 200


@pytest.mark.parametrize("verb", ["GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"])
def test_another_verb_is_refused(verb: str) -> None:
    message = body()
    assert_refused(door().ask(verb, "/", message, alexa().headers(message)), 405)


def test_the_health_page_is_only_read() -> None:
    assert_refused(door().ask("POST", "/healthz", body()), 405)
    assert door().ask("GET", "/healthz").status == 200


PATHS = [
    "/index.html",
    "/static/../web_service.py",
    "/../../../../etc/passwd",
    "/%2e%2e/%2e%2e/etc/passwd",
    "/.env",
]


@pytest.mark.parametrize("path", PATHS)
def test_no_other_page_is_there(path: str) -> None:
    assert_refused(door().raw(f"GET {path} HTTP/1.1\r\nHost: door\r\n\r\n".encode()), 404)


def chunked(*chunks: bytes) -> bytes:
    return b"".join(b"%x\r\n%s\r\n" % (len(chunk), chunk) for chunk in (*chunks, b""))


def chunked_head(message: bytes) -> bytes:
    return head(message, Content_Length="", Transfer_Encoding="chunked")


TOO_LARGE = b" " * (MOST_BYTES + 1)
SENDING: dict[str, tuple[int, Callable[[], bytes]]] = {
    "too large by its own account": (413, lambda: head(TOO_LARGE)),
    "far too large by its own account": (413, lambda: head(b"", Content_Length=str(10**15))),
    "too large in chunks": (413, lambda: chunked_head(TOO_LARGE) + chunked(TOO_LARGE)),
    "a chunk without a size": (400, lambda: chunked_head(b"{}") + b"zz\r\n{}\r\n0\r\n\r\n"),
    "a length that is no number": (400, lambda: head(b"", Content_Length="many")),
    "a length below nothing": (400, lambda: head(b"", Content_Length="-1")),
    "two lengths": (400, lambda: head(b"", Content_Length="0, 5")),
    "no length": (400, lambda: head(b"", Content_Length="")),
    "shorter than what was signed": (400, lambda: head(body(), Content_Length="5") + b'{"a":'),
    "a coding that nobody speaks": (501, lambda: head(b"", Content_Length="", Transfer_Encoding="gzip")),
    "headers too large": (431, lambda: head(b"", X_Filler="x" * 20_000)),
    "a header without a name": (400, lambda: b"POST / HTTP/1.1\r\n: x\r\n\r\n"),
    "a verb in small letters": (400, lambda: b"post / HTTP/1.1\r\nHost: door\r\n\r\n"),
    "no HTTP": (400, lambda: b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n"),
}


@pytest.mark.parametrize(("status", "message"), SENDING.values(), ids=SENDING)
def test_what_is_no_proper_request_is_refused(status: int, message: Callable[[], bytes]) -> None:
    assert_refused(door().raw(message()), status)


def test_a_body_in_chunks_is_taken() -> None:
    message = body()
    assert door().raw(chunked_head(message) + chunked(message[:100], message[100:])).status == 200


def test_a_slow_body_keeps_nobody_waiting_and_is_taken_when_it_is_whole() -> None:
    message = body()
    slow = [door().connect() for _ in range(3 * LIMITS["threads"])]
    for connection in slow:
        connection.sendall(head(message) + message[:50])
    assert door().post(body()).status == 200
    for connection in slow:
        connection.sendall(message[50:])
        assert answer_on(connection).status == 200
        connection.close()


def test_a_body_that_never_comes_is_not_waited_for_beyond_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(LIMITS, "channel_timeout", 1)
    monkeypatch.setitem(LIMITS, "cleanup_interval", 1)
    impatient, message = Door(alexas_chains()), body()
    with impatient.connect() as connection:
        connection.sendall(head(message) + message[:50])
        assert connection.recv(1) == b""
    impatient.close()


def test_a_listener_that_hangs_up_disturbs_nobody() -> None:
    message = body()
    for sent in (head(message), head(message) + message[:50], head(message) + message):
        with door().connect() as connection:
            connection.sendall(sent)
    assert door().post(body()).status == 200
