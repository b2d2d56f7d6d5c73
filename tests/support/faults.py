"""Everything that may go wrong around the skill, each fault as a context in which it does.

``FAULTS`` is the whole list; docs/reliability.md tells of each what is then heard, logged and lost.
"""

from __future__ import annotations

import contextlib
import json
import logging
import shutil
import socket
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from back_guide.alexa.deadline import KEPT_BACK
from support.misbehaving import DRIP as DRIPS
from support.misbehaving import HANG as HANGS
from support.misbehaving import HANG_UP, error
from support.world import DOORS, LAMBDA, SOUND, Change, Json, World, instead
from workbench.simulator.services import DRIP, HANG

CONTENT, STORAGE, SERVICES, CLOCK, TIME, INPUT, LOG = "content", "storage", "services", "clock", "time", "input", "log"
LARGE = 90_000
"""Characters; what the HTTPS door takes at most is a little more. Lambda takes six million."""


@dataclass(frozen=True)
class Fault:
    """A fault: what it is a fault of, what brings it about, and the doors it may come in by.

    Two of one part do not go together.
    """

    part: str
    inject: Callable[[World], AbstractContextManager[None]]
    doors: tuple[str, ...] = DOORS


Injection = Callable[[World], Iterator[None]]
FAULTS: dict[str, Fault] = {}


def fault(part: str, name: str, doors: tuple[str, ...] = DOORS) -> Callable[[Injection], Injection]:
    """Puts a fault on the list."""

    def add(inject: Injection) -> Injection:
        FAULTS[name] = Fault(part, contextlib.contextmanager(inject), doors)
        return inject

    return add


# --- content ------------------------------------------------------------------------------------------------------


def damaged(name: str, damage: Callable[[Path], Any]) -> None:
    """A fault whose content is a damaged copy."""

    def inject(world: World) -> Iterator[None]:
        copy = world.folder / name
        if not copy.exists():
            damage(Path(shutil.copytree(SOUND, copy)))
        with instead(world, "compiled", copy):
            yield

    fault(CONTENT, name)(inject)


def rewritten(folder: Path, **changes: Any) -> None:
    """Changes tables of the compiled content."""
    path = folder / "en.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **changes}))


def cut_short(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])


def of_another_build(folder: Path) -> None:
    path = folder / "en.matcher"
    head, _, tables = path.read_bytes().partition(b"\n")
    path.write_bytes(json.dumps({**json.loads(head), "made_from": "other content"}).encode() + b"\n" + tables)


damaged("content missing", lambda folder: (folder / "en.json").unlink())
damaged("content truncated", lambda folder: cut_short(folder / "en.json"))
damaged("content of another version", lambda folder: rewritten(folder, hearing={"patterns": []}))
damaged("red flags missing", lambda folder: rewritten(folder, red_flags={}))
damaged("matcher missing", lambda folder: (folder / "en.matcher").unlink())
damaged("matcher truncated", lambda folder: cut_short(folder / "en.matcher"))
damaged("matcher of another version", of_another_build)


# --- storage: the table of the Lambda door, and the file of the HTTPS door ----------------------------------------


def table_that(name: str, status: int, body: bytes, file: Callable[[Path], AbstractContextManager[None]]) -> None:
    """A fault of both storages."""

    def inject(world: World) -> Iterator[None]:
        with world.table.answering(status, body), file(world.file):
            yield

    fault(STORAGE, name)(inject)


