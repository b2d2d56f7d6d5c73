"""A keepsake as it is stored: flat, with a version and the second at which it is to be gone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from back_guide.dialogue import Keepsake

VERSION = 1
KEPT_SECONDS = 90 * 24 * 60 * 60
CLOCKS_DIFFER = 24 * 60 * 60
"""Seconds. An item that was written later than that after this one was written by a clock that was wrong."""

TEXTS = ("plan", "step", "pace")
FIELDS = ("version", *TEXTS, "expires")

Item = Mapping[str, str | int]
"""What is stored, by field; "expires" is in seconds since 1970."""


class Backend(Protocol):
    """Where items are. Any exception may be raised where it can't be reached, or holds what is no item."""

    def get(self, key: str) -> Item | None:
        """The item of a key as it stands, whatever its version; None where there is none."""

    def put(self, key: str, item: Item) -> None:
        """Stores an item whole. One of the same version that expires later stays: it was written later.

        One that expires later by more than ``CLOCKS_DIFFER`` gives way.
        """

    def delete(self, key: str) -> None:
        """Removes the item of a key, if there is one."""


def key(user: str, salt: str) -> str:
    """What a listener's item is found by. Without the salt nobody can tell whose it is."""
    import hashlib  # at first use: it loads OpenSSL, 4 MB

    return hashlib.sha256(f"{salt}\n{user}".encode("utf-8", "surrogatepass")).hexdigest()


def to_item(keepsake: Keepsake, now: float) -> Item:
    """What to store of a keepsake, for 90 days from now."""
    texts = {name: getattr(keepsake, name) for name in TEXTS}
    return {"version": VERSION, **texts, "expires": int(now) + KEPT_SECONDS}


def to_keepsake(item: Item | None, now: float) -> Keepsake | None:
    """The keepsake of an item; None where it is missing, too old, of another version, or no item of ours."""
    if item is None or item.get("version") != VERSION:
        return None
    texts = [item.get(name) for name in TEXTS]
    expires = item.get("expires")
    if not isinstance(expires, int) or expires <= now:
        return None
    return Keepsake(*map(str, texts)) if all(isinstance(text, str) for text in texts) else None
