"""Attacks on the simulator: from other sites, along odd paths, and by what is said, written or kept in a file."""

import json
import socket
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, expect
from support.browser import chromium
from support.simulator import ask, post, simulator, turn
from support.visitor import Visitor

from back_guide.content import Content, load
from workbench.simulator import server

MINE = {"conversation": "mine", "locale": "en-US", "device": "dot"}
ELSEWHERE = "evil.example"
"""A name that the browser of these tests is told to look for on this machine."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("conversations")


@pytest.fixture(scope="module")
def port(folder: Path) -> Iterator[int]:
    with simulator(folder) as port:
        yield port


@pytest.fixture(scope="module")
def browser() -> Iterator[BrowserContext]:
    with chromium(f"--host-resolver-rules=MAP {ELSEWHERE} 127.0.0.1") as context:
        yield context


# --- Who asks -----------------------------------------------------------------------------------------------------


def raw(port: int, head: str) -> bytes:
    """All that is answered to a head as it stands."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(f"{head}\r\nConnection: close\r\n\r\n".encode("latin-1"))
        return connection.makefile("rb").read()


STRANGE_HOSTS = [
    *(
        "",
        "[::1]:{port}",
        "0.0.0.0:{port}",
        "127.1:{port}",
        "2130706433:{port}",
        "0x7f.0.0.1:{port}",
        "127.0.0.2:{port}",
    ),
    *("localhost.:{port}", "localhost.evil.example:{port}", "127.0.0.1:0{port}", "evil@127.0.0.1:{port}"),
    *("127.0.0.1:{port}@evil.example", "127.0.0.1:{port}, evil.example", "127.0.0.1:{port}/", "127.0.0.1:{port}#"),
    *("evil.example\r\nX-Forwarded-Host: 127.0.0.1:{port}", "127.0.0.1:{port}\r\nHost: evil.example"),
    "evil.example\r\nForwarded: host=127.0.0.1:{port}",
]


@pytest.mark.parametrize("host", STRANGE_HOSTS)
def test_only_its_own_two_names_are_answered(port: int, host: str) -> None:
    answer = raw(port, f"GET /api/start HTTP/1.1\r\nHost: {host.format(port=port)}")
    assert answer.startswith(b"HTTP/1.1 403 ")
    assert b"locales" not in answer


@pytest.mark.parametrize("line", ["GET / HTTP/1.1", "GET / HTTP/1.0", "GET http://127.0.0.1:{port}/ HTTP/1.1"])
def test_a_request_without_a_host_is_refused(port: int, line: str) -> None:
    assert raw(port, f"{line.format(port=port)}\r\nX-Filler: x").split(b" ")[1] == b"403"


@pytest.mark.parametrize("origin", ["", "null", "http://127.0.0.1", "http://127.0.0.1:{port}.evil.example", "file://"])
def test_an_origin_that_is_not_quite_its_own_is_refused(port: int, origin: str) -> None:
    refused = post(port, "/api/turn", {**MINE, "action": "launch"}, Origin=origin.format(port=port))
    assert refused.status == 403


class Evil(BaseHTTPRequestHandler):
    """Another site, whose page tries all that a page can on the simulator."""

    page = ""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(self.page.encode())

    def log_message(self, format: str, *args: object) -> None:
        pass


TRIES = """<iframe id="frame" src="{home}"></iframe><img id="image" src="{home}installed/viewhost.js">
<form id="form" method="post" enctype="text/plain" target="answer" action="{home}api/save">
<input name='{save}' value='"}}'></form><iframe name="answer"></iframe>
<script src="{home}page/app.js" type="module"></script>
<script>
const tried = (path, how) => fetch("{home}" + path, how).then((answer) => answer.text(), () => "refused");
const json = {{"Content-Type": "application/json"}};
document.getElementById("form").submit();
Promise.all([
  tried("api/start"), tried("page/app.js"), tried("api/save", {{method: "POST", headers: json, body: '{save}"}}'}}),
  tried("api/save", {{method: "POST", mode: "no-cors", body: '{save}"}}'}}),
]).then((answers) => {{ window.answers = answers; }});
</script>"""


def test_another_sites_page_in_the_same_browser_learns_nothing_and_changes_nothing(
    port: int, folder: Path, browser: BrowserContext
) -> None:
    turn(port, "launch")
    Evil.page = TRIES.format(
        home=f"http://127.0.0.1:{port}/", save=json.dumps({**MINE, "name": "evil"})[:-1] + ', "x": "'
    )
    site = ThreadingHTTPServer(("127.0.0.1", 0), Evil)
    threading.Thread(target=site.serve_forever, args=(0.05,), daemon=True).start()
    page = browser.new_page()
    page.goto(f"http://{ELSEWHERE}:{site.server_port}/")
    page.wait_for_function("window.answers")
    assert page.evaluate("answers") == ["refused"] * 4
    assert all(
        not frame.url.startswith("http://127.0.0.1") or not frame.content().count("Upper") for frame in page.frames
    )
    assert list(folder.iterdir()) == []
    page.close()
    site.shutdown()
    site.server_close()


