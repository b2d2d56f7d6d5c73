"""The certificates that Alexa signs with: where they may come from, which are believed, and for how long."""

from __future__ import annotations

import posixpath
import re
import threading
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import unquote, urlsplit

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.utils import CryptographyDeprecationWarning
from cryptography.x509.verification import PolicyBuilder, Store

from back_guide_web.sdk import VerificationException

SIGNER = "echo-api.amazon.com"
HOST = "s3.amazonaws.com"
LONGEST_KEPT = timedelta(days=1)
MOST_KEPT = 8  # Alexa uses one chain at a time, or two while it changes them

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


@dataclass(frozen=True)
class Kept:
    """A key that was found good, and until when it may be used without another look."""

    key: RSAPublicKey
    until: datetime


class AlexasKeys:
    """The public keys that Alexa signs with, by the address of their certificate chain.

    Only chains that were verified are kept, so that nobody can crowd them out. ``fetch`` gives the bytes at an address.
    """

    def __init__(
        self,
        roots: Sequence[x509.Certificate],
        fetch: Callable[[str], bytes],
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._roots = Store(list(roots))
        self._fetch = fetch
        self._now = now
        self._kept: dict[str, Kept] = {}
        self._fetching = threading.Lock()

    def at(self, given: str) -> RSAPublicKey:
        """The key of the chain at an address. Raises VerificationException, or what the fetch or the reading raised."""
        address = chain_address(given)
        kept = self._fresh(address)
        if kept is None:
            with self._fetching:  # who waited for another's fetch finds it done
                kept = self._fresh(address) or self._fetched(address)
        return kept.key

    def _fresh(self, address: str) -> Kept | None:
        kept = self._kept.get(address)
        return kept if kept and self._now() < kept.until else None

    def _fetched(self, address: str) -> Kept:
        now = self._now()
        path = verified(self._fetch(address), self._roots, now)
        key = path[0].public_key()
        if not isinstance(key, RSAPublicKey):
            raise VerificationException("the certificate's key is not RSA")
        self._kept.pop(address, None)
        while len(self._kept) >= MOST_KEPT:
            self._kept.pop(next(iter(self._kept)))
        ends = (certificate.not_valid_after_utc for certificate in path)
        self._kept[address] = Kept(key, min(now + LONGEST_KEPT, *ends))
        return self._kept[address]
