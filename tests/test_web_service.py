"""The HTTPS door: signed requests over HTTP to a real server, as ``back-guide serve`` runs it."""

import datetime
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import certifi
import pytest
import requests
from requests import ConnectionError as NoAnswer
from support.faults import locked
from support.https_door import Chains, Door, alexa, alexas_chains, answer_on, body, door, encoded, head, stamp
from support.places import PACKED, on_the_way_to_amazon, published

from back_guide_web.certificates import read_roots
from back_guide_web.fetch import fetch
from back_guide_web.keys import LONGEST_KEPT, MINUTE, MOST_FETCHED, MOST_KEPT, AlexasKeys
from back_guide_web.sdk import VerificationException
from back_guide_web.settings import SETTINGS, SettingsError, read_settings
from lambda_function import lambda_handler
from workbench.cli import main
from workbench.simulator.envelope import SKILL_ID
from workbench.simulator.session import Session
from workbench.simulator.signing import ADDRESS

ROOT = Path(__file__).parents[1]
ENVELOPES = sorted((ROOT / "tests" / "requests").glob("*.json"))
NOW = datetime.datetime.now(datetime.UTC)
SERVE = [sys.executable, "-m", "workbench", "serve"]


# --- The same skill behind another door ---------------------------------------------------------------------------


@pytest.mark.parametrize("path", ENVELOPES, ids=lambda path: path.stem)
def test_both_doors_give_the_same_answer(path: Path) -> None:
    event = json.loads(path.read_text(encoding="utf-8"))
    event["request"]["timestamp"] = stamp(0)
    answer = door().post(encoded(event))
    assert answer.status == 200
    assert json.loads(answer.body) == json.loads(json.dumps(lambda_handler(event, None)))


def test_a_conversation_is_held_through_the_door() -> None:
    def over_http(event: dict[str, Any], _: object) -> dict[str, Any]:
        return json.loads(door().post(encoded(event)).body)

    session = Session(over_http)
    session.launch()
    assert session.say("heat").record()["topic"] == "heat"
    assert session.say("tell me more").record()["topic"] == "heat"
    assert not session.say("stop").record()["session_open"]


def test_the_answer_is_json() -> None:
    connection = http.client.HTTPConnection("127.0.0.1", door().port)
    connection.request("POST", "/", message := body(), alexa().headers(message))
    response = connection.getresponse()
    assert response.headers["Content-Type"] == "application/json"
    assert response.headers["Server"] is None
    connection.close()


def test_whoever_watches_over_the_server_learns_that_it_runs() -> None:
    answer = door().ask("GET", "/healthz")
    assert (answer.status, json.loads(answer.body)) == (200, {"status": "ok"})


def test_a_refusal_is_one_line_in_the_log_that_tells_why_and_nothing_of_the_request(
    caplog: pytest.LogCaptureFixture,
) -> None:
    message = body(intent={"name": "AskIntent", "slots": {"question": {"name": "question", "value": "crushing"}}})
    door().post(message, {**alexa().headers(message), "Signature-256": "crushing"})
    assert [record.getMessage() for record in caplog.records] == [
        "refused: the signature is not Alexa's (InvalidSignature)"
    ]
    assert "Traceback" not in caplog.text


def test_the_lambda_door_loads_nothing_of_this_one() -> None:
    code = (
        "import sys, lambda_function; print({'flask', 'waitress', 'cryptography', 'back_guide_web'} & set(sys.modules))"
    )
    assert subprocess.check_output([sys.executable, "-c", code], text=True) == "set()\n"


def test_this_door_runs_nothing_of_the_library_that_fails_to_load() -> None:
    code = (
        "import sys, web_service; print('oscrypto' in sys.modules, hasattr(sys.modules['certvalidator'], '__file__'))"
    )
    assert subprocess.check_output([sys.executable, "-c", code], text=True) == "False False\n"


# --- Keys are kept for a while ------------------------------------------------------------------------------------


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime.datetime:
        return self.now


def keys(chains: Chains, clock: Clock) -> AlexasKeys:
    return AlexasKeys([alexa().root.certificate], chains, clock)


