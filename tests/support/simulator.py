"""The simulator's real server, on a free port of this machine."""

import http.client
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from waitress.server import create_server

from back_guide.content import Content, load
from workbench.simulator.server import create_app
from workbench.simulator.services import AlexaServices

Json = dict[str, Any]


@contextmanager
def simulator(folder: Path, content: Callable[[], Content] = load) -> Iterator[int]:
    """Serves the simulator, which saves transcripts in a folder and knows no listener yet, and gives the port."""
    with AlexaServices() as services, TemporaryDirectory() as kept:
        app = create_app(services, folder, Path(kept) / "listeners.sqlite", content)
        server = create_server(app, host="127.0.0.1", port=0, map={})
        threading.Thread(target=server.run, daemon=True).start()
        yield server.effective_port
        server.task_dispatcher.shutdown()
        server.trigger.pull_trigger(server.close)


class Asked:
    """An answer of the server's: its status, headers and body."""

    def __init__(self, response: http.client.HTTPResponse) -> None:
        self.status = response.status
        self.headers = response.headers
        self.body = response.read()

    @property
    def json(self) -> Any:
        return json.loads(self.body)


def ask(port: int, method: str, path: str, body: bytes | None = None, **headers: str) -> Asked:
    """Sends one request just as it stands: http.client tidies up neither paths nor headers."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.putrequest(method, path, skip_host="Host" in headers)
    for name, value in headers.items():
        connection.putheader(name.replace("_", "-"), value)
    if body is not None:
        connection.putheader("Content-Length", str(len(body)))
    connection.endheaders(body)
    try:
        return Asked(connection.getresponse())
    finally:
        connection.close()


def post(port: int, path: str, given: object, **headers: str) -> Asked:
    """Posts JSON, as the page does."""
    return ask(port, "POST", path, json.dumps(given).encode(), **{"Content_Type": "application/json", **headers})


def turn(port: int, action: str, value: Any = "", **more: Any) -> Asked:
    """One turn of a conversation."""
    conversation = {"conversation": "mine", "locale": "en-US", "device": "dot"}
    return post(port, "/api/turn", {**conversation, "action": action, "value": value, **more})
