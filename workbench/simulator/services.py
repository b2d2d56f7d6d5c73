"""A stand-in for Alexa's timer, reminder and settings services: enough of their HTTP for the SDK's own clients.

``with AlexaServices() as services`` runs one on this machine; requests whose ``apiEndpoint`` is ``services.address``
reach it. What it was asked is kept in ``calls``, and ``fault`` makes it answer as real ones do on a bad day.
"""

from __future__ import annotations

import contextlib
import json
import threading
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

HANG = 0
"""In place of a status: never answers."""
DRIP = -1
"""In place of a status: answers a byte now and then, and comes to no end."""
A_WHILE = 0.02  # seconds between two bytes

TIMERS, REMINDERS, SETTING = "/v1/alerts/timers", "/v1/alerts/reminders", "/settings/System.timeZone"


@dataclass(frozen=True)
class Call:
    """One request to a service."""

    method: str
    path: str
    body: Any
    headers: dict[str, str]


class LocalServer:
    """A server on this machine, in its own thread, that keeps every call. What it answers, ``answer`` says."""

    def __init__(self) -> None:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self.over = threading.Event()
        self.address = f"http://127.0.0.1:{self._server.server_address[1]}"
        self.calls: list[Call] = []

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        self._server.shutdown()
        self._server.server_close()

    def answer(self, call: Call) -> tuple[int, Any]:
        """The status and the JSON body that a request gets; None for no body."""
        self.calls.append(call)
        return 200, {}


class AlexaServices(LocalServer):
    """The three services of one listener, in memory."""

    def __init__(self) -> None:
        super().__init__()
        self.reset()

    def reset(self) -> None:
        """Forgets everything: nothing is set, all is allowed, and nothing is broken or held up."""
        self.over.set()
        self.over = threading.Event()
        self.timers: list[dict[str, Any]] = []
        self.reminders: list[dict[str, Any]] = []
        self.allowed = {"timers", "reminders"}
        self.zone = "America/New_York"
        self.calls = []
        self.faults: dict[tuple[str, str], tuple[int, Any]] = {}

    def fault(self, method: str, part: str, status: int, code: str = "") -> None:
        """From now on, requests by this method to paths with this part are answered so."""
        self.faults[method, part] = (status, {"code": code, "message": code})

    def answer(self, call: Call) -> tuple[int, Any]:
        self.calls.append(call)
        for (method, part), (status, body) in self.faults.items():
            if method == call.method and part in call.path:
                if status == HANG:
                    self.over.wait()
                return status, body
        if call.path.endswith(SETTING):
            return 200, self.zone
        kind, kept = ("timers", self.timers) if call.path.startswith(TIMERS) else ("reminders", self.reminders)
        if kind not in self.allowed:
            return 401, {"code": "UNAUTHORIZED", "message": "The skill has no permission."}
        return getattr(self, f"_{call.method.lower()}")(call, kind, kept)  # type: ignore[no-any-return]

    def _post(self, call: Call, kind: str, kept: list[dict[str, Any]]) -> tuple[int, Any]:
        label = call.body.get("timerLabel")
        if label and any(label == timer.get("timerLabel") for timer in kept):
            return 400, {"code": "BAD_REQUEST", "message": "A timer has this label already."}
        name = "id" if kind == "timers" else "alertToken"
        kept.append({name: f"{kind}-{len(self.calls)}", "status": "ON", **call.body})
        return 200, kept[-1]

    def _get(self, call: Call, kind: str, kept: list[dict[str, Any]]) -> tuple[int, Any]:
        if kind == "timers":
            return 200, {"totalCount": len(kept), "timers": kept, "nextToken": None}
        return 200, {"totalCount": str(len(kept)), "alerts": kept, "links": None}

    def _delete(self, call: Call, kind: str, kept: list[dict[str, Any]]) -> tuple[int, Any]:
        name = call.path.removeprefix(TIMERS if kind == "timers" else REMINDERS).strip("/")
        kept[:] = [entry for entry in kept if name and name not in entry.values()]
        return 200, None


def _handler(services: LocalServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def handle_any(self) -> None:
            size = int(self.headers.get("Content-Length", 0))
            body = json.loads(self.rfile.read(size)) if size else None
            status, answer = services.answer(Call(self.command, self.path, body, dict(self.headers.items())))
            if status == HANG:
                return
            if status == DRIP:
                self.drip()
                return
            content = b"" if answer is None else json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def drip(self) -> None:
            over = services.over
            self.send_response(200)
            self.end_headers()
            with contextlib.suppress(OSError):  # the other side has had enough
                while not over.wait(A_WHILE):
                    self.wfile.write(b" ")

        do_GET = do_POST = do_DELETE = handle_any  # noqa: N815 - the names that http.server calls

        def log_message(self, format: str, *args: object) -> None:
            """Keeps quiet."""

    return Handler
