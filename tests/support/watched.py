"""Items in memory, and a record of all that is done with them."""

from typing import Any

from back_guide.alexa.storage.in_memory import InMemory
from back_guide.alexa.storage.item import Item


class Watched(InMemory):
    """``asked`` holds what was done, in order ("get", "put", "delete"), ``given`` all that came with it."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []
        self.given: list[tuple[Any, ...]] = []

    def get(self, key: str) -> Item | None:
        self._note("get", key)
        return super().get(key)

    def put(self, key: str, item: Item) -> None:
        self._note("put", key, item)
        super().put(key, item)

    def delete(self, key: str) -> None:
        self._note("delete", key)
        super().delete(key)

    def _note(self, action: str, *given: Any) -> None:
        self.asked.append(action)
        self.given.append(given)
