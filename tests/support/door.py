"""The AWS door as a deployment with other settings would start it."""

import pytest

from workbench.certify.doors import loaded_door
from workbench.simulator.session import Handler


def opened(environment: pytest.MonkeyPatch, **settings: str) -> Handler:
    """The handler of a door that is loaded afresh with these settings."""
    for name, value in settings.items():
        environment.setenv(name, value)
    return loaded_door()
