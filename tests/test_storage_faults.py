"""A storage in trouble, through the real door: the listener is answered in the same turn, and one line says why."""

import contextlib
import json
import logging
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from support import dynamodb, misbehaving
from support.door import Handler, opened
from support.listener import USER, first_request
from support.misbehaving import error

from back_guide import content as store
from workbench.certify.response_rules import broken_rules
from workbench.simulator import envelope
from workbench.simulator.recognise import Heard
from workbench.simulator.session import Exchange, Session

PROMPTS = store.load().prompts

TROUBLES = {
    "throttled": (400, error("ProvisionedThroughputExceededException"), "ProvisionedThroughputExceededException", 2),
    "refusing": (400, error("AccessDeniedException"), "AccessDeniedException", 1),
    "without the table": (400, error("ResourceNotFoundException"), "ResourceNotFoundException", 1),
    "failing": (500, error("InternalServerError"), "InternalServerError", 2),
    "failing without a word": (503, b"", "ClientError", 2),
    "answering with nonsense": (200, b'{"Item": {"version": 1}}', "AttributeError", 1),
    "hanging": (0, b"", "ReadTimeoutError", 2),
}
"""What the server does, what is then logged, and how often it was asked: GetItem only, with one retry."""


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name, value in dynamodb.OURS.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


def door_to(address: str, environment: pytest.MonkeyPatch) -> Handler:
    environment.setenv(dynamodb.ENDPOINT, address)
    return opened(environment, TABLE_NAME="keepsakes", KEY_SALT="salt")


def faults(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What the skill itself logged."""
    return [record.getMessage() for record in caplog.records if record.name.startswith("back_guide")]


def assert_welcomed(exchange: Exchange) -> None:
    assert exchange.record()["speech"].startswith("Welcome to Upper Back Guide.")
    assert broken_rules(exchange.request, exchange.response) == []


@pytest.mark.parametrize("trouble", TROUBLES)
def test_the_listener_is_answered_whatever_the_table_does(
    trouble: str, aws: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    status, body, name, times = TROUBLES[trouble]
    with misbehaving.server(status, body) as server:
        assert_welcomed(Session(door_to(server.address, aws)).launch())
        assert server.asked == ["GetItem"] * times
    assert faults(caplog) == [f"storage failed: {name}"]
    assert USER not in caplog.text


def test_a_table_that_answers_with_a_web_page_knows_nobody(aws: pytest.MonkeyPatch) -> None:
    with misbehaving.server(200, b"<html>hello</html>") as server:
        assert_welcomed(Session(door_to(server.address, aws)).launch())
        assert server.asked == ["GetItem", "PutItem"]


def test_the_listener_is_answered_where_nobody_listens(
    aws: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    assert_welcomed(Session(door_to(f"http://127.0.0.1:{port}", aws)).launch())
    assert faults(caplog) == ["storage failed: EndpointConnectionError"]


def test_a_step_that_cant_be_stored_is_told_all_the_same(
    aws: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with misbehaving.server(400, error("AccessDeniedException")) as server:
        session = Session(door_to(server.address, aws))
        told = [session.say(words) for words in ("take me through some gentle stretches", "no", "next")]
        assert [exchange.record()["decision"] for exchange in told] == ["plan_step"] * 3
        assert server.asked == ["GetItem", "PutItem", "PutItem"]
    assert faults(caplog) == ["storage failed: AccessDeniedException"] * 3


def test_who_cant_be_forgotten_is_told_so(aws: pytest.MonkeyPatch) -> None:
    with misbehaving.server(400, error("AccessDeniedException")) as server:
        session = Session(door_to(server.address, aws))
        for before in (None, "heat or ice"):
            if before:
                session.say(before)
            exchange = session.say("forget me")
            assert exchange.record()["speech"] == PROMPTS["not_forgotten"].say
            assert broken_rules(exchange.request, exchange.response) == []
        assert server.asked == ["GetItem", "GetItem", "DeleteItem"]


def test_a_disabled_skill_is_silent_also_where_the_table_refuses(
    aws: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    event = json.loads((Path(__file__).parent / "requests" / "skill_disabled.json").read_text())
    with misbehaving.server(400, error("AccessDeniedException")) as server:
        assert door_to(server.address, aws)(event, None)["response"] == {}
        assert server.asked == ["DeleteItem"]
    assert faults(caplog) == ["storage failed: AccessDeniedException"]


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    with contextlib.closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN EXCLUSIVE")
        yield


def test_the_listener_is_answered_while_another_program_has_the_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "keepsakes.sqlite"
    with locked(path):
        assert_welcomed(Session(opened(monkeypatch, STORAGE_PATH=str(path), KEY_SALT="salt")).launch())
    assert faults(caplog) == ["storage failed: OperationalError"]


@pytest.mark.parametrize(("content", "name"), [(b"no database " * 100, "DatabaseError"), (None, "OperationalError")])
def test_the_listener_is_answered_where_the_file_is_none_of_ours(
    content: bytes | None, name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "keepsakes.sqlite"
    path.mkdir() if content is None else path.write_bytes(content)
    assert_welcomed(Session(opened(monkeypatch, STORAGE_PATH=str(path), KEY_SALT="salt")).launch())
    assert faults(caplog) == [f"storage failed: {name}"]


def test_without_a_salt_nothing_is_kept_and_the_log_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "keepsakes.sqlite"
    assert_welcomed(Session(opened(monkeypatch, STORAGE_PATH=str(path))).launch())
    assert faults(caplog) == ["storage failed: KEY_SALT is not set; give it a long random text, and keep it"]
    assert not path.exists()


def test_a_request_without_a_user_never_comes_to_the_table(aws: pytest.MonkeyPatch) -> None:
    request = first_request(envelope.intent(Heard("ForgetMeIntent")), user="")
    with misbehaving.server() as server:
        response = door_to(server.address, aws)(request, None)
        assert PROMPTS["forgotten"].say.split(".")[0] in response["response"]["outputSpeech"]["ssml"]
        assert server.asked == []


IMPORTED = """
import json, sys
import lambda_function
lambda_function.lambda_handler(json.load(sys.stdin), None)
print(json.dumps([name for name in ("boto3", "botocore", "sqlite3") if name in sys.modules]))
"""


@pytest.mark.parametrize(
    ("setting", "user", "imported"),
    [("TABLE_NAME", "", []), ("STORAGE_PATH", "", []), ("STORAGE_PATH", USER, ["sqlite3"])],
)
def test_what_the_storage_stands_on_is_imported_at_first_use(
    setting: str, user: str, imported: list[str], tmp_path: Path
) -> None:
    result = subprocess.run(
        [sys.executable, "-c", IMPORTED],
        input=json.dumps(first_request(envelope.launch(), user)),
        env={"KEY_SALT": "salt", setting: str(tmp_path / "keepsakes")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(result.stdout) == imported
