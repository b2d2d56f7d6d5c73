"""A stand-in of AWS Lambda: the Runtime API that a function's client polls, and the client itself at work.

The client is ``awslambdaric``, which runs functions in AWS's own images. It asks for the next event, calls the handler,
and posts the response or the error.
"""

import json
import os
import queue
import re
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from workbench.bundle.build import BUILD, ROOT

API = "/2018-06-01/runtime"
ARN = "arn:aws:lambda:eu-west-1:123456789012:function:upper-back-guide:live"
CLIENT = ("awslambdaric", "simplejson", "snapshot-restore-py")
SECONDS_TO_ANSWER = 8
PATIENCE = 60  # seconds: for a machine that is busy


@dataclass(frozen=True)
class Posted:
    """What the client posted: "response", "error" or "init error", and its JSON."""

    kind: str
    body: Any


class LambdaService:
    """Hands events to the one client that polls it."""

    def __init__(self) -> None:
        self.events: queue.Queue[bytes | None] = queue.Queue()
        self.posted: queue.Queue[Posted] = queue.Queue()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._door())
        self.server.daemon_threads = True
        self.server.handle_error = lambda *_: None  # the client is ended while it polls
        self.address = f"127.0.0.1:{self.server.server_port}"

    def invoke(self, event: Any) -> Posted:
        """What the function makes of an event."""
        self.events.put(json.dumps(event).encode())
        return self.next_post()

    def next_post(self) -> Posted:
        return self.posted.get(timeout=PATIENCE)

    def _door(self) -> type[BaseHTTPRequestHandler]:
        service = self

        class Door(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                event = service.events.get() if self.path == f"{API}/invocation/next" else None
                if event is None:
                    self.close_connection = True
                    return
                headers = {
                    "Content-Type": "application/json",
                    "Lambda-Runtime-Aws-Request-Id": "8476a536-e9f4-11e8-9739-2dfe598c3fcd",
                    "Lambda-Runtime-Deadline-Ms": str(int((time.time() + SECONDS_TO_ANSWER) * 1000)),
                    "Lambda-Runtime-Invoked-Function-Arn": ARN,
                }
                self._send(200, event, headers)

            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                kinds = {"response": "response", "error": "error"}
                kind = "init error" if self.path == f"{API}/init/error" else kinds[self.path.rsplit("/", 1)[1]]
                self._send(202, b'{"status": "OK"}', {"Content-Type": "application/json"})
                service.posted.put(Posted(kind, body))

            def _send(self, status: int, body: bytes, headers: dict[str, str]) -> None:
                self.send_response(status)
                for name, value in {**headers, "Content-Length": str(len(body))}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        return Door


@contextmanager
def running(bundle: Path, python: str, log: Path, **environment: str) -> Iterator[LambdaService]:
    """A function at work: an unpacked bundle, run by an interpreter, its log lines written as JSON to a file."""
    service = LambdaService()
    threading.Thread(target=service.server.serve_forever, daemon=True).start()
    with log.open("w") as lines:
        process = subprocess.Popen(
            [python, "-S", "-m", "awslambdaric", "lambda_function.lambda_handler"],
            cwd=bundle,
            stdout=lines,
            stderr=subprocess.STDOUT,
            env={
                "PATH": os.environ["PATH"],
                "PYTHONPATH": str(client_for(python)),
                "PYTHONDONTWRITEBYTECODE": "1",
                "AWS_LAMBDA_RUNTIME_API": service.address,
                "AWS_LAMBDA_LOG_FORMAT": "JSON",
                "AWS_LAMBDA_LOG_LEVEL": "INFO",
                **environment,
            },
        )
        try:
            yield service
        finally:
            process.kill()
            process.wait()
            service.events.put(None)
            service.server.shutdown()
            service.server.server_close()


def client_for(python: str) -> Path:
    """A folder with the locked client for an interpreter, made once: it holds machine code for one minor version."""
    version = subprocess.run([python, "-V"], capture_output=True, text=True, check=True).stdout.split()[1]
    folder = BUILD / f"lambda-client-{version}"
    if not folder.exists():
        BUILD.mkdir(exist_ok=True)
        wanted = BUILD / f"lambda-client-{version}.txt"
        wanted.write_text("".join(locked(name) for name in CLIENT))
        making = folder.with_suffix(".part")
        pip = [python, "-m", "pip", "install", "--quiet", "--quiet", "--disable-pip-version-check", "--no-deps"]
        pinned = ["--require-hashes", "--only-binary", ":all:", "--upgrade", "-r", str(wanted)]
        subprocess.run([*pip, *pinned, "--target", str(making)], check=True)
        making.rename(folder)
    return folder


def locked(name: str) -> str:
    """The lines of the lock that pin one package."""
    lock = (ROOT / "requirements-dev.txt").read_text()
    found = re.search(rf"^{name}==.*\n(?:[ ]+--hash.*\n)+", lock, re.MULTILINE)
    assert found, f"{name} is not locked"
    return found[0].rstrip().rstrip("\\") + "\n"
