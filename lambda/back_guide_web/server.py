"""The web server (waitress), which lets the turns under way finish before it stops."""

from __future__ import annotations

import logging
import socket
import time
from typing import Any

from waitress import wasyncore
from waitress.channel import HTTPChannel
from waitress.server import create_server

from back_guide_web.reading import Channel

MOST_BYTES = 131_072  # of a body; Alexa's largest hold a session and a screen, together some 50,000
GRACE_SECONDS = 10.0

LIMITS = {
    "threads": 4,
    "connection_limit": 1_000,
    "channel_timeout": 30,  # seconds in which a request must be whole; the proxy in front reads slow ones
    "cleanup_interval": 10,
    "max_request_header_size": 16_384,
    "max_request_body_size": MOST_BYTES + 1,
    "asyncore_use_poll": True,
    "ident": None,
}


logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # that requests queue for a moment is no news


class Server:
    """A web application at an address. ``port`` 0 takes a free one. Raises OSError where the address can't be had."""

    def __init__(self, app: Any, host: str, port: int) -> None:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        listening = socket.create_server((host, port), family=family)
        self._sockets: dict[int, Any] = {}
        self._listener = create_server(app, map=self._sockets, sockets=[listening], **LIMITS)
        self._listener.channel_class = Channel
        self._stopping = False

    @property
    def port(self) -> int:
        """The port that it listens on."""
        return int(self._listener.effective_port)

    def run(self) -> None:
        """Serves until ``stop``; then takes no more connections, answers what has begun, and returns."""
        while not self._stopping:
            self._serve_some()
        wasyncore.dispatcher.close(self._listener)
        ends = time.monotonic() + GRACE_SECONDS
        while self._is_answering() and time.monotonic() < ends:
            self._serve_some()
        self._listener.task_dispatcher.shutdown()
        wasyncore.close_all(self._sockets)

    def stop(self, *_: object) -> None:
        """Lets ``run`` come to its end. May be called from a signal or another thread."""
        self._stopping = True
        self._listener.pull_trigger()

    def _serve_some(self) -> None:
        wasyncore.loop(timeout=1, use_poll=True, map=self._sockets, count=1)

    def _is_answering(self) -> bool:
        """Whether a request is being read, answered or sent back."""
        channels = [each for each in list(self._sockets.values()) if isinstance(each, HTTPChannel)]
        return any(channel.request or channel.requests or channel.total_outbufs_len for channel in channels)
