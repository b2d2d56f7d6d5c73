"""Brings the certificates that Alexa signs with, and no more than those."""

from __future__ import annotations

import time

import requests
from urllib3 import Timeout

from back_guide_web.sdk import VerificationException

SECONDS = 3.0  # Alexa waits for eight in all
MOST_BYTES = 65_536  # Alexa's chain takes about a tenth of it


def fetch(address: str, trusted: str, seconds: float = SECONDS) -> bytes:
    """The bytes at an address. ``trusted`` is a PEM file of the roots that may vouch for the server.

    A redirect is not followed. A proxy that the environment names (HTTPS_PROXY) is used. Raises VerificationException
    for any answer but 200, too long a wait or too long a body, and requests.RequestException where there is no answer.
    """
    ends = time.monotonic() + seconds
    with requests.get(
        address,
        headers={"Accept-Encoding": "identity"},
        timeout=Timeout(total=seconds),
        allow_redirects=False,
        stream=True,
        verify=trusted,
    ) as response:
        if response.status_code != requests.codes.ok:
            raise VerificationException("the certificate's address did not answer 200")
        body = b""
        while part := response.raw.read1(MOST_BYTES):
            body += part
            if len(body) > MOST_BYTES or time.monotonic() > ends:
                raise VerificationException("the certificate took too long or is too long")
    return body
