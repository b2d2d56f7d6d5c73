"""Both doors of the skill as a listener meets them, with all that stands behind them in reach of a fault."""

from __future__ import annotations

import contextlib
import functools
import json
import tempfile
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

import web_service
from back_guide.alexa import deadline
from back_guide.alexa.deadline import KEPT_BACK
from back_guide.alexa.skill import open_skill
from back_guide.alexa.storage import Storage
from back_guide.alexa.storage.sqlite import Sqlite
from back_guide.content import store
from support import dynamodb, misbehaving
from support.door import Handler, opened
from support.https_door import Answer, Chains, Door, alexa, encoded
from support.misbehaving import Trouble
from workbench.simulator.envelope import SKILL_ID
from workbench.simulator.services import AlexaServices
from workbench.simulator.session import Session
from workbench.simulator.signing import ADDRESS

Json = dict[str, Any]
Change = Callable[[Json], None]
SOUND = store.COMPILED
DOORS = LAMBDA, HTTPS = "lambda", "https"
MOMENT = KEPT_BACK + 0.02
"""Seconds that Alexa waits where what hangs is to be given up at once."""

ENOUGH = KEPT_BACK + 0.5
"""Seconds in which all that answers has answered."""


@dataclass
class World:
    """A skill behind two doors, and what it stands on.

    ``seconds`` is how long Alexa waits for an answer, ``changes`` what becomes of her requests on the way, ``compiled``
    where the content is.
    """

    table: Trouble
    alexa: AlexaServices
    folder: Path
    patch: pytest.MonkeyPatch
    seconds: float = 8.0
    changes: list[Change] = field(default_factory=list)
    compiled: Path = SOUND
    opened_doors: dict[tuple[str, Path], Any] = field(default_factory=dict)

    @property
    def file(self) -> Path:
        """Where the HTTPS door keeps what survives a session; the Lambda door has its table."""
        return self.folder / "keepsakes.sqlite"

    def listener(self, door: str) -> Session:
        """Somebody who talks to the skill through a door."""
        handler = self._over_lambda if door == LAMBDA else lambda event, _: json.loads(self.over_https(event).body)
        return Session(handler, services=self.alexa.address)

    def get_remaining_time_in_millis(self) -> float:
        """What Lambda's context tells."""
        return self.seconds * 1000

    def over_https(self, event: Json) -> Answer:
        """The HTTPS door's answer to a signed request."""
        self.patch.setattr(web_service, "ALEXA_WAITS", self.seconds)
        door: Door = self._door(HTTPS, self._https_door)
        return door.post(encoded(self._changed(event)))

    def settle(self) -> None:
        """Waits until the last who was left behind has gone, and forgets what the table was asked."""
        for thread in threading.enumerate():
            if thread.name.endswith(f"({deadline._run.__name__})"):
                thread.join()
        self.table.asked.clear()

    def healthy(self) -> bool:
        """Whether the HTTPS door says that all is well."""
        door: Door = self._door(HTTPS, self._https_door)
        return door.ask("GET", "/healthz").status == 200

    def _over_lambda(self, event: Json, _: object) -> Json:
        handler: Handler = self._door(LAMBDA, self._lambda_door)
        return json.loads(json.dumps(handler(self._changed(event), self)))  # type: ignore[no-any-return]

    def _changed(self, event: Json) -> Json:
        for change in self.changes:
            change(event)
        return event

    def _door(self, kind: str, make: Callable[[], Any]) -> Any:
        """A door to a skill with the content as it is, opened once."""
        if (kind, self.compiled) not in self.opened_doors:
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(store, "COMPILED", self.compiled)
                patch.setattr(store, "_load", functools.cache(store._load.__wrapped__))
                self.opened_doors[kind, self.compiled] = make()
        return self.opened_doors[kind, self.compiled]

    def _lambda_door(self) -> Handler:
        return opened(self.patch, TABLE_NAME="keepsakes", KEY_SALT="salt", SKILL_ID=SKILL_ID)

    def _https_door(self) -> Door:
        skill = open_skill(SKILL_ID, Storage(Sqlite(self.file), "salt"), symptom_check=True)
        return Door(Chains({ADDRESS: alexa().chain}), skill)


@contextlib.contextmanager
def instead(holder: object, name: str, value: object) -> Iterator[None]:
    """Another value for a while."""
    before = getattr(holder, name)
    setattr(holder, name, value)
    try:
        yield
    finally:
        setattr(holder, name, before)


@contextlib.contextmanager
def world() -> Iterator[World]:
    """A world in which all is well, and in which everything has been used once."""
    with (
        pytest.MonkeyPatch.context() as patch,
        misbehaving.server(200, b"{}") as table,
        AlexaServices() as services,
        tempfile.TemporaryDirectory() as folder,
    ):
        for name, value in {**dynamodb.OURS, dynamodb.ENDPOINT: table.address}.items():
            patch.setenv(name, value)
        found = World(table, services, Path(folder), patch)
        for door in (LAMBDA, HTTPS):
            assert found.listener(door).launch().record()["decision"] == "courtesy"
        yield found
        for (kind, _), door in found.opened_doors.items():
            if kind == HTTPS:
                door.close()
