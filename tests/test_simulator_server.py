"""The simulator's server and its transcripts, without a browser: who is answered, what is refused, and how."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from support.simulator import ask, post, simulator, turn

from back_guide.content import load
from back_guide.dialogue import Memory
from lambda_function import lambda_handler
from workbench.cli import main
from workbench.simulator import insight, transcript
from workbench.simulator.server import PAGE
from workbench.simulator.session import Session
from workbench.simulator.transcript import MalformedError, Step, Transcript

MINE = {"conversation": "mine", "locale": "en-US", "device": "dot"}
MEGABYTE = "my back hurts " * 75_000


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    with simulator(tmp_path) as port:
        yield port


@dataclass(frozen=True)
class Result:
    """What a command gave back and printed."""

    code: int
    out: str
    err: str


Run = Callable[..., Result]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs ``back-guide`` with arguments."""

    def run(*arguments: str) -> Result:
        try:
            code = main(arguments)
        except SystemExit as ended:
            code = int(ended.code or 0)
        return Result(code, *capsys.readouterr())

    return run


# --- who is answered ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost"])
def test_this_machines_own_page_is_answered(port: int, name: str) -> None:
    page = ask(port, "GET", "/", Host=f"{name}:{port}")
    assert page.status == 200
    assert b"<title>Upper Back Guide" in page.body
    given = {**MINE, "action": "launch", "value": ""}
    answered = post(port, "/api/turn", given, Host=f"{name}:{port}", Origin=f"http://{name}:{port}")
    assert answered.json["exchange"]["speech"].startswith("Welcome")


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:{port}", "127.0.0.1", "127.0.0.1:1", "127.0.0.1.evil.example:{port}"]
)
def test_a_request_under_another_name_is_refused(port: int, host: str) -> None:
    for path in ("/", "/api/start", "/page/app.js"):
        refused = ask(port, "GET", path, Host=host.format(port=port))
        assert refused.status == 403
        assert "answers only to" in refused.json["error"]


@pytest.mark.parametrize(
    "origin",
    ["https://evil.example", "null", "http://127.0.0.1:1", "https://127.0.0.1:{port}", "http://localhost:{port}"],
)
def test_another_sites_page_is_refused_and_changes_nothing(port: int, origin: str) -> None:
    turn(port, "launch")
    given = {**MINE, "action": "say", "value": "stop"}
    refused = post(port, "/api/turn", given, Origin=origin.format(port=port))
    assert refused.status == 403
    assert "Another site" in refused.json["error"]
    assert turn(port, "say", "heat or ice").json["request"]["session"]["new"] is False


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])
def test_what_a_foreign_form_could_send_is_refused(port: int, kind: str) -> None:
    refused = post(port, "/api/turn", {**MINE, "action": "launch"}, Content_Type=kind)
    assert (refused.status, refused.json["error"]) == (415, "The simulator takes JSON only.")


@pytest.mark.parametrize(
    "path",
    [
        "/page/../server.py",
        "/page/%2e%2e/server.py",
        "/page/..%2fserver.py",
        "/page/..%5cserver.py",
        "/installed/../server.py",
        "/installed/package.json",
        "/installed/%2e%2e%2fpackage.json",
        "/../../../etc/passwd",
    ],
)
def test_no_path_leads_out_of_the_page(port: int, path: str) -> None:
    missing = ask(port, "GET", path)
    assert missing.status == 404
    assert set(missing.json) == {"error"}


def test_every_answer_forbids_other_hosts_and_only_the_renderer_may_make_functions(port: int) -> None:
    policies = {
        path: ask(port, "GET", path).headers["Content-Security-Policy"]
        for path in ("/", "/api/start", "/page/screen.html")
    }
    assert all(policy.startswith("default-src 'none';") and "http" not in policy for policy in policies.values())
    assert ["'unsafe" in policy for policy in policies.values()] == [False, False, True]


def test_the_page_puts_in_text_as_text_only() -> None:
    for script in PAGE.glob("*.js"):
        for way in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function"):
            assert way not in script.read_text(), f"{script.name} has {way}"


# --- what is refused, with nothing lost ---------------------------------------------------------------------------


