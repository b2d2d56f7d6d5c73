"""The certificates that Alexa signs with: where they may come from, and which are believed."""

from __future__ import annotations

import posixpath
import re
import warnings
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

from cryptography import x509
from cryptography.utils import CryptographyDeprecationWarning
from cryptography.x509.verification import PolicyBuilder, Store

from back_guide_web.sdk import VerificationException

SIGNER = "echo-api.amazon.com"
HOST = "s3.amazonaws.com"

_ADDRESS = re.compile(r"[!-~]+")
_PATH = re.compile(r"/echo\.api/[\w./-]+", re.ASCII)


def read_roots(pem_file: str) -> Sequence[x509.Certificate]:
    """The root certificates in a PEM file. Raises OSError or ValueError."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", CryptographyDeprecationWarning)  # an old root has the serial number 0
        return x509.load_pem_x509_certificates(Path(pem_file).read_bytes())


def chain_address(given: str) -> str:
    """The address to fetch a chain from, spelled in one way only. Raises VerificationException where none is allowed.

    What is fetched is put together from what was checked, so that no second reading of the address can differ.
    """
    try:
        parts = urlsplit(given)
        place = (parts.scheme, parts.netloc.lower().removesuffix(":443"), parts.query, parts.fragment)
    except ValueError as error:
        raise VerificationException("the certificate's address can't be read") from error
    path = posixpath.normpath(unquote(parts.path))
    if not _ADDRESS.fullmatch(given) or place != ("https", HOST, "", "") or not _PATH.fullmatch(path):
        raise VerificationException("the certificate's address is not Alexa's")
    return f"https://{HOST}{path}"


def verified(chain: bytes, roots: Store, now: datetime) -> Sequence[x509.Certificate]:
    """The certificates from Alexa's own to a trusted root, out of PEM text that begins with Alexa's.

    Raises VerificationException, or whatever ``cryptography`` raises for what it can't read.
    """
    leaf, *others = x509.load_pem_x509_certificates(chain)
    verifier = PolicyBuilder().store(roots).time(now).build_server_verifier(x509.DNSName(SIGNER))
    path = verifier.verify(leaf, others)
    names = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    usage = leaf.extensions.get_extension_for_class(x509.KeyUsage).value
    if SIGNER not in names.get_values_for_type(x509.DNSName):
        raise VerificationException("the certificate is not in Alexa's very name")
    if not usage.digital_signature:
        raise VerificationException("the certificate is not for signatures")
    return path