def test_a_chain_is_fetched_once_and_again_after_a_day() -> None:
    chains, clock = Chains({ADDRESS: alexa().chain}), Clock()
    kept = keys(chains, clock)
    for later, asked in ((0, 1), (1, 1), (LONGEST_KEPT.total_seconds() - 1, 1), (LONGEST_KEPT.total_seconds(), 2)):
        clock.now = NOW + datetime.timedelta(seconds=later)
        kept.at(ADDRESS)
        assert len(chains.asked) == asked


def test_a_chain_is_not_kept_beyond_its_own_end() -> None:
    chains, clock = Chains({ADDRESS: alexa().chain}), Clock()
    clock.now = NOW + datetime.timedelta(days=29.9)
    kept = keys(chains, clock)
    kept.at(ADDRESS)
    clock.now = NOW + datetime.timedelta(days=30.1)
    with pytest.raises(Exception, match="valid"):
        kept.at(ADDRESS)
    assert len(chains.asked) == 2


def test_a_chain_that_was_refused_is_looked_at_anew() -> None:
    chains = Chains({ADDRESS: b"being changed"})
    kept = keys(chains, Clock())
    with pytest.raises(ValueError, match="PEM"):
        kept.at(ADDRESS)
    chains.chains[ADDRESS] = alexa().chain
    kept.at(ADDRESS)
    assert len(chains.asked) == 2


def test_only_so_many_chains_are_kept_the_oldest_going_first() -> None:
    addresses = [ADDRESS.replace("cert", f"cert-{number}") for number in range(MOST_KEPT + 1)]
    chains = Chains(dict.fromkeys(addresses, alexa().chain))
    kept = keys(chains, Clock())
    for address in (*addresses, addresses[-1], addresses[0]):
        kept.at(address)
    assert chains.asked == [*addresses, addresses[0]]


def test_chains_made_up_to_keep_the_door_busy_are_fetched_no_more_after_a_while() -> None:
    chains, clock = Chains({ADDRESS: alexa().chain}), Clock()
    kept = keys(chains, clock)
    kept.at(ADDRESS)
    made_up = [ADDRESS.replace("cert", f"made-up-{number}") for number in range(MOST_FETCHED + 5)]
    for address in made_up:
        with pytest.raises((NoAnswer, VerificationException)):
            kept.at(address)
    assert chains.asked == [ADDRESS, *made_up[: MOST_FETCHED - 1]]
    kept.at(ADDRESS)
    clock.now = NOW + MINUTE
    with pytest.raises(NoAnswer):
        kept.at(made_up[-1])


def test_a_chain_that_was_good_is_renewed_however_many_others_are_asked_for() -> None:
    chains, clock = Chains({ADDRESS: alexa().chain}), Clock()
    kept = keys(chains, clock)
    kept.at(ADDRESS)
    clock.now = NOW + LONGEST_KEPT
    for number in range(MOST_FETCHED + 5):
        with pytest.raises((NoAnswer, VerificationException)):
            kept.at(ADDRESS.replace("cert", f"made-up-{number}"))
    kept.at(ADDRESS)
    assert chains.asked[-1] == ADDRESS


