"""Which storage the settings of a deployment name."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from back_guide.alexa.log import Log
from back_guide.alexa.storage.item import Backend
from back_guide.alexa.storage.visit import Storage

log = Log(__name__)


def from_settings(settings: Mapping[str, str]) -> Storage | None:
    """The table ``TABLE_NAME``, else the file ``STORAGE_PATH``, its keys salted with ``KEY_SALT``; None for neither.

    Without a salt nothing is kept: a listener's id could then be found again by its hash.
    """
    table, path, salt = (settings.get(name, "") for name in ("TABLE_NAME", "STORAGE_PATH", "KEY_SALT"))
    if not table and not path:
        return None
    if not salt:
        log.error("storage failed: KEY_SALT is not set; give it a long random text, and keep it")
        return None
    return Storage(_table(table) if table else _file(path), salt)


def _table(name: str) -> Backend:
    from back_guide.alexa.storage.dynamodb import DynamoDb

    return DynamoDb(name)


def _file(path: str) -> Backend:
    from back_guide.alexa.storage.sqlite import Sqlite

    return Sqlite(Path(path))
