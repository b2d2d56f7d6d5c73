"""Packs a folder so that the same files give the same bytes, whenever and wherever it is done."""

from __future__ import annotations

import stat
import zipfile
from pathlib import Path

FIRST_DATE = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip file can hold
READABLE = (stat.S_IFREG | 0o644) << 16
UNIX = 3


def files(folder: Path) -> list[Path]:
    """The files of a folder, in order of their names."""
    return sorted(path for path in folder.rglob("*") if path.is_file())


def pack(folder: Path, archive: Path) -> None:
    """Writes the folder's files into a zip file, whole or not at all."""
    temporary = archive.with_suffix(".part")
    with zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED) as packed:
        for path in files(folder):
            entry = zipfile.ZipInfo(path.relative_to(folder).as_posix(), FIRST_DATE)
            entry.compress_type, entry.external_attr, entry.create_system = zipfile.ZIP_DEFLATED, READABLE, UNIX
            packed.writestr(entry, path.read_bytes())
    temporary.replace(archive)
