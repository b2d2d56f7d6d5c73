"""Small servers that stand in for a DynamoDB in trouble."""

import contextlib
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

HANG, DRIP, HANG_UP = 0, -1, -2
"""In place of a status: never answers, answers a byte now and then without end, breaks off."""
A_WHILE = 0.02  # seconds between two bytes


class Trouble(ThreadingHTTPServer):
    """A server that gives every request the same answer, or one of the troubles above."""

    daemon_threads = True

    def __init__(self, status: int, body: bytes) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.status, self.body = status, body
        self.asked: list[str] = []
        """The operations asked for, as in "GetItem"."""
        self.closing = threading.Event()

    @property
    def address(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    @contextlib.contextmanager
    def answering(self, status: int, body: bytes = b"") -> Iterator[None]:
        """Gives another answer for a while; who is held up by it is let go in the end."""
        before = self.status, self.body
        self.status, self.body = status, body
        try:
            yield
        finally:
            self.status, self.body = before
            self.closing.set()
            self.closing = threading.Event()


class _Answer(BaseHTTPRequestHandler):
    server: Trouble

    def do_POST(self) -> None:
        closing, status, body = self.server.closing, self.server.status, self.server.body
        self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked.append(self.headers["X-Amz-Target"].split(".")[-1])
        if status == HANG:
            closing.wait()
        if status in (HANG, HANG_UP):
            return
        self.send_response(200 if status == DRIP else status)
        self.send_header("Content-Type", "application/x-amz-json-1.0")
        self.send_header("Content-Length", str(10**6 if status == DRIP else len(body)))
        self.end_headers()
        with contextlib.suppress(OSError):  # the other side has had enough
            while status == DRIP and not closing.wait(A_WHILE):
                self.wfile.write(b" ")
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Tests read what the skill logs."""


@contextlib.contextmanager
def server(status: int = 200, body: bytes = b"") -> Iterator[Trouble]:
    """A server in trouble."""
    with Trouble(status, body) as trouble:
        thread = threading.Thread(target=trouble.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield trouble
        finally:
            trouble.closing.set()
            trouble.shutdown()
            thread.join()


def error(code: str) -> bytes:
    """The body of DynamoDB's answer to what it refuses."""
    return json.dumps({"__type": f"com.amazonaws.dynamodb.v20120810#{code}", "message": "no"}).encode()