def test_a_name_that_turns_to_this_machine_shows_nothing(port: int, browser: BrowserContext) -> None:
    page = browser.new_page()
    answer = page.goto(f"http://{ELSEWHERE}:{port}/")
    assert answer
    assert answer.status == 403
    assert "answers only to" in page.content()
    page.close()


# --- Paths and verbs ----------------------------------------------------------------------------------------------

PATHS = [
    *("/page/%252e%252e/server.py", "/page/..%255cserver.py", "/page//etc/passwd", "/page/%2fetc/passwd", "/page/."),
    *("/page/..%00/server.py", "/page/app.js%00.html", "/page/%ff", "/page/....//server.py", "/page/..;/server.py"),
    *(
        "/page/%c0%ae%c0%ae/server.py",
        "/page/C:%5cwindows%5cwin.ini",
        "/page/",
        "/page",
        "/PAGE/app.js",
        "/page/app.js/",
    ),
    *(
        "/installed/viewhost.js/../../package.json",
        "/installed/",
        "/node_modules/apl-viewhost-web/package.json",
        "/.git",
    ),
    "/page/~root",
]


@pytest.mark.parametrize("path", PATHS)
def test_no_odd_path_leads_anywhere(port: int, path: str) -> None:
    answer = ask(port, "GET", path)
    assert answer.status in (308, 404)
    assert b"import" not in answer.body
    assert b"root:" not in answer.body


def test_a_link_among_the_pages_files_is_not_followed(
    port: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "PAGE", tmp_path)
    (tmp_path / "plain.js").write_text("plain")
    (tmp_path / "linked.js").symlink_to("/etc/passwd")
    assert ask(port, "GET", "/page/plain.js").body == b"plain"
    assert ask(port, "GET", "/page/linked.js").status == 404


