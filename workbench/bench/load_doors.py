"""The two doors that ``back-guide bench load`` compares, each in a process of its own."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from ask_sdk_core.dispatch_components import AbstractRequestHandler
from ask_sdk_core.handler_input import HandlerInput
from ask_sdk_core.skill_builder import SkillBuilder
from ask_sdk_model import Response
from cryptography import x509
from flask import Flask

from back_guide.alexa.skill import Skill
from back_guide_web.keys import AlexasKeys
from back_guide_web.sdk import VERIFY_SIGNATURE_APP_CONFIG, SkillAdapter
from back_guide_web.server import Server
from back_guide_web.verifiers import SignedByAlexa
from web_service import create_app
from workbench.simulator.envelope import SKILL_ID
from workbench.simulator.session import Handler
from workbench.simulator.signing import Alexa

OURS, HELLO = "Upper Back Guide", "Hello World"


class Greeting(AbstractRequestHandler):  # type: ignore[misc]
    """The handler of Amazon's Hello World: whatever is asked, it greets."""

    def can_handle(self, handler_input: HandlerInput) -> bool:
        return True

    def handle(self, handler_input: HandlerInput) -> Response:
        """Greets."""
        return handler_input.response_builder.speak("Hello World!").ask("Hello World!").response


def hello_world() -> SkillBuilder:
    """Amazon's Hello World."""
    builder = SkillBuilder()
    builder.add_request_handler(Greeting())
    return builder


def hello_app(keys: AlexasKeys) -> Flask:
    """Hello World behind Amazon's adapter as its manual says, but with our check of signatures."""
    app = Flask(__name__)
    app.config[VERIFY_SIGNATURE_APP_CONFIG] = False
    SkillAdapter(hello_world().create(), SKILL_ID, [SignedByAlexa(keys)], app).register(app, "/")
    return app


def our_app(keys: AlexasKeys) -> Flask:
    """Our door."""
    return create_app(Skill(skill_id=SKILL_ID), keys)


DOORS: dict[str, Callable[[AlexasKeys], Flask]] = {OURS: our_app, HELLO: hello_app}


def answers(name: str) -> Handler:
    """What is due from a door: the answers of its skill when nothing stands in between."""
    handler: Any = Skill(skill_id=SKILL_ID).answer if name == OURS else hello_world().lambda_handler()
    return handler  # type: ignore[no-any-return]


@dataclass(frozen=True)
class Running:
    """A door that is open: its port and its process."""

    port: int
    process: int

    def megabytes(self) -> int:
        """The memory that it holds (as Linux tells it)."""
        status = Path(f"/proc/{self.process}/status").read_text(encoding="ascii")
        kilobytes = next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS"))
        return round(int(kilobytes) / 1024)


@contextmanager
def running(name: str, alexa: Alexa) -> Iterator[Running]:
    """Opens a door that trusts the stand-in's root."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_serve, args=(name, alexa.root.pem, alexa.chain, there))
    process.start()
    try:
        yield Running(here.recv(), process.pid or 0)
    finally:
        process.terminate()
        process.join()
        here.close()
        there.close()


def _serve(name: str, root: bytes, chain: bytes, ready: Connection) -> None:
    app = DOORS[name](AlexasKeys([x509.load_pem_x509_certificate(root)], lambda _: chain))
    server = Server(app, "127.0.0.1", 0)
    ready.send(server.port)
    server.run()