def test_a_megabyte_of_words_is_refused_clearly_and_the_conversation_goes_on(port: int) -> None:
    turn(port, "say", "heat")
    refused = turn(port, "say", MEGABYTE)
    assert refused.status == 413
    assert refused.json["error"] == "That is more than 64 KB, and was not sent on. Make it shorter."
    assert turn(port, "say", "tell me more").json["exchange"]["topic"] == "heat"


@pytest.mark.parametrize(
    ("body", "hint"),
    [
        (b"{", "could not understand"),
        (b"[]", "no JSON object"),
        (b"{}", "'action'"),
        (json.dumps({**MINE, "action": "sing"}).encode(), "'sing'"),
        (json.dumps({**MINE, "action": "say", "value": 3}).encode(), "wrong type"),
        (json.dumps({**MINE, "action": "touch", "value": "yes"}).encode(), "wrong type"),
        (json.dumps({**MINE, "action": "launch", "device": "fridge"}).encode(), "fridge"),
        (json.dumps({**MINE, "action": "launch", "locale": "fr-FR"}).encode(), "fr-FR"),
        (json.dumps({**MINE, "action": "launch", "conversation": 7}).encode(), "'conversation'"),
    ],
)
def test_a_request_that_makes_no_sense_is_told_so(port: int, body: bytes, hint: str) -> None:
    refused = ask(port, "POST", "/api/turn", body, Content_Type="application/json")
    assert refused.status == 400
    assert hint in refused.json["error"]


def test_a_port_in_use_is_told_in_a_line(port: int, run: Run) -> None:
    second = run("simulator", "--no-browser", "--port", str(port))
    assert (second.code, second.out) == (1, "")
    assert second.err.splitlines() == [
        f"back-guide: port {port} is in use, perhaps by a simulator that is open at http://127.0.0.1:{port}. "
        "For another one beside it, choose a port with --port"
    ]


@pytest.mark.parametrize("given", ["0", "70000", "http", "-1"])
def test_what_is_no_port_is_told_in_a_line(given: str, run: Run) -> None:
    result = run("simulator", f"--port={given}")
    assert result.code == 2
    assert len(result.err.splitlines()) == 1
    assert "is no port" in result.err


# --- conversations ------------------------------------------------------------------------------------------------


def test_a_turn_tells_everything_about_itself(port: int) -> None:
    told = turn(port, "one_shot", "does heat help a back spasm").json
    assert told["exchange"]["topic"] == "heat"
    assert told["request"]["request"]["intent"]["slots"]["question"]["value"] == "does heat help a back spasm"
    assert told["response"]["response"]["outputSpeech"]["ssml"] == told["exchange"]["ssml"]
    assert told["understood"]["band"] == "answer"
    assert told["understood"]["scores"][0] == {"name": "heat", "score": 1.0}
    assert told["sayings"][:2] == ["yes", "no"]
    assert told["unmet"] == []


def test_two_pages_do_not_mix(port: int) -> None:
    turn(port, "say", "heat", conversation="mine")
    turn(port, "say", "ice", conversation="yours")
    assert turn(port, "say", "tell me more", conversation="mine").json["exchange"]["topic"] == "heat"
    assert turn(port, "say", "tell me more", conversation="yours").json["exchange"]["topic"] == "ice"


def test_another_device_goes_on_and_another_locale_begins_afresh(port: int) -> None:
    turn(port, "say", "heat")
    moved = turn(port, "say", "tell me more", device="show8").json
    assert (moved["exchange"]["topic"], moved["request"]["context"]["Viewport"]["pixelWidth"]) == ("heat", 1280)
    travelled = turn(port, "say", "when should i see a doctor", locale="en-GB").json
    assert travelled["request"]["session"]["new"] is True
    assert "your GP" in travelled["exchange"]["speech"]


def test_what_is_meant_for_another_skill_is_refused(port: int) -> None:
    assert turn(port, "another_skill", "heat").json["refused"] == "this request was meant for another skill"


def test_an_odd_locale_still_gets_an_answer(port: int) -> None:
    told = turn(port, "odd_locale", "heat").json
    assert (told["exchange"]["locale"], told["exchange"]["topic"]) == ("fr-FR", "heat")


