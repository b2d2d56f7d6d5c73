"""Items in one file of SQLite, for a server of one's own."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from back_guide.alexa.storage.item import CLOCKS_DIFFER, FIELDS, Item

if TYPE_CHECKING:
    from sqlite3 import Connection

WAIT_SECONDS = 1.0
SCHEMA = """
CREATE TABLE IF NOT EXISTS keepsakes (
  id TEXT PRIMARY KEY, version INT NOT NULL,
  plan TEXT NOT NULL, step TEXT NOT NULL, pace TEXT NOT NULL, expires INT NOT NULL
) STRICT, WITHOUT ROWID
"""
GET = "SELECT version, plan, step, pace, expires FROM keepsakes WHERE id = ?"
PUT = """
INSERT INTO keepsakes VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET version = excluded.version, plan = excluded.plan, step = excluded.step,
  pace = excluded.pace, expires = excluded.expires
WHERE version <> excluded.version OR expires <= excluded.expires OR expires >= excluded.expires + ?
"""
DELETE = "DELETE FROM keepsakes WHERE id = ?"
SWEEP = "DELETE FROM keepsakes WHERE expires <= CAST(strftime('%s', 'now') AS INT)"
"""Removes what is too old. DynamoDB does so by itself."""


@dataclass(frozen=True)
class Sqlite:
    """A backend that is a file; it is made where it is missing. Each use opens it anew, so any thread may."""

    path: Path

    def get(self, key: str) -> Item | None:
        with self._open() as file:
            row = file.execute(GET, (key,)).fetchone()
        return dict(zip(FIELDS, row, strict=True)) if row else None

    def put(self, key: str, item: Item) -> None:
        with self._open() as file:
            file.execute(PUT, (key, *(item[field] for field in FIELDS), CLOCKS_DIFFER))
            file.execute(SWEEP)

    def delete(self, key: str) -> None:
        with self._open() as file:
            file.execute(DELETE, (key,))

    @contextlib.contextmanager
    def _open(self) -> Iterator[Connection]:
        """The file in a transaction."""
        import sqlite3

        with contextlib.closing(sqlite3.connect(self.path, timeout=WAIT_SECONDS)) as file, file:
            file.execute(SCHEMA)
            yield file
