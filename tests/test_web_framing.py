"""Attacks on how the HTTPS door takes bytes in: requests that end in two places, drip, or reach past the door."""

import gzip
import re
import socket
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from support.https_door import Door, alexa, alexas_chains, answer_on, assert_refused, body, door, head
from support.places import on_the_way_to_amazon
from support.reached import reached
from test_web_attacks import ADDRESSES, PATHS

from back_guide_web.fetch import fetch
from back_guide_web.server import LIMITS, MOST_BYTES
from back_guide_web.verifiers import CHAIN


def chunked(*chunks: bytes) -> bytes:
    return b"".join(b"%x\r\n%s\r\n" % (len(chunk), chunk) for chunk in (*chunks, b""))


def in_chunks(message: bytes, coding: str = "chunked", **changes: str) -> bytes:
    return head(message, Transfer_Encoding=coding, **{"Content_Length": "", **changes})


def twice(header: str, value: str, message: bytes) -> bytes:
    """The head of a good request with a header of this value before its own."""
    return head(message).replace(f"{header}:".encode(), f"{header}: {value}\r\n{header}:".encode())


# --- Where a request ends -----------------------------------------------------------------------------------------

FRAMES: dict[str, tuple[int, Callable[[bytes], bytes]]] = {
    "a length, and chunks": (400, lambda m: head(m, Transfer_Encoding="chunked") + chunked(m)),
    "no length, and chunks": (400, lambda m: head(m, Content_Length="0", Transfer_Encoding="chunked") + chunked(m)),
    "the same length twice": (400, lambda m: twice("Content-Length", str(len(m)), m) + m),
    "another length before": (400, lambda m: twice("Content-Length", "5", m) + m),
    "a length with a sign": (400, lambda m: head(m, Content_Length=f"+{len(m)}") + m),
    "a length in sixteens": (400, lambda m: head(m, Content_Length=hex(len(m))) + m),
    "a length with an underscore": (400, lambda m: head(m, Content_Length="1_0") + m),
    "chunks, and chunks again": (400, lambda m: in_chunks(m, "chunked\r\nTransfer-Encoding: chunked") + chunked(m)),
    "chunks of an old version": (400, lambda m: in_chunks(m).replace(b"HTTP/1.1", b"HTTP/1.0") + chunked(m)),
    "chunks that are none": (501, lambda m: in_chunks(m, "identity") + m),
    "chunks with a letter before": (501, lambda m: in_chunks(m, "xchunked") + chunked(m)),
    "chunks behind a tab that is none": (400, lambda m: in_chunks(m, "\x0bchunked") + chunked(m)),
    "a space before the colon": (400, lambda m: head(m).replace(b"Content-Length:", b"Content-Length :") + m),
    "a chunk below nothing": (400, lambda m: in_chunks(m) + b"-1\r\n" + m),
    "a chunk with 0x": (400, lambda m: in_chunks(m) + b"0x%x\r\n%s\r\n0\r\n\r\n" % (len(m), m)),
    "a chunk's note without end": (413, lambda m: in_chunks(m) + b"1;" + b"a" * (MOST_BYTES + 1)),
    "a chunk larger by its account than all memory": (413, lambda m: in_chunks(m) + b"f" * 15 + bytes(MOST_BYTES + 2)),
    "a line break alone in a header": (400, lambda m: head(m, Host="do\nor: x") + m),
    "a return alone in a header": (400, lambda m: head(m, Host="do\ror") + m),
    "a zero byte in a header": (400, lambda m: head(m, Host="do\0or") + m),
    "a space in a header's name": (400, lambda m: head(m, **{"X Y": "z"}) + m),
    "a bracket too few in the address": (400, lambda m: head(m).replace(b"POST /", b"POST http://[::1/") + m),
    "bytes of no script in the address": (400, lambda m: head(m).replace(b"POST /", b"POST /\xff") + m),
    "no version": (400, lambda m: b"POST /\r\n\r\n"),
    "a tunnel": (404, lambda m: b"CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example\r\n\r\n"),
    "the greeting of HTTP 2": (404, lambda m: b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
    "the whole server": (404, lambda m: head(m).replace(b"POST /", b"POST *") + m),
    "another page by its full address": (404, lambda m: head(m).replace(b"POST /", b"POST file:///etc/passwd") + m),
    "a parameter of the path": (404, lambda m: head(m).replace(b"POST /", b"POST /;x") + m),
    "a zero byte in the path": (404, lambda m: head(m).replace(b"POST /", b"POST /%00") + m),
    "a path of fifteen thousand letters": (404, lambda m: head(m).replace(b"POST /", b"POST /" + b"a" * 15_000) + m),
    "a web socket": (400, lambda m: head(m, Connection="Upgrade", Upgrade="websocket") + m),
    "a signature before the signature": (400, lambda m: twice("Signature-256", "AAAA", m) + m),
    "an address before the address": (400, lambda m: twice("SignatureCertChainUrl", "https://evil.example/x", m) + m),
    "a content type before the content type": (400, lambda m: twice("Content-Type", "text/plain", m) + m),
    "a signature by a name that only looks alike": (400, lambda m: head(m).replace(b"nature-256", b"nature_256") + m),
}
GOOD_FRAMES: dict[str, Callable[[bytes], bytes]] = {
    "with its length": lambda m: head(m) + m,
    "in chunks": lambda m: in_chunks(m) + chunked(m[:100], m[100:]),
    "in chunks with notes": lambda m: in_chunks(m) + b"%x;note=1\r\n%s\r\n0\r\n\r\n" % (len(m), m),
    "with more headers after its chunks": lambda m: in_chunks(m) + chunked(m)[:-2] + b"Signature-256: x\r\n\r\n",
    "by an old version": lambda m: head(m).replace(b"HTTP/1.1", b"HTTP/1.0") + m,
    "after asking whether it may": lambda m: head(m, Expect="100-continue") + m,
    "with a verb to take instead": lambda m: head(m, X_HTTP_Method_Override="DELETE") + m,
    "with what a proxy adds": lambda m: head(m, X_Forwarded_For="192.0.2.1", X_Forwarded_Proto="https") + m,
    "with a query": lambda m: head(m).replace(b"POST /", b"POST /?x=1") + m,
    "by its full address": lambda m: head(m).replace(b"POST /", b"POST http://door/") + m,
    "called compressed but plain": lambda m: head(m, Content_Encoding="gzip") + m,
}


@pytest.mark.parametrize(("status", "sent"), FRAMES.values(), ids=FRAMES)
def test_what_can_be_read_in_two_ways_or_not_at_all_is_refused(status: int, sent: Callable[[bytes], bytes]) -> None:
    assert_refused(door().raw(sent(body())), status)


@pytest.mark.parametrize("sent", GOOD_FRAMES.values(), ids=GOOD_FRAMES)
def test_what_can_be_read_in_one_way_is_taken(sent: Callable[[bytes], bytes]) -> None:
    assert b"Welcome" in door().raw(sent(body())).body


def test_no_second_request_is_read_out_of_a_body() -> None:
    message = body()
    with door().connect() as connection:
        connection.sendall(head(message, Transfer_Encoding="chunked") + b"0\r\n\r\n" + head(message) + message)
        assert answer_on(connection).status == 400
        assert connection.recv(1) == b""


def test_two_requests_sent_at_once_are_each_judged_by_themselves() -> None:
    message = body()
    unsigned = head(message, headers={"Content-Type": "application/json"})
    with door().connect() as connection:
        connection.sendall(head(message) + message + unsigned + message)
        connection.shutdown(socket.SHUT_WR)
        answers = connection.makefile("rb").read()
    assert re.findall(rb"^HTTP/1.1 (\d+)", answers, re.MULTILINE) == [b"200", b"400"]


# --- How much and how long ----------------------------------------------------------------------------------------


def test_a_compressed_body_is_not_unpacked() -> None:
    bomb = gzip.compress(bytes(50_000_000))
    assert len(bomb) < MOST_BYTES
    assert_refused(door().raw(head(bomb, Content_Encoding="gzip"), bomb))


DRIPS = {
    "headers": head(body())[:-2] + b"X-Filler: " + b"x" * 10_000,
    "a body": head(b" " * 10_000) + b" " * 9_999,
    "chunks": in_chunks(b"") + b"1\r\nx\r\n" * 2_000,
}


def is_closed(connection: socket.socket, last: bytes) -> bool:
    """Whether the other side has hung up by a moment after these bytes."""
    connection.settimeout(0.02)
    try:
        connection.sendall(last)
        return not connection.recv(1)
    except TimeoutError:
        return False
    except ConnectionError:
        return True


@pytest.mark.parametrize("sent", DRIPS.values(), ids=DRIPS)
def test_whoever_sends_a_byte_now_and_then_is_not_waited_for_beyond_the_limit(
    sent: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(LIMITS, "channel_timeout", 1)
    monkeypatch.setitem(LIMITS, "cleanup_interval", 1)
    impatient = Door(alexas_chains())
    with impatient.connect() as connection:
        dripped = next((at for at in range(1_000) if is_closed(connection, sent[at : at + 1])), None)
    assert dripped
    assert dripped > 10
    impatient.close()


# --- What the door reaches for ------------------------------------------------------------------------------------


def test_nothing_that_is_refused_makes_the_door_open_a_file_or_a_connection(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "roots.pem").write_bytes(alexa().root.pem)
    message = body()
    with on_the_way_to_amazon(tmp_path) as amazon:
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{amazon.port}")
        fetching = Door(partial(fetch, trusted=str(tmp_path / "roots.pem")))
        with reached() as places:
            assert fetching.post(message).status == 200
        assert f"socket.connect ('127.0.0.1', {amazon.port})" in places
        amazon.asked.clear()
        with reached() as places:
            for address in ADDRESSES.values():
                given = {**alexa().headers(message), CHAIN: address.encode().decode("latin-1")}
                assert fetching.raw(head(message, headers=given), message).status == 400
            for path in PATHS:
                assert fetching.ask("GET", path).status == 404
        assert (places, amazon.asked) == ([], [])
        fetching.close()
