"""What is logged: that something went wrong, what kind of thing, and where. Never a word of the listener's."""

from __future__ import annotations

import contextlib
import logging
import traceback
from typing import Any


class Log(logging.LoggerAdapter[logging.Logger]):
    """A log that may fail (a full disk, a closed stream): that costs the line, and not the listener's answer."""

    def __init__(self, name: str) -> None:
        super().__init__(logging.getLogger(name), None)

    def log(self, level: int, msg: object, *args: Any, **kwargs: Any) -> None:
        with contextlib.suppress(Exception):
            super().log(level, msg, *args, **kwargs)


def described(error: Exception) -> str:
    """What kind of error it is, and where in the code it came up. Its message may hold spoken words."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f"{frames[-1].filename}:{frames[-1].lineno}" if frames else "unknown"
    return f"{type(error).__name__} at {where}"
