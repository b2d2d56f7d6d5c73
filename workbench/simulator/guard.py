"""Who is answered, and what the browser may do with the answer: only this machine's own page, and only from here."""

from __future__ import annotations

from typing import Any

from flask import Flask, Response, abort, request
from werkzeug.exceptions import HTTPException

NAMES = ("127.0.0.1", "localhost")
BIGGEST_BODY = 64 * 1024  # bytes; a transcript is a few thousand
RENDERING = "/page/screen.html"

STRICT = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
RENDERER = (
    "default-src 'none'; script-src 'self' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "font-src 'self'; connect-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
"""For the frame in which Amazon's renderer draws: it is WebAssembly, makes functions from text, and styles inline."""


def guard(app: Flask) -> None:
    """Has an application answer its own page only, refuse what is too large, and tell every error as JSON."""
    app.config["MAX_CONTENT_LENGTH"] = BIGGEST_BODY
    app.before_request(_only_own_page)
    app.after_request(_with_policies)
    app.register_error_handler(HTTPException, _as_json)


def _only_own_page() -> None:
    """Refuses requests under another host's name (DNS rebinding), and those that another site's page makes."""
    port = request.environ["SERVER_PORT"]
    hosts = {name if port == "80" else f"{name}:{port}" for name in NAMES}
    if request.host not in hosts:
        abort(403, f"The simulator answers only to {' and '.join(sorted(hosts))}.")
    if request.headers.get("Origin") not in (None, f"http://{request.host}"):
        abort(403, "Another site asked. The simulator answers only its own page.")
    if request.method == "POST" and request.mimetype != "application/json":
        abort(415, "The simulator takes JSON only.")


def _with_policies(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = RENDERER if request.path == RENDERING else STRICT
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers.setdefault("Cache-Control", "no-store")
    return response


def _as_json(error: HTTPException) -> tuple[dict[str, Any], int]:
    code = error.code or 500
    if code == 413:
        return {"error": f"That is more than {BIGGEST_BODY // 1024} KB, and was not sent on. Make it shorter."}, code
    return {"error": error.description}, code
