"""One line on the terminal that tells how far a long measurement has come."""

from __future__ import annotations

import sys

WIDTH = 30


def bar(done: int, total: int) -> str:
    """A bar as long as what is done: ``[#######······] 52 %``."""
    full = WIDTH * done // total
    return f"[{'#' * full}{'·' * (WIDTH - full)}] {done:,} of {total:,}"


def tell(progress: str, *, last: bool) -> None:
    """Writes over the line before; nothing where stderr is no terminal."""
    if sys.stderr.isatty():
        print(f"\r{progress}", end="\n" if last else "", file=sys.stderr, flush=True)
