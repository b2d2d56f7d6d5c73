"""The HTTPS door: Alexa's signed requests, passed on by a proxy that speaks TLS, answered by the same skill.

Amazon's adapter for Flask takes them in. What it would get wrong is put right here and in ``back_guide_web``; see
docs/decisions/0010-https-door.md.
"""

from __future__ import annotations

import argparse
import logging
import os
import signal
import sys
import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from ask_sdk_core.skill import CustomSkill
from ask_sdk_core.skill_builder import SkillBuilder
from flask import Flask, g, request
from werkzeug.exceptions import BadRequest

from back_guide.alexa.envelope import WrongSkillError
from back_guide.alexa.last_words import LastWords
from back_guide.alexa.skill import Skill, open_skill
from back_guide.alexa.storage import Storage
from back_guide.alexa.storage.sqlite import Sqlite
from back_guide_web.certificates import read_roots
from back_guide_web.fetch import fetch
from back_guide_web.keys import AlexasKeys
from back_guide_web.sdk import (
    VERIFY_SIGNATURE_APP_CONFIG,
    VERIFY_TIMESTAMP_APP_CONFIG,
    SkillAdapter,
    VerificationException,
)
from back_guide_web.server import MOST_BYTES, Server
from back_guide_web.settings import SettingsError, manual, read_settings
from back_guide_web.verifiers import Envelope, SentJustNow, SignedByAlexa

ALEXA = "alexa"
ALEXA_WAITS = 8.0  # seconds
WELL = {"status": "ok"}, 200
UNWELL = {"status": "the content can't be read; see the log"}, 503
log = logging.getLogger(__name__)


def create_app(skill: Skill | LastWords, keys: AlexasKeys) -> Flask:
    """The door to a skill: ``POST /`` for Alexa, ``GET /healthz`` for whoever watches over the server."""
    app = Flask(__name__, static_folder=None)
    app.config.update(
        {
            "MAX_CONTENT_LENGTH": MOST_BYTES,
            "PROVIDE_AUTOMATIC_OPTIONS": False,
            VERIFY_SIGNATURE_APP_CONFIG: False,
            VERIFY_TIMESTAMP_APP_CONFIG: False,
        }
    )
    adapter = SkillAdapter(_AsCustomSkill(skill), skill.skill_id, [SignedByAlexa(keys), SentJustNow()], app)
    adapter.register(app, "/", endpoint=ALEXA)
    app.add_url_rule("/healthz", view_func=lambda: WELL if skill.is_well else UNWELL, endpoint="health")
    app.before_request(_begin)
    app.before_request(_take_only_json)
    app.register_error_handler(UnicodeDecodeError, lambda error: BadRequest("The body is not UTF-8."))
    app.logger.addFilter(_in_one_line)
    return app


def serve() -> int:
    """Serves as the environment says until SIGTERM. Returns the exit code: 2 where a setting is wrong."""
    logging.raiseExceptions = False  # where the log can't be written, that is no reason to answer nobody
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    try:
        settings = read_settings(os.environ)
        keys = AlexasKeys(read_roots(settings.trusted_roots), partial(fetch, trusted=settings.trusted_roots))
        skill = open_skill(
            settings.skill_id,
            Storage(Sqlite(Path(settings.storage_path)), settings.key_salt),
            symptom_check=settings.symptom_check,
        )
        server = Server(create_app(skill, keys), settings.host, settings.port)
    except SettingsError as error:
        sys.stderr.write(f"back-guide serve: {error}. Try: back-guide serve --help\n")
        return 2
    except OSError as error:
        sys.stderr.write(f"back-guide serve: can't listen there: {error.strerror}. Give another HOST or PORT.\n")
        return 2
    for ending in (signal.SIGTERM, signal.SIGINT):
        signal.signal(ending, server.stop)
    log.info("listening on %s port %d", settings.host, server.port)
    server.run()
    return 0


class _AsCustomSkill(CustomSkill):  # type: ignore[misc]
    """Our skill, which reads and answers JSON by itself, in the shape that the adapter asks for."""

    def __init__(self, skill: Skill | LastWords) -> None:
        super().__init__(SkillBuilder().skill_configuration)
        self.serializer = _Untouched()
        self.answer = skill.answer

    def invoke(self, request_envelope: Envelope, context: object) -> dict[str, Any]:
        """Alexa's response. Raises VerificationException where another skill was meant."""
        try:
            return self.answer(request_envelope.event, _Waiting(g.began))
        except WrongSkillError as error:
            raise VerificationException(str(error)) from error


@dataclass(frozen=True)
class _Waiting:
    """Tells as Lambda's context does how long Alexa still waits: fetching her certificate has taken some of it."""

    since: float

    def get_remaining_time_in_millis(self) -> float:
        return (self.since + ALEXA_WAITS - time.monotonic()) * 1000


class _Untouched:
    """Stands in for the SDK's serializer, which would read a request before anybody verified it."""

    def deserialize(self, payload: str, obj_type: object) -> Envelope:
        return Envelope(payload)

    def serialize(self, obj: dict[str, Any]) -> dict[str, Any]:
        return obj


def _begin() -> None:
    g.began = time.monotonic()


def _take_only_json() -> None:
    if request.endpoint == ALEXA and request.mimetype != "application/json":
        raise BadRequest("Send application/json.")


def _in_one_line(record: logging.LogRecord) -> bool:
    """Lets a refusal be logged as one line with its reason, where the adapter would log a traceback."""
    if record.exc_info and isinstance(record.exc_info[1], VerificationException):
        record.msg, record.exc_info = f"refused: {record.exc_info[1]}", None
    return True


if __name__ == "__main__":
    argparse.ArgumentParser(
        description=__doc__, epilog=manual(), formatter_class=argparse.RawTextHelpFormatter
    ).parse_args()
    sys.exit(serve())
