"""Is this request from Alexa, and of just now? What the door asks before the skill hears anything."""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256

from back_guide.alexa.envelope import table
from back_guide_web.keys import AlexasKeys
from back_guide_web.sdk import AbstractVerifier, VerificationException

SIGNATURE = "Signature-256"
CHAIN = "SignatureCertChainUrl"
TOLERANCE = timedelta(seconds=150)
EVENT = "AlexaSkillEvent."
EVENT_TOLERANCE = timedelta(hours=1)


class Envelope:
    """The body of a request. It is read as JSON when that is first asked for: after its signature was found good."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def event(self) -> dict[str, Any]:
        """Alexa's request. Raises VerificationException where the body is none."""
        try:
            event = json.loads(self.text)
        except (ValueError, RecursionError) as error:
            raise VerificationException("the body is no JSON") from error
        if not isinstance(event, dict):
            raise VerificationException("the body is no JSON object")
        return event


class SignedByAlexa(AbstractVerifier):  # type: ignore[misc]
    """The very bytes of the body bear the signature of a certificate that was given to Alexa."""

    def __init__(self, keys: AlexasKeys) -> None:
        self.keys = keys

    def verify(self, headers: Mapping[str, str], serialized_request_env: str, deserialized_request_env: object) -> None:
        signature, chain = headers.get(SIGNATURE), headers.get(CHAIN)
        if not signature or not chain:
            raise VerificationException("the request is not signed")
        try:
            signed = b64decode(signature, validate=True)
            self.keys.at(chain).verify(signed, serialized_request_env.encode(), PKCS1v15(), SHA256())
        except VerificationException:
            raise
        except Exception as error:  # whatever went wrong, this request was not found good
            raise VerificationException(f"the signature is not Alexa's ({type(error).__name__})") from error


class SentJustNow(AbstractVerifier):  # type: ignore[misc]
    """The request was sent within the tolerance before or after now, so that it can't be sent again later."""

    def verify(
        self, headers: Mapping[str, str], serialized_request_env: str, deserialized_request_env: Envelope
    ) -> None:
        request = table(deserialized_request_env.event, "request")
        tolerance = EVENT_TOLERANCE if str(request.get("type")).startswith(EVENT) else TOLERANCE
        if abs(datetime.now(UTC) - _moment(request.get("timestamp"))) > tolerance:
            raise VerificationException("the request is not of just now")


def _moment(timestamp: object) -> datetime:
    """The time of a request: ISO 8601 with its zone or, as some requests have it, milliseconds since 1970."""
    try:
        if type(timestamp) is int:
            return datetime.fromtimestamp(timestamp / 1000, UTC)
        moment = datetime.fromisoformat(timestamp)  # type: ignore[arg-type]
    except (ValueError, TypeError, OverflowError, OSError) as error:
        raise VerificationException("the request's time can't be read") from error
    if moment.tzinfo is None:
        raise VerificationException("the request's time has no zone")
    return moment
