"""Small servers that stand in for a DynamoDB in trouble."""

import contextlib
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Trouble(ThreadingHTTPServer):
    """A server that gives every request the same answer, or with status 0 none for as long as it runs."""

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


class _Answer(BaseHTTPRequestHandler):
    server: Trouble

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked.append(self.headers["X-Amz-Target"].split(".")[-1])
        if not self.server.status:
            self.server.closing.wait()
            return
        self.send_response(self.server.status)
        self.send_header("Content-Type", "application/x-amz-json-1.0")
        self.send_header("Content-Length", str(len(self.server.body)))
        self.end_headers()
        self.wfile.write(self.server.body)

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
