"""``back-guide simulator``: serves the page, its parts and its JSON on this machine alone."""

from __future__ import annotations

import errno
import functools
import logging
import re
import socket
import sys
import webbrowser
from collections.abc import Callable
from pathlib import Path

from flask import Flask, Response, abort, send_from_directory
from waitress.server import create_server

from back_guide.content import Content, load
from workbench.simulator import listeners, transcript
from workbench.simulator.api import Api
from workbench.simulator.guard import NAMES, guard
from workbench.simulator.services import AlexaServices

HERE = Path(__file__).parent
PAGE = HERE / "page"
INSTALLED = {
    "viewhost.js": HERE / "node_modules" / "apl-viewhost-web" / "index.js",
    "font.woff2": HERE / "node_modules/@fontsource-variable/open-sans/files/open-sans-latin-wght-normal.woff2",
}
"""What set-up got from npm: Amazon's renderer, and a font for it and for the page."""

AMAZON_FONT = re.compile(rb"https://d1gkjrhppbyzyh\.cloudfront\.net/[\w-]+\.ttf")
"""Where the renderer would fetch Amazon Ember from. Here it draws with the font beside it."""


def create_app(
    services: AlexaServices,
    folder: Path = transcript.FOLDER,
    kept: Path = listeners.FILE,
    content: Callable[[], Content] = load,
) -> Flask:
    """The simulator as a web application, with a stand-in for Alexa's services.

    Transcripts are saved in a folder; what is kept of listeners is in a file of SQLite.
    """
    app = Flask(__name__, static_folder=None)
    app.json.sort_keys = False  # type: ignore[attr-defined] # the page shows JSON as it was sent
    guard(app)
    app.add_url_rule("/", view_func=_page, defaults={"name": "index.html"})
    app.add_url_rule("/page/<name>", view_func=_page)
    app.add_url_rule("/installed/<name>", view_func=_installed)
    storage = listeners.storage(kept)
    api = Api(content(), services, folder, storage, renders=all(path.is_file() for path in INSTALLED.values()))
    app.add_url_rule("/api/start", view_func=api.start)
    for asked in (api.turn, api.transcript, api.save, api.read):
        app.add_url_rule(f"/api/{asked.__name__}", view_func=asked, methods=["POST"])
    return app


def serve(port: int, *, browser: bool) -> int:
    """Serves until Control-C. A port in use is told in one line."""
    try:
        listening = socket.create_server((NAMES[0], port))
    except OSError as error:
        print(f"back-guide: {_why_not(error, port)}", file=sys.stderr)
        return 1
    url = f"http://{NAMES[0]}:{port}"
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # that a request waited its turn is no news
    print(f"The simulator is open at {url} (Control-C ends it).", flush=True)
    if browser:
        webbrowser.open(url)
    with AlexaServices() as services:
        create_server(create_app(services), sockets=[listening]).run()
    return 0


def _why_not(error: OSError, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"port {port} is in use, perhaps by a simulator that is open at http://{NAMES[0]}:{port}. "
            "For another one beside it, choose a port with --port"
        )
    return f"can't listen on port {port}: {(error.strerror or 'refused').lower()}. Choose another with --port"


def _page(name: str) -> Response:
    if (PAGE / name).is_symlink():
        abort(404)
    return send_from_directory(PAGE, name)


def _installed(name: str) -> Response:
    if name not in INSTALLED or not INSTALLED[name].is_file():
        abort(404, "Amazon's renderer is not installed. To install it: make setup")
    kind = "text/javascript" if name.endswith(".js") else "font/woff2"
    return Response(_offline(INSTALLED[name]), mimetype=kind, headers={"Cache-Control": "max-age=3600"})


@functools.cache
def _offline(path: Path) -> bytes:
    return AMAZON_FONT.sub(b"/installed/font.woff2", path.read_bytes())
