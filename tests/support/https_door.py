"""A real HTTPS door on loopback, with certificates of a stand-in for Alexa, and the requests that go through it."""

import datetime
import http.client
import json
import socket
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from requests import ConnectionError as NoAnswer

from back_guide.alexa.last_words import LastWords
from back_guide.alexa.skill import Skill
from back_guide_web.keys import AlexasKeys
from back_guide_web.server import Server
from web_service import create_app
from workbench.simulator.envelope import SKILL_ID, envelope, launch
from workbench.simulator.signing import ADDRESS, Alexa

FOLDER = "https://s3.amazonaws.com/echo.api/"


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes

    @property
    def speech(self) -> str:
        return str(json.loads(self.body)["response"]["outputSpeech"]["ssml"])


class Chains:
    """A fetch that serves the chains it is given, by address, and notes what was asked for."""

    def __init__(self, chains: dict[str, bytes]) -> None:
        self.chains = chains
        self.asked: list[str] = []

    def __call__(self, address: str) -> bytes:
        self.asked.append(address)
        if address not in self.chains:
            raise NoAnswer(address)
        return self.chains[address]


class Door:
    """A door with a web server of its own on a free port."""

    def __init__(self, chains: Callable[[str], bytes], skill: Skill | LastWords | None = None) -> None:
        app = create_app(skill or Skill(skill_id=SKILL_ID), AlexasKeys([alexa().root.certificate], chains))
        self.server = Server(app, "127.0.0.1", 0)
        self.thread = threading.Thread(target=self.server.run, daemon=True)
        self.thread.start()

    @property
    def port(self) -> int:
        return self.server.port

    def post(self, body: bytes, headers: Mapping[str, str] | None = None) -> Answer:
        """The answer to a body, signed by Alexa unless other headers are given."""
        return self.ask("POST", "/", body, alexa().headers(body) if headers is None else headers)

    def ask(self, verb: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request(verb, path, body, dict(headers or {}))
            response = connection.getresponse()
            return Answer(response.status, response.read())
        finally:
            connection.close()

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=20)

    def close(self) -> None:
        self.server.stop()
        self.thread.join()

    def raw(self, *parts: bytes) -> Answer:
        """The answer to bytes as they are."""
        with self.connect() as connection:
            for part in parts:
                connection.sendall(part)
            return answer_on(connection)


def answer_on(connection: socket.socket) -> Answer:
    """The answer that comes next on a connection."""
    response = http.client.HTTPResponse(connection)
    response.begin()
    return Answer(response.status, response.read())


@cache
def alexa() -> Alexa:
    """One stand-in for all tests: its key takes a while to make."""
    return Alexa()


@cache
def alexas_chains() -> Chains:
    """What the door of all tests fetches from."""
    return Chains({ADDRESS: alexa().chain})


@cache
def door() -> Door:
    """One door for all tests that leave it as it is."""
    return Door(alexas_chains())


def assert_refused(answer: Answer, status: int = 400) -> None:
    """That it was refused, told nothing of the door, fetched from Alexa's address only, and left the door open."""
    assert answer.status == status
    assert b"Traceback" not in answer.body
    assert b".py" not in answer.body
    assert [address for address in alexas_chains().asked if not address.startswith(FOLDER)] == []
    assert door().post(body()).status == 200


def body(**changes: Any) -> bytes:
    """The body of a launch that was sent now; ``changes`` to its request, where None takes a field out."""
    message = event({**launch(), "timestamp": stamp(0), **changes})
    message["request"] = {key: value for key, value in message["request"].items() if value is not None}
    return encoded(message)


def event(request: dict[str, Any]) -> dict[str, Any]:
    session = "amzn1.echo-api.session.00000000-0000-4000-8000-000000000001"
    return envelope(request, locale="en-US", device="dot", session=session, new=True, attributes={})


def encoded(event: object) -> bytes:
    return json.dumps(event).encode()


def stamp(seconds: float) -> str:
    """The time that lies so many seconds from now, as Alexa writes it."""
    moment = datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=seconds)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def head(body: bytes, headers: Mapping[str, str] | None = None, **changes: str) -> bytes:
    """The head of a signed POST of a body, for a test that sends bytes as they are."""
    lines = {
        "Host": "door",
        "Content-Length": str(len(body)),
        **(alexa().headers(body) if headers is None else headers),
    }
    lines.update({name.replace("_", "-"): value for name, value in changes.items()})
    return "".join(["POST / HTTP/1.1\r\n", *(f"{n}: {v}\r\n" for n, v in lines.items() if v), "\r\n"]).encode("latin-1")
