"""How long a turn may take. What goes out of the process is waited for no longer than the listener can wait."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import Future

TURN = 6.0
"""Seconds for a whole turn. Alexa waits for eight, the ways there and back included."""

ONE_THING = 4.0
"""Seconds at most for one thing, so that another still gets its turn."""

KEPT_BACK = 0.5
"""Seconds of the time left that go to saying what there is to say."""

Given = TypeVar("Given")


class Deadline:
    """When a turn has to be over: after our own limit, or sooner where the context of a request says so."""

    def __init__(self, context: object = None) -> None:
        remaining = getattr(context, "get_remaining_time_in_millis", None)
        left = remaining() / 1000 - KEPT_BACK if remaining else TURN
        self.ends = time.monotonic() + min(left, TURN)

    def wait_for(self, action: Callable[[], Given]) -> Given:
        """What an action gives or raises. Raises TimeoutError where it takes too long: nobody then asks after it.

        It runs beside, in a thread that no exit waits for. Where no time is left it is not begun.
        """
        left = min(self.ends - time.monotonic(), ONE_THING)
        if left <= 0:
            raise TimeoutError
        from concurrent.futures import Future  # with the first thing that is asked for outside

        outcome: Future[Given] = Future()
        threading.Thread(target=_run, args=(action, outcome), daemon=True).start()
        return outcome.result(left)


def _run(action: Callable[[], Given], outcome: Future[Given]) -> None:
    try:
        outcome.set_result(action())
    except Exception as error:
        outcome.set_exception(error)
