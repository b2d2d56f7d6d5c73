"""Everything that leaves a conversation, captured: for each place, the lines that were written there."""

from __future__ import annotations

import contextlib
import io
import json
import logging
import os
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Self
from unittest import mock

from back_guide.alexa.skill import Skill
from back_guide.alexa.storage import Storage
from back_guide.alexa.storage.dynamodb import DynamoDb
from back_guide.alexa.storage.item import Item
from back_guide.alexa.storage.sqlite import Sqlite
from workbench.bench.random_talk import Taken
from workbench.simulator.services import AlexaServices, LocalServer

FILE, TABLE, LOG, OUTPUT = "file of SQLite", "calls of DynamoDB", "log", "output"
CARDS, SERVICES, NOTES = "cards", "calls of timers and reminders", "notes of what was said"

OF_THE_SESSION = ("flags", "outcome", "urgency", "ended")
"""Notes by which a warning, an outcome, or what came of a timer is said again; the session is where they belong."""

AWS = {"AWS_DEFAULT_REGION": "eu-west-1", "AWS_ACCESS_KEY_ID": "stand-in", "AWS_SECRET_ACCESS_KEY": "stand-in"}


class Outside:
    """A skill with both storages and Alexa's services, each of them on this machine and watched."""

    def __init__(self) -> None:
        self._until_done = contextlib.ExitStack()
        self.path = Path(self._until_done.enter_context(tempfile.TemporaryDirectory())) / "kept.sqlite"
        self.services = self._until_done.enter_context(AlexaServices())
        self.table = self._until_done.enter_context(LocalServer())
        address = {"AWS_ENDPOINT_URL_DYNAMODB": self.table.address}
        self._until_done.enter_context(mock.patch.dict(os.environ, {**AWS, **address}))
        self.storage = Storage(_Both(Sqlite(self.path), DynamoDb("keepsakes")), "salt")
        self.answer = Skill(storage=self.storage).answer

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._until_done.close()

    def hear(self, talk: Iterator[Taken]) -> tuple[list[Taken], Mapping[str, list[str]]]:
        """The turns of a conversation, which is held now, and the lines that it left in each place."""
        self.path.unlink(missing_ok=True)
        self.table.calls.clear()
        log, output = _Lines(), io.StringIO()
        with _kept_by(log), contextlib.redirect_stdout(output), contextlib.redirect_stderr(output):
            turns = list(talk)
        return turns, {
            FILE: self.path.read_bytes().decode("latin-1").splitlines() if self.path.exists() else [],
            TABLE: [str(call) for call in self.table.calls],
            LOG: log.lines,
            OUTPUT: output.getvalue().splitlines(),
            CARDS: [json.dumps(turn.response["response"]["card"]) for turn in turns if "card" in _body(turn)],
            SERVICES: [f"{call.method} {call.path} {call.body}" for call in self.services.calls],
            NOTES: [note for turn in turns for note in _notes(turn)],
        }


class _Both:
    """Items that are kept in the file, and told to the table too."""

    def __init__(self, file: Sqlite, table: DynamoDb) -> None:
        self.file, self.table = file, table

    def get(self, key: str) -> Item | None:
        self.table.get(key)
        return self.file.get(key)

    def put(self, key: str, item: Item) -> None:
        self.table.put(key, item)
        self.file.put(key, item)

    def delete(self, key: str) -> None:
        self.table.delete(key)
        self.file.delete(key)


class _Lines(logging.Handler):
    """Keeps log records whole: their texts, and all that came with them."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.name} {record.getMessage()} {record.__dict__}")


@contextlib.contextmanager
def _kept_by(handler: logging.Handler) -> Iterator[None]:
    """Gives a handler every log line of every module, however quiet."""
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        yield
    finally:
        root.setLevel(before)
        root.removeHandler(handler)


def _body(turn: Taken) -> Any:
    return turn.response.get("response", {})


def _notes(turn: Taken) -> Iterator[str]:
    """The names in what the session notes of the last thing said."""
    for name, value in turn.response.get("sessionAttributes", {}).get("said", {}).items():
        if name not in OF_THE_SESSION:
            yield from value if isinstance(value, list) else [value]