def test_requests_that_come_at_once_fetch_once() -> None:
    gate, chains = threading.Barrier(8), Chains({ADDRESS: alexa().chain})
    kept = keys(chains, Clock())

    def ask() -> None:
        gate.wait()
        kept.at(ADDRESS)

    threads = [threading.Thread(target=ask) for _ in range(gate.parties)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert chains.asked == [ADDRESS]


def test_a_clock_put_back_makes_a_key_be_looked_at_anew() -> None:
    chains, clock = Chains({ADDRESS: alexa().chain}), Clock()
    kept = keys(chains, clock)
    kept.at(ADDRESS)
    clock.now = NOW - datetime.timedelta(minutes=5)
    kept.at(ADDRESS)
    assert len(chains.asked) == 2


def test_a_clock_put_back_does_not_stop_the_fetching_of_chains() -> None:
    chains, clock = Chains({ADDRESS: alexa().chain}), Clock()
    kept = keys(chains, clock)
    for number in range(MOST_FETCHED):
        with pytest.raises(NoAnswer):
            kept.at(ADDRESS.replace("cert", f"made-up-{number}"))
    clock.now = NOW - datetime.timedelta(minutes=5)
    kept.at(ADDRESS)
    assert chains.asked[-1] == ADDRESS


def test_the_public_roots_do_not_vouch_for_a_stand_in(tmp_path: Path) -> None:
    kept = AlexasKeys(read_roots(certifi.where()), Chains({ADDRESS: alexa().chain}))
    with pytest.raises(Exception, match="candidates exhausted"):
        kept.at(ADDRESS)


# --- Fetching a chain ---------------------------------------------------------------------------------------------


@pytest.fixture
def roots(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A file with the stand-in's root, which vouches for the servers of these tests too."""
    monkeypatch.setenv("NO_PROXY", "localhost")
    path = tmp_path / "roots.pem"
    path.write_bytes(alexa().root.pem)
    return str(path)


def test_a_chain_is_fetched_over_tls(tmp_path: Path, roots: str) -> None:
    with published(tmp_path) as place:
        assert fetch(f"https://localhost:{place.port}/chain.pem", roots) == alexa().chain


@pytest.mark.parametrize("path", ["elsewhere", "missing", "large", "drip"])
def test_a_redirect_another_status_and_a_body_too_long_or_too_slow_are_refused(
    path: str, tmp_path: Path, roots: str
) -> None:
    with published(tmp_path) as place:
        with pytest.raises(VerificationException):
            fetch(f"https://localhost:{place.port}/{path}", roots, seconds=0.5 if path == "drip" else 5)
        assert set(place.asked) <= {f"/{path}", "enough"}


def test_a_packed_body_is_not_unpacked(tmp_path: Path, roots: str) -> None:
    with published(tmp_path) as place:
        assert fetch(f"https://localhost:{place.port}/packed", roots) == PACKED


def test_an_answer_that_never_comes_is_not_waited_for(tmp_path: Path, roots: str) -> None:
    with published(tmp_path) as place:
        place.open.clear()
        with pytest.raises(requests.Timeout):
            fetch(f"https://localhost:{place.port}/chain.pem", roots, seconds=0.3)


def test_a_server_in_another_name_is_not_listened_to(tmp_path: Path, roots: str) -> None:
    with published(tmp_path) as place, pytest.raises(requests.exceptions.SSLError):
        fetch(f"https://127.0.0.1:{place.port}/chain.pem", roots)
    assert place.asked == []


def test_a_server_that_nobody_vouches_for_is_not_listened_to(tmp_path: Path, roots: str) -> None:
    with published(tmp_path) as place, pytest.raises(requests.exceptions.SSLError):
        fetch(f"https://localhost:{place.port}/chain.pem", certifi.where())


# --- back-guide serve ---------------------------------------------------------------------------------------------


SALT = "a salt for tests alone"


@contextmanager
def serving(**environment: str) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """``back-guide serve`` as a process of its own, and its port."""
    settings = {"SKILL_ID": SKILL_ID, "KEY_SALT": SALT, "STORAGE_PATH": os.devnull, "PORT": "0", **environment}
    process = subprocess.Popen(SERVE, cwd=ROOT, env={**os.environ, **settings}, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stderr
        line = process.stderr.readline()
        assert "listening on 127.0.0.1 port " in line, line
        yield process, int(line.split()[-1])
    finally:
        process.kill()
        process.wait()
        process.stderr.close()


def posted(port: int, message: bytes) -> socket.socket:
    """A connection on which a signed request was sent."""
    connection = socket.create_connection(("127.0.0.1", port), timeout=20)
    connection.sendall(head(message) + message)
    return connection


def is_listening(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def test_serve_fetches_the_chain_from_amazon_and_answers_the_turn_under_way_before_it_stops(
    tmp_path: Path, roots: str
) -> None:
    """The turn is held up twice, by the chain and by a storage that another program has for itself."""
    path = tmp_path / "keepsakes.sqlite"
    with on_the_way_to_amazon(tmp_path) as amazon, locked(path):
        amazon.open.clear()
        proxy = f"http://127.0.0.1:{amazon.port}"
        with (
            serving(TRUSTED_ROOTS=roots, HTTPS_PROXY=proxy, STORAGE_PATH=str(path)) as (process, port),
            posted(port, body()) as connection,
        ):
            assert amazon.reached.wait(20)
            process.send_signal(signal.SIGTERM)
            while is_listening(port):
                pass
            assert process.poll() is None
            amazon.open.set()
            assert "Welcome" in answer_on(connection).speech
            assert process.wait(20) == 0
    assert amazon.asked == ["s3.amazonaws.com:443", "/echo.api/echo-api-cert.pem"]


def test_a_body_half_sent_is_read_and_answered_before_the_server_stops() -> None:
    stopping, message = Door(alexas_chains()), body()
    with stopping.connect() as connection:
        connection.sendall(head(message) + message[:50])
        assert stopping.post(body()).status == 200  # so the half of the first has been read
        stopping.server.stop()
        while is_listening(stopping.port):
            pass
        connection.sendall(message[50:])
        assert answer_on(connection).status == 200
    stopping.thread.join()


WRONG = {
    "no salt": ({"KEY_SALT": ""}, "KEY_SALT is not set"),
    "too short a salt": ({"KEY_SALT": "pepper"}, "is shorter than 16 characters"),
    "a check neither on nor off": ({"SYMPTOM_CHECK": "maybe"}, "SYMPTOM_CHECK='maybe' is neither on nor off"),
    "no skill id": ({}, "SKILL_ID is not set"),
    "an empty skill id": ({"SKILL_ID": ""}, "SKILL_ID is not set"),
    "a name for a skill id": ({"SKILL_ID": "back guide"}, "SKILL_ID='back guide' is no skill id"),
    "more than a skill id": ({"SKILL_ID": f"{SKILL_ID}0"}, "is no skill id"),
    "a name for an address": ({"HOST": "localhost"}, "HOST='localhost' is no IP address"),
    "a name for a port": ({"PORT": "http"}, "PORT='http' is no port"),
    "a port too large": ({"PORT": "65536"}, "PORT='65536' is no port"),
    "roots that are not there": ({"TRUSTED_ROOTS": "/nowhere"}, "can't be read (No such file or directory)"),
    "roots that are none": ({"TRUSTED_ROOTS": __file__}, "holds no certificates"),
}


@pytest.mark.parametrize(("environment", "complaint"), WRONG.values(), ids=WRONG)
def test_a_wrong_setting_is_told_with_what_to_give(environment: dict[str, str], complaint: str) -> None:
    rest = {"KEY_SALT": SALT} if "SKILL_ID" in complaint else {"SKILL_ID": SKILL_ID, "KEY_SALT": SALT}
    with pytest.raises(SettingsError) as raised:
        read_settings({**rest, **environment})
    assert complaint in str(raised.value)
    assert ": give " in str(raised.value)


def test_what_is_not_set_has_a_default() -> None:
    settings = read_settings({"SKILL_ID": SKILL_ID, "KEY_SALT": SALT, "HOST": ""})
    assert (settings.host, settings.port, settings.trusted_roots) == ("127.0.0.1", 8080, certifi.where())


@pytest.mark.parametrize(
    ("environment", "complaint"),
    [({"PORT": "http"}, "PORT='http' is no port"), ({"HOST": "192.0.2.1"}, "can't listen there")],
)
def test_a_server_that_cant_be_set_up_says_so_in_one_line(
    environment: dict[str, str], complaint: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in {"SKILL_ID": SKILL_ID, "KEY_SALT": SALT, **environment}.items():
        monkeypatch.setenv(name, value)
    assert main(["serve"]) == 2
    captured = capsys.readouterr()
    assert len(captured.err.splitlines()) == 1
    assert complaint in captured.err


def test_help_and_the_manual_tell_every_setting(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["serve", "--help"])
    shown, manual = capsys.readouterr().out, (ROOT / "docs" / "deploy-https.md").read_text(encoding="utf-8")
    assert [setting.name for setting in SETTINGS if f"  {setting.name} " not in shown] == []
    assert [setting.name for setting in SETTINGS if f"| `{setting.name}` |" not in manual] == []
