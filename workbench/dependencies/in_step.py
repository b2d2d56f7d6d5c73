"""Are the locks in step with pyproject.toml and package.json, and with each other? Judged offline."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from workbench.dependencies.locks import (
    BUNDLE,
    LOCKS,
    NPM,
    OURSELVES,
    TOOLS,
    WEB,
    LockError,
    Pin,
    npm_asked_for,
    read_lock,
    read_npm_lock,
)

REGISTRY = "https://registry.npmjs.org/"
INSTALL = re.compile(r"pip install(?: --\w+)* (.+?)\)?$", re.MULTILINE)
"""What a line of the Makefile has pip install."""


def problems(root: Path) -> list[str]:
    """What is out of step in a checkout, a line each: the file, what is wrong, and what to do."""
    try:
        locks = {lock: read_lock(root, lock) for lock in LOCKS}
    except LockError as error:
        return [str(error)]
    python = (*_hashes(locks), *_asked_for(locks, _requirements(root)), *_versions(locks))
    return [*python, *_npm(root), *_makefile(root)]


def _requirements(root: Path) -> dict[str, list[Requirement]]:
    """What pyproject.toml asks for, by the lock that must have it; for building it asks in two places."""
    text = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    project, extras = text["project"], text["project"]["optional-dependencies"]
    bundle = project["dependencies"]
    web = bundle + extras["web"]
    asked = {BUNDLE: bundle, WEB: web, TOOLS: [*web, *extras["dev"], *text["build-system"]["requires"]]}
    return {lock: [Requirement(each) for each in requirements] for lock, requirements in asked.items()}


def _hashes(locks: dict[str, list[Pin]]) -> Iterator[str]:
    for lock, pins in locks.items():
        yield from (f"{lock}: {pin.name} has no hash. Run: make lock" for pin in pins if not pin.hashes)


def _asked_for(locks: dict[str, list[Pin]], requirements: dict[str, list[Requirement]]) -> Iterator[str]:
    """What is asked for and not pinned so, and what is pinned though nobody asks for it any more."""
    for lock, pins in locks.items():
        by_name = {pin.name: [each for each in pins if each.name == pin.name] for pin in pins}
        for asked in requirements[lock]:
            found = by_name.get(canonicalize_name(asked.name), [])
            if not any(OURSELVES in pin.needed_by for pin in found):
                yield f"{lock}: {asked.name} of pyproject.toml is missing. Run: make lock"
            for pin in found:
                if not asked.specifier.contains(pin.version, prereleases=True):
                    yield f"{lock}: {pin.name} is {pin.version}, and pyproject.toml asks for {asked}. Run: make lock"
        asked_for = {canonicalize_name(asked.name) for asked in requirements[lock]}
        for pin in pins:
            if pin.name not in asked_for and not by_name.keys() & set(pin.needed_by):
                yield f"{lock}: nothing asks for {pin.name} any more. Run: make lock"


def _versions(locks: dict[str, list[Pin]]) -> Iterator[str]:
    """What ships must be what was tested: each lock pins what the one before it pins."""
    for (lock, pins), (larger, others) in pairwise(locks.items()):
        theirs = {(pin.name, pin.version) for pin in others}
        for pin in pins:
            if (pin.name, pin.version) not in theirs:
                yield f"{larger}: {pin.name} is not the {pin.version} of {lock}. Run: make lock"


def _npm(root: Path) -> Iterator[str]:
    packages, asked, remedy = read_npm_lock(root), npm_asked_for(root), "Run: npm install --package-lock-only"
    for name, version in asked.items():
        if packages.get(name, {}).get("version") != version:
            yield f"{NPM}: {name} is not the {version} of package.json. {remedy}"
    for name, package in packages.items():
        if not str(package.get("integrity")).startswith("sha512-"):
            yield f"{NPM}: {name} has no sha512 hash. {remedy}"
        if not str(package.get("resolved", REGISTRY)).startswith(REGISTRY):
            yield f"{NPM}: {name} does not come from {REGISTRY}. {remedy}"


def _makefile(root: Path) -> Iterator[str]:
    """What make brings into environments of its own must be of one version."""
    text = (root / "Makefile").read_text(encoding="utf-8")
    for name, value in re.findall(r"^(\w+) := (.+)$", text, re.MULTILINE):
        text = text.replace(f"$({name})", value)
    for line in INSTALL.findall(text):
        for asked in line.split():
            if not re.fullmatch(r"[\w.-]+==[\w.]+", asked):
                yield f"Makefile: {asked} is of no one version. Write name==version"
