"""The files that pin what others wrote: uv's requirements and npm's package-lock.json, as they are committed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from packaging.utils import canonicalize_name

BUNDLE = "lambda/requirements.txt"
WEB = "lambda/requirements-web.txt"
TOOLS = "requirements-dev.txt"
LOCKS = (BUNDLE, WEB, TOOLS)
"""Each holds all that the one before it holds."""

NPM = "workbench/simulator/package-lock.json"
OURSELVES = "upper-back-guide (pyproject.toml)"

_PIN = re.compile(r"([\w.-]+)==([^\s;]+)(?: ; [^\\]+)? \\")
_HASH = re.compile(r" {4}--hash=sha256:[0-9a-f]{64}(?: \\)?")
_VIA = re.compile(r" {4}# {1,3}(?:via ?)?(.*)")


@dataclass(frozen=True)
class Pin:
    """One package as a lock holds it: its name (canonical), version, number of hashes, and who needs it."""

    name: str
    version: str
    hashes: int
    needed_by: tuple[str, ...]


class LockError(Exception):
    """A lock that can't be read. The message is one line: the file, the line in it, what is wrong, what to do."""


def read_lock(root: Path, lock: str) -> list[Pin]:
    """The pins of a lock. Raises LockError for a line that no lock of ours has."""
    pins: list[Pin] = []
    for number, line in enumerate((root / lock).read_text(encoding="utf-8").splitlines(), 1):
        if found := _PIN.fullmatch(line):
            pins.append(Pin(canonicalize_name(found[1]), found[2], 0, ()))
        elif pins and _HASH.fullmatch(line):
            pins[-1] = _with(pins[-1], hashes=1)
        elif pins and (via := _VIA.fullmatch(line)):
            pins[-1] = _with(pins[-1], needed_by=via[1])
        else:
            raise LockError(f"{lock}:{number}: {line.strip()[:60]!r} is no pin with its hashes. Run: make lock")
    return pins


def _with(pin: Pin, hashes: int = 0, needed_by: str = "") -> Pin:
    more = () if not needed_by or needed_by.startswith("-c ") else (needed_by,)
    return Pin(pin.name, pin.version, pin.hashes + hashes, pin.needed_by + more)


def read_npm_lock(root: Path) -> Mapping[str, Mapping[str, Any]]:
    """The packages of npm's lock by their name, as npm writes them."""
    packages: dict[str, dict[str, Any]] = json.loads((root / NPM).read_text(encoding="utf-8"))["packages"]
    return {path.rpartition("node_modules/")[2]: package for path, package in packages.items() if path}


def npm_asked_for(root: Path) -> Mapping[str, str]:
    """What package.json asks npm for: versions by name."""
    asked: dict[str, str] = json.loads((root / NPM).with_name("package.json").read_text("utf-8"))["dependencies"]
    return asked


def npm_needed_by(packages: Mapping[str, Mapping[str, Any]], name: str) -> Iterator[str]:
    """The packages of npm's lock that need one of them."""
    for other, package in packages.items():
        if any(name in package.get(kind, ()) for kind in ("dependencies", "peerDependencies", "optionalDependencies")):
            yield other
