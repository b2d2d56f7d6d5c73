"""Items in memory, for conversations on one's own machine and for tests. They are gone when the process ends."""

from __future__ import annotations

from back_guide.alexa.storage.item import Item


class InMemory:
    """A backend that is a dictionary."""

    def __init__(self) -> None:
        self.items: dict[str, Item] = {}

    def get(self, key: str) -> Item | None:
        return self.items.get(key)

    def put(self, key: str, item: Item) -> None:
        there = self.items.get(key, {})
        if there.get("version") != item["version"] or int(there["expires"]) <= int(item["expires"]):
            self.items[key] = dict(item)

    def delete(self, key: str) -> None:
        self.items.pop(key, None)
