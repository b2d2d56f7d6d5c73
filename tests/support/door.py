"""The AWS door as a deployment with other settings would start it."""

import importlib.util
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import lambda_function

Handler = Callable[[dict[str, Any], object], dict[str, Any]]


def opened(environment: pytest.MonkeyPatch, **settings: str) -> Handler:
    """The handler of a door that is loaded afresh with these settings."""
    for name, value in settings.items():
        environment.setenv(name, value)
    spec = importlib.util.spec_from_file_location("another_door", Path(lambda_function.__file__))
    assert spec
    assert spec.loader
    door = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(door)
    handler: Handler = door.lambda_handler
    return handler
