"""A place on loopback where certificates are published: over TLS, or as the proxy on the way to Amazon's."""

import gzip
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from back_guide_web.fetch import MOST_BYTES
from support.https_door import alexa
from workbench.simulator.signing import Wish

PACKED = gzip.compress(bytes(10_000_000))


class Place(ThreadingHTTPServer):
    """Serves the stand-in's chain at any path but those that are named for what goes wrong there."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, folder: Path, name: str) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[str] = []
        self.reached, self.open = threading.Event(), threading.Event()
        self.open.set()
        self.tls = tls(folder, name)

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class Handler(BaseHTTPRequestHandler):
    server: Place
    protocol_version = "HTTP/1.1"

    def do_CONNECT(self) -> None:
        """Speaks for the host that the listener wants to reach."""
        self.server.asked.append(self.path)
        self.send_response(200)
        self.end_headers()
        self.connection = self.server.tls.wrap_socket(self.connection, server_side=True)
        self.rfile = self.connection.makefile("rb")
        self.wfile = self.connection.makefile("wb", 0)
        self.close_connection = False

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        self.server.reached.set()
        self.server.open.wait(20)
        self.close_connection = True
        if self.path == "/elsewhere":
            self.answer(302, b"", Location="/chain.pem")
        elif self.path == "/missing":
            self.answer(404, alexa().chain)
        elif self.path == "/large":
            self.answer(200, b"x" * (MOST_BYTES + 1))
        elif self.path == "/packed":
            self.answer(200, PACKED, **{"Content-Encoding": "gzip"})
        elif self.path == "/drip":
            self.drip()
        else:
            self.answer(200, alexa().chain)

    def answer(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def drip(self) -> None:
        """Sends a byte now and then until the other side has had enough."""
        self.send_response(200)
        self.end_headers()
        try:
            while not self.server.asked.count("enough"):
                self.wfile.write(b"x")
                self.server.reached.clear()
                self.server.reached.wait(0.02)
        except OSError:
            self.server.asked.append("enough")

    def finish(self) -> None:
        super().finish()
        self.connection.close()

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def published(folder: Path) -> Iterator[Place]:
    """A server that speaks TLS in the name of localhost."""
    place = Place(folder, "localhost")
    place.socket = place.tls.wrap_socket(place.socket, server_side=True)
    with running(place):
        yield place


@contextmanager
def on_the_way_to_amazon(folder: Path) -> Iterator[Place]:
    """A proxy that answers in the name of s3.amazonaws.com."""
    with running(Place(folder, "s3.amazonaws.com")) as place:
        yield place


@contextmanager
def running(place: Place) -> Iterator[Place]:
    thread = threading.Thread(target=place.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield place
    finally:
        place.open.set()
        place.shutdown()
        thread.join()
        place.server_close()


def tls(folder: Path, name: str) -> ssl.SSLContext:
    """What a server needs to speak TLS in a name. The stand-in's root vouches for it."""
    holder = Wish(name, issuer=alexa().intermediate, names=[name]).granted()
    key = holder.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path = folder / f"{name}.pem"
    path.write_bytes(holder.pem + alexa().intermediate.pem + key)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context
