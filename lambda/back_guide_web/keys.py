"""The public keys that Alexa signs with: fetched, verified and kept for a while."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.x509.verification import Store

from back_guide_web.certificates import chain_address, verified
from back_guide_web.sdk import VerificationException

LONGEST_KEPT = timedelta(days=1)
MOST_KEPT = 8  # Alexa uses one chain at a time, or two while it changes them
MINUTE = timedelta(minutes=1)
MOST_FETCHED = 10  # chains in a minute; whoever asks for more wants to keep the door busy


@dataclass(frozen=True)
class Kept:
    """A key that was found good, and between when and when it may be used without another look."""

    key: RSAPublicKey
    since: datetime
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
        self._lately: list[datetime] = []
        self._fetching = threading.Lock()

    def at(self, given: str) -> RSAPublicKey:
        """The key of the chain at an address. Raises VerificationException, or what the fetch or the reading raised."""
        address = chain_address(given)
        kept = self._fresh(address)
        if kept is None:
            with self._fetching:  # who waited for another's fetch finds it done
                kept = self._fresh(address) or self._renewed(address)
        return kept.key

    def _fresh(self, address: str) -> Kept | None:
        kept = self._kept.get(address)
        return kept if kept and kept.since <= self._now() < kept.until else None

    def _renewed(self, address: str) -> Kept:
        now = self._now()
        self._count_fetch(now, is_known=address in self._kept)
        path = verified(self._fetch(address), self._roots, now)
        key = path[0].public_key()
        if not isinstance(key, RSAPublicKey):
            raise VerificationException("the certificate's key is not RSA")
        self._kept.pop(address, None)
        if len(self._kept) == MOST_KEPT:
            self._kept.pop(next(iter(self._kept)))  # the one that was fetched first
        ends = (certificate.not_valid_after_utc for certificate in path)
        self._kept[address] = Kept(key, now, min(now + LONGEST_KEPT, *ends))
        return self._kept[address]

    def _count_fetch(self, now: datetime, *, is_known: bool) -> None:
        """Notes a fetch. Refuses one too many, unless it renews a chain that was good before."""
        self._lately = [moment for moment in self._lately if abs(now - moment) < MINUTE]  # clocks are put back
        if len(self._lately) >= MOST_FETCHED and not is_known:
            raise VerificationException("too many certificates were asked for")
        self._lately.append(now)