@contextlib.contextmanager
def in_place_of(path: Path, put: Callable[[Path], Any]) -> Iterator[None]:
    """Something else where the file was."""
    kept = path.with_suffix(".kept")
    path.rename(kept)
    put(path)
    try:
        yield
    finally:
        shutil.rmtree(path) if path.is_dir() else path.unlink()
        kept.rename(path)


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Another program that has the file for itself."""
    with contextlib.closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN EXCLUSIVE")
        yield


def a_folder(path: Path) -> AbstractContextManager[None]:
    return in_place_of(path, Path.mkdir)


def other_bytes(path: Path) -> AbstractContextManager[None]:
    return in_place_of(path, lambda there: there.write_bytes(b"no database " * 100))


table_that("storage refused", 400, error("AccessDeniedException"), a_folder)
table_that("storage throttled", 400, error("ProvisionedThroughputExceededException"), locked)
table_that("storage failing", 500, error("InternalServerError"), locked)
table_that("storage slow", HANGS, b"", locked)
table_that("storage dripping", DRIPS, b"", locked)
table_that("storage breaking off", HANG_UP, b"", locked)
table_that("storage corrupt", 200, b'{"Item": {"version": 1}}', other_bytes)
table_that("table missing", 400, error("ResourceNotFoundException"), a_folder)


# --- Alexa's services ---------------------------------------------------------------------------------------------


def services_that(name: str, status: int) -> None:
    """A fault of all services."""

    def inject(world: World) -> Iterator[None]:
        for method in ("GET", "POST", "DELETE"):
            world.alexa.fault(method, "/", status)
        try:
            yield
        finally:
            world.alexa.reset()

    fault(SERVICES, name)(inject)


services_that("services failing", 503)
services_that("services hanging", HANG)
services_that("services dripping", DRIP)


@contextlib.contextmanager
def changed(world: World, change: Change) -> Iterator[None]:
    """Requests that are not as Alexa sent them."""
    world.changes.append(change)
    try:
        yield
    finally:
        world.changes.remove(change)


def request_that(part: str, name: str, change: Change, doors: tuple[str, ...] = DOORS) -> None:
    """A fault that is in the request."""

    def inject(world: World) -> Iterator[None]:
        with changed(world, change):
            yield

    fault(part, name, doors)(inject)


def nobody_there(event: Json) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    event["context"]["System"]["apiEndpoint"] = f"http://127.0.0.1:{port}"


request_that(SERVICES, "services down", nobody_there)


# --- clocks -------------------------------------------------------------------------------------------------------


def at(**off: float) -> Change:
    def change(event: Json) -> None:
        moment = datetime.now(UTC) + timedelta(**off)
        event["request"]["timestamp"] = moment.isoformat(timespec="seconds")

    return change


def at_the_end_of_time(event: Json) -> None:
    event["request"]["timestamp"] = "9999-12-31T23:59:59Z"


# The HTTPS door refuses these four: that keeps it from being told the same thing twice.
request_that(CLOCK, "clock ahead", at(days=100), (LAMBDA,))
request_that(CLOCK, "clock behind", at(days=-100), (LAMBDA,))
request_that(CLOCK, "clock at the end of time", at_the_end_of_time, (LAMBDA,))
request_that(CLOCK, "no time", lambda event: event["request"].pop("timestamp"), (LAMBDA,))


# --- time, size, log ----------------------------------------------------------------------------------------------


@fault(TIME, "hardly any time left")
def hardly_any_time_left(world: World) -> Iterator[None]:
    with instead(world, "seconds", KEPT_BACK / 2):
        yield


def deep(levels: int) -> Any:
    found: Any = []
    for _ in range(levels):
        found = [found]
    return found


def large_slot(event: Json) -> None:
    for slot in event["request"].get("intent", {}).get("slots", {}).values():
        slot["value"] += " and so on" * (LARGE // 10)


def attributes(**given: Any) -> Change:
    return lambda event: event["session"]["attributes"].update(version=1, **given)


request_that(INPUT, "session attributes too large", attributes(path=["heat"] * (LARGE // len('"heat", '))))
request_that(INPUT, "session attributes too deep", attributes(check=deep(100_000)), (LAMBDA,))
request_that(INPUT, "slot too large", large_slot)


@fault(LOG, "log raising")
def log_raising(world: World) -> Iterator[None]:
    class Full(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            raise OSError("no space left on device")

    ours, full = logging.getLogger("back_guide"), Full()
    ours.addHandler(full)
    try:
        yield
    finally:
        ours.removeHandler(full)