def test_the_path_through_the_check_is_told_as_it_is_taken(port: int) -> None:
    began = turn(port, "one_shot", "check my symptoms").json["check"]
    assert (began["path"], began["at"]) == ([], "chest")
    turn(port, "say", "no")
    went_on = turn(port, "say", "i have a fever").json["check"]
    assert (went_on["path"], went_on["at"]) == ([{"question": "chest", "answer": "no"}], "unwell_now")
    assert [(fact["name"], fact["asked"]) for fact in went_on["facts"]] == [("chest", True), ("fever", False)]
    ended = turn(port, "say", "yes").json["check"]
    assert (ended["at"], ended["outcome"]) == ("unwell_now", "call_unwell")


JOURNEY = (
    *("heat", "cream or magnesium", "check my symptoms", "no", "no", "no", "no", "no", "yes", "only tingling", "no"),
    *("no", "no", "yes", "fifty", "two weeks", "stress", "yes", "start the first day plan", "no", "next", "next"),
)


@pytest.mark.parametrize("said", range(len(JOURNEY) + 1))
def test_whatever_the_page_suggests_is_understood(said: int) -> None:
    for suggested in range(len(suggestions(conversation(said)))):
        session = conversation(said)
        words = suggestions(session)[suggested]
        assert session.say(words).record()["decision"] not in ("decline", "apology"), words


def conversation(said: int) -> Session:
    session = Session(lambda_handler)
    for words in JOURNEY[:said]:
        session.say(words)
    return session


def suggestions(session: Session) -> list[str]:
    memory = Memory.from_attributes(session.attributes)
    return insight.sayings(load(), memory, is_open=session.is_open)


# --- transcripts --------------------------------------------------------------------------------------------------


def test_a_conversation_is_saved_as_a_test_and_never_over_another(port: int, tmp_path: Path) -> None:
    turn(port, "launch")
    turn(port, "say", "no")
    saved = post(port, "/api/save", {**MINE, "name": "a-no-to-nothing"})
    path = tmp_path / "a-no-to-nothing.yaml"
    assert saved.json["path"].endswith(path.name)
    assert path.read_text() == (
        "# A no to nothing.\n"
        "allowed: []\n"
        "turns:\n"
        "  - launch:\n"
        "    expect: {decision: courtesy, session_open: true}\n"
        '  - say: "no"\n'
        "    expect: {decision: courtesy, session_open: false}\n"
    )
    turn(port, "launch")
    again = post(port, "/api/save", {**MINE, "name": "a-no-to-nothing"})
    assert again.status == 409
    assert "stays as it is" in again.json["error"]
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]
    assert path.read_text().count("launch") == 1


@pytest.mark.parametrize("name", ["", "../up", "a/b", "Heat", "a b", ".hidden", "x" * 81, "a\n", "ü"])
def test_a_name_that_could_lead_elsewhere_is_refused(port: int, tmp_path: Path, name: str) -> None:
    turn(port, "launch")
    refused = post(port, "/api/save", {**MINE, "name": name})
    assert refused.status == 400
    assert "small letters" in refused.json["error"]
    assert list(tmp_path.iterdir()) == []


def test_nothing_said_is_nothing_to_save(port: int) -> None:
    refused = post(port, "/api/save", {**MINE, "name": "nothing"})
    assert (refused.status, refused.json["error"]) == (400, "Nothing was said yet. Say something first.")


def test_what_is_written_reads_the_same() -> None:
    steps = (
        Step("launch", "", {"session_open": True}),
        Step("say", 'no: "really" # not', {"decision": "confirm", "options": ["heat", "ice"], "topic": None}),
        Step("touch", ["AMAZON.YesIntent", "yes"], {}),
        Step("permission", "DENIED", {"session_open": False}),
        Step("say", "turned \u202e around,\u00a0\u2028hidden\x7f, cafe\u0301, \U000e0041 and 😀", {}),
        Step("silence", "", {}),
    )
    wanted = Transcript("en-GB", "spot", ("reminders",), steps)
    assert transcript.loads(transcript.dumps(wanted, "A title\nturns: nothing"), "it.yaml") == wanted


def test_words_that_nobody_would_see_are_written_as_escapes() -> None:
    written = transcript.dumps(Transcript("en-US", "dot", (), (Step("say", "a\u202eb\ud800", {}),)), "title")
    assert '  - say: "a\\U0000202eb?"\n' in written
    with pytest.raises(MalformedError, match=r"mine.yaml:2: the character U\+202E can't be seen"):
        transcript.loads("turns:\n  - say: a\u202eb\n", "mine.yaml")


