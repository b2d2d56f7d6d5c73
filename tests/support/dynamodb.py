"""A real DynamoDB server to talk to: moto's, in a process of its own, or the one that the environment names."""

import contextlib
import os
import re
import subprocess
import sys
import uuid
from collections.abc import Iterator

import boto3
import pytest

ENDPOINT = "AWS_ENDPOINT_URL_DYNAMODB"
OURS = {"AWS_DEFAULT_REGION": "eu-west-1", "AWS_ACCESS_KEY_ID": "stand-in", "AWS_SECRET_ACCESS_KEY": "stand-in"}


@contextlib.contextmanager
def server() -> Iterator[None]:
    """The environment of a client of the server, for as long as it is needed."""
    with pytest.MonkeyPatch.context() as environment, contextlib.ExitStack() as until_done:
        for name, value in OURS.items():
            environment.setenv(name, os.environ.get(name, value))
        environment.setenv(ENDPOINT, os.environ.get(ENDPOINT) or until_done.enter_context(_motos_server()))
        yield


@contextlib.contextmanager
def table() -> Iterator[str]:
    """A table as template.yaml describes it, empty: its key is "id"."""
    client, name = boto3.client("dynamodb"), f"keepsakes-{uuid.uuid4()}"
    client.create_table(
        TableName=name,
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    yield name
    client.delete_table(TableName=name)


@contextlib.contextmanager
def _motos_server() -> Iterator[str]:
    command = [sys.executable, "-W", "ignore", "-u", "-m", "moto.server", "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True) as process:
        assert process.stderr
        told = (re.search(r"Running on (http://\S+)", line) for line in process.stderr)
        address = next((found[1] for found in told if found), "")
        try:
            assert address, "moto's server did not start"
            yield address
        finally:
            process.terminate()
            process.stderr.read()
