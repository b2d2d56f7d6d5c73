"""The use that one turn makes of the storage: at most one read and one write, and none after a fault."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

from back_guide.alexa.deadline import Deadline
from back_guide.alexa.envelope import table
from back_guide.alexa.log import Log
from back_guide.alexa.storage.item import Backend, key, to_item, to_keepsake
from back_guide.dialogue import Keepsake, Turn

log = Log(__name__)
Found = TypeVar("Found")


@dataclass(frozen=True)
class Storage:
    """Where keepsakes are, the salt of their keys, and the clock that they grow old by (seconds since 1970)."""

    backend: Backend
    salt: str
    clock: Callable[[], float] = time.time


class Visit:
    """One listener's keepsake during one turn. Without a storage, or for nobody in particular, nothing is kept."""

    def __init__(self, storage: Storage | None, user: str, deadline: Deadline) -> None:
        self.storage = storage if user else None
        self.key = key(user, storage.salt) if storage else ""
        self.deadline = deadline
        self.failed = False

    def recall(self, turn: Turn) -> Turn:
        """The turn with what is kept of the listener, which later turns of the session bring along themselves."""
        if turn.memory.kept is not None:
            return turn
        kept = self._tried(lambda storage: to_keepsake(storage.backend.get(self.key), storage.clock()))
        return replace(turn, memory=replace(turn.memory, kept=kept))

    def keep(self, keepsake: Keepsake) -> None:
        """Stores a keepsake."""
        self._tried(lambda storage: storage.backend.put(self.key, to_item(keepsake, storage.clock())))

    def forget(self) -> bool:
        """Deletes what is kept, and says whether nothing now is."""
        self._tried(lambda storage: storage.backend.delete(self.key))
        return not self.failed

    def _tried(self, action: Callable[[Storage], Found]) -> Found | None:
        """What an action gives; None after a fault, which is logged by its name alone. The turn goes on without."""
        storage = self.storage
        if storage is None or self.failed:
            return None
        try:
            return self.deadline.wait_for(lambda: action(storage))
        except Exception as error:  # whatever is wrong with it, the listener is answered
            self.failed = True
            log.error("storage failed: %s", _name(error))
            return None


def _name(error: Exception) -> str:
    """AWS's own name of an error where it has one ("AccessDeniedException"), else the exception's."""
    code = str(table(getattr(error, "response", {}), "Error").get("Code"))
    return code if code.endswith("Exception") and code.isidentifier() else type(error).__name__