def test_every_conversation_among_the_tests_can_be_replayed_on_the_page() -> None:
    for path in sorted(transcript.FOLDER.glob("*.yaml")):
        assert transcript.load(path).steps


@pytest.mark.parametrize(
    ("text", "line", "hint"),
    [
        ("", 1, "empty"),
        ("hello", 1, "Begin with 'turns:'"),
        ("turns: 3", 1, "a list"),
        ("turns: []", 1, "a list"),
        ("mood: sad\nturns:\n  - launch:\n", 1, "mood"),
        ("turns:\n  - launch:\n  - sing: la la\n", 3, "one of launch"),
        ("turns:\n  - say: a\n    one_shot: b\n", 2, "one thing"),
        ("turns:\n  - say: a\n    shout: b\n", 3, "shout"),
        ("turns:\n  - say:\n", 2, "nothing is said"),
        ("turns:\n  - say: [a]\n", 2, "no text"),
        ("turns:\n  - touch: yes\n", 2, "list of arguments"),
        ("turns:\n  - permission: MAYBE\n", 2, "ACCEPTED"),
        ("turns:\n  - launch:\n    expect: much\n", 3, "no table"),
        ("locale: fr-FR\nturns:\n  - launch:\n", 1, "en-US"),
        ("allowed: [cars]\nturns:\n  - launch:\n", 1, "timers, reminders"),
        ("device: [fridge]\nturns:\n  - launch:\n", 1, "dot"),
        ("turns:\n  - say: a\n  - say: [b\n", 4, "expected"),
        ("turns:\n\t- launch:\n", 2, "token"),
        ("turns: &all\n  - launch:\nmore: *all\n", 3, "alias"),
        ("turns:\n  - say: a\n    say: b\n", 3, "twice"),
    ],
)
def test_a_malformed_transcript_is_told_in_a_line_with_its_place(
    port: int, tmp_path: Path, text: str, line: int, hint: str
) -> None:
    with pytest.raises(MalformedError) as raised:
        transcript.loads(text, "mine.yaml")
    message = str(raised.value)
    assert message.startswith(f"mine.yaml:{line}: ")
    assert hint in message
    assert "\n" not in message
    refused = post(port, "/api/read", {"name": "mine.yaml", "text": text})
    assert (refused.status, refused.json["error"]) == (400, message)


# --- export-replay ------------------------------------------------------------------------------------------------


def test_a_transcript_becomes_a_file_for_amazons_own_simulator(tmp_path: Path, run: Run) -> None:
    mine, output = tmp_path / "mine.yaml", tmp_path / "replay.json"
    mine.write_text(
        "locale: en-GB\ndevice: show8\nturns:\n  - launch:\n  - say: heat\n  - touch: [AMAZON.NoIntent, 'no']\n"
        "  - silence:\n  - say: ice\n  - one_shot: check my symptoms\n"
    )
    result = run("export-replay", str(mine), "--skill-id", "amzn1.ask.skill.mine", "-o", str(output))
    assert (result.code, result.out, result.err) == (0, "", "")
    assert json.loads(output.read_text()) == {
        "skillId": "amzn1.ask.skill.mine",
        "locale": "en-GB",
        "type": "text",
        "userInput": [
            "open upper back guide",
            "heat",
            "no",
            "ask upper back guide ice",
            "ask upper back guide check my symptoms",
        ],
    }


def test_the_replay_is_printed_where_no_file_is_named(run: Run) -> None:
    result = run("export-replay", str(transcript.FOLDER / "a-bare-no-to-nothing-gets-a-sensible-reply.yaml"))
    assert json.loads(result.out)["type"] == "text"


@pytest.mark.parametrize(("text", "told"), [("turns:\n  - sing: la\n", "mine.yaml:2: "), (None, "can't be read")])
def test_a_transcript_that_cannot_be_exported_is_told_in_a_line(
    tmp_path: Path, run: Run, text: str | None, told: str
) -> None:
    mine, output = tmp_path / "mine.yaml", tmp_path / "replay.json"
    if text:
        mine.write_text(text)
    result = run("export-replay", str(mine), "-o", str(output))
    assert (result.code, result.out) == (1, "")
    assert len(result.err.splitlines()) == 1
    assert told in result.err
    assert not output.exists()
