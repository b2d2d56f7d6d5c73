"""What is kept of listeners on one's own machine: a file of SQLite, as a server of one's own would have it."""

from __future__ import annotations

from pathlib import Path

from back_guide.alexa.storage import Storage
from back_guide.alexa.storage.sqlite import Sqlite
from workbench.authoring.draft import ROOT

FILE = ROOT / "build" / "listeners.sqlite"
SALT = "simulator"
"""Hides nobody: who listens here is a stand-in."""


def storage(path: Path = FILE) -> Storage:
    """The storage in a file, which is made where it is missing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    return Storage(Sqlite(path), SALT)
