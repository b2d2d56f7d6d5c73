"""What tests of several files share."""

from collections.abc import Iterator

import pytest

from workbench.simulator.services import AlexaServices


@pytest.fixture(scope="session")
def running_alexa() -> Iterator[AlexaServices]:
    with AlexaServices() as services:
        yield services


@pytest.fixture
def alexa(running_alexa: AlexaServices) -> AlexaServices:
    """A stand-in for Alexa's services, in which nothing is set, all is allowed, and nothing is broken."""
    running_alexa.reset()
    return running_alexa