@pytest.mark.parametrize("verb", ["PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "PROPFIND", "get"])
@pytest.mark.parametrize("path", ["/", "/api/start", "/api/turn", "/page/app.js"])
def test_no_other_verb_is_taken(port: int, verb: str, path: str) -> None:
    assert ask(port, verb, path).status in (400, 405)


def test_a_browser_that_asks_first_is_allowed_nothing(port: int) -> None:
    asked = ask(port, "OPTIONS", "/api/turn", Access_Control_Request_Method="POST")
    assert [name for name in asked.headers if name.startswith("Access-Control")] == []


# --- Posts --------------------------------------------------------------------------------------------------------

POSTS: dict[str, bytes] = {
    "lists within lists": b'{"a":' + b"[" * 20_000 + b"]" * 20_000 + b"}",
    "a number without end": b'{"a":' + b"9" * 50_000 + b"}",
    "bytes of no script": b"\xff\xfe{}",
    "compressed": b"\x1f\x8b\x08\x00",
    "nothing": b"",
    "words expected as a number": json.dumps({**MINE, "action": "launch", "expect": {"says": 7}}).encode(),
    "numbers expected as words": json.dumps({**MINE, "action": "launch", "expect": {"never_says": [7]}}).encode(),
}


@pytest.mark.parametrize("body", POSTS.values(), ids=POSTS)
def test_a_post_that_makes_no_sense_is_refused_in_a_line(port: int, body: bytes) -> None:
    refused = ask(port, "POST", "/api/turn", body, Content_Type="application/json")
    assert refused.status == 400
    assert len(refused.json["error"].splitlines()) == 1
    assert "Traceback" not in refused.json["error"]
    assert turn(port, "launch").status == 200


SESSIONS = {
    "a touch on lists within lists": ("touch", json.loads("[" * 500 + "]" * 500)),
    "a touch on tables": ("touch", [{"__proto__": {"a": 1}}, None, 1e308]),
    "half a character": ("say", "\ud800"),
    "characters that turn a line around": ("say", "\u202eheat\u2066"),
    "an answer to a prompt that there is not": ("permission", "MAYBE"),
}


@pytest.mark.parametrize(("action", "value"), SESSIONS.values(), ids=SESSIONS)
def test_a_turn_that_nobody_would_take_is_answered_and_can_be_kept(
    port: int, folder: Path, action: str, value: Any
) -> None:
    turn(port, "launch", conversation="odd")
    assert turn(port, action, value, conversation="odd").status == 200
    kept = post(port, "/api/save", {**MINE, "conversation": "odd", "name": "odd"})
    assert kept.status == 200
    assert (folder / "odd.yaml").read_bytes().isascii()
    (folder / "odd.yaml").unlink()


def test_a_file_in_the_place_of_a_saved_one_is_not_written_through(port: int, folder: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside.yaml"
    (folder / "linked.yaml").symlink_to(outside)
    turn(port, "launch")
    post(port, "/api/save", {**MINE, "name": "linked"})
    assert not outside.exists()
    (folder / "linked.yaml").unlink()


# --- Words and content, in a real browser -------------------------------------------------------------------------

SCRIPT = (
    "<img src=x onerror=\"window.ran='image'\"><script>window.ran='script'</script>"
    "<svg onload=\"window.ran='svg'\"><a href=\"javascript:window.ran='link'\">heat</a>"
)

GET_IN = "html => document.body.append(document.createRange().createContextualFragment(html))"


def ran(visitor: Visitor) -> list[str]:
    """What ran on the page or on its screen."""
    found = (frame.evaluate("window.ran ?? ''") for frame in visitor.page.frames)
    return [which for which in found if which]


def assert_nothing_ran(visitor: Visitor) -> None:
    """That no script ran on the page or its screen, no part of it became an element, and nothing was complained of."""
    assert ran(visitor) == []
    for place in (visitor.page, visitor.screen):
        assert place.locator("[onerror], [onload], [href^='javascript:']").count() == 0
    assert visitor.complaints == []
    assert visitor.elsewhere == []


@pytest.mark.parametrize("plainly", [False, True], ids=["Amazon's renderer", "drawn plainly"])
def test_scripts_in_the_content_are_shown_and_never_run(
    browser: BrowserContext, tmp_path: Path, plainly: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if plainly:
        monkeypatch.setitem(server.INSTALLED, "viewhost.js", tmp_path / "not-there.js")
    with simulator(tmp_path, hostile_content) as port, Visitor(browser, port) as visitor:
        assert "onerror" in visitor.say("heat")
        assert "window.ran" in visitor.shown
        assert_nothing_ran(visitor)


def hostile_content() -> Content:
    """Our content, with scripts in every text of a topic."""
    content = load()
    heat = replace(content.topics["heat"], title=SCRIPT, name=SCRIPT, say=SCRIPT, points=(SCRIPT,), related=())
    questions = {
        name: replace(each, texts=dict.fromkeys(each.texts, SCRIPT)) for name, each in content.check.questions.items()
    }
    return replace(content, topics={**content.topics, "heat": heat}, check=replace(content.check, questions=questions))


def test_scripts_among_the_words_and_in_transcripts_are_shown_and_never_run(browser: BrowserContext, port: int) -> None:
    name = f"{SCRIPT}.yaml"
    steps = [{"say": SCRIPT, "expect": {"topic": SCRIPT, "says": [SCRIPT]}}, {"touch": [SCRIPT, SCRIPT]}]
    with Visitor(browser, port) as visitor:
        visitor.say(f"heat {SCRIPT}")
        assert SCRIPT in visitor.page.locator(".you").last.inner_text()
        assert "onerror" in (visitor.page.locator("#json").text_content() or "")
        visitor.drop({"name": name, "mimeType": "text/html", "buffer": json.dumps({"turns": steps}).encode()})
        expect(visitor.page.locator("#replay-words")).to_contain_text("onerror")
        visitor.button("Play all").click()
        expect(visitor.turns).to_have_count(2)
        expect(visitor.page.locator(".unmet").first).to_contain_text("onerror")
        visitor.drop({"name": name, "mimeType": "text/html", "buffer": SCRIPT.encode()})
        expect(visitor.page.locator("#transcript-words")).to_contain_text("no transcript")
        visitor.complaints.remove("Failed to load resource: the server responded with a status of 400 (BAD REQUEST)")
        assert_nothing_ran(visitor)


def test_a_script_that_got_in_all_the_same_would_not_run(browser: BrowserContext, port: int) -> None:
    with Visitor(browser, port) as visitor:
        visitor.say("heat")
        for frame in visitor.page.frames:
            frame.evaluate(
                "html => document.body.append(document.createRange().createContextualFragment(html))", SCRIPT
            )
            frame.locator("[onerror]").wait_for(state="attached")
            frame.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        assert ran(visitor) == []
        assert sum("Content Security Policy" in complaint for complaint in visitor.complaints) >= 2
