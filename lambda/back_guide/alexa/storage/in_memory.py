"""Items in memory, for conversations on one's own machine and for tests. They are gone when the process ends."""

from __future__ import annotations

from back_guide.alexa.storage.item import CLOCKS_DIFFER, Item


class InMemory:
    """A backend that is a dictionary."""

    def __init__(self) -> None:
        self.items: dict[str, Item] = {}

    def get(self, key: str) -> Item | None:
        return self.items.get(key)

    def put(self, key: str, item: Item) -> None:
        there = self.items.get(key, {})
        same = there.get("version") == item["version"]
        if not same or not 0 < int(there["expires"]) - int(item["expires"]) < CLOCKS_DIFFER:
            self.items[key] = dict(item)

    def delete(self, key: str) -> None:
        self.items.pop(key, None)
