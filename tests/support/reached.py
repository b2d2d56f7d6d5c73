"""What the threads beside a test reach for: files they open, hosts they look up, places they connect to."""

import functools
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

REACHING = ("open", "socket.getaddrinfo", "socket.gethostbyname", "socket.connect", "subprocess.Popen", "os.system")

_listening: list[list[str]] = []


@contextmanager
def reached() -> Iterator[list[str]]:
    """Notes what other threads than this one reach for, such as "socket.connect ('127.0.0.1', 443)"."""
    _listen()
    found: list[str] = []
    _listening.append(found)
    try:
        yield found
    finally:
        _listening.remove(found)


@functools.cache
def _listen() -> None:
    """Python's own notice of all that reaches outside; once there, it can't be taken away again."""
    test = threading.get_ident()

    def hear(event: str, details: tuple[Any, ...]) -> None:
        if _listening and event in REACHING and threading.get_ident() != test:
            for found in _listening:
                found.append(f"{event} {details[-1] if event == 'socket.connect' else details[0]}")

    sys.addaudithook(hear)
