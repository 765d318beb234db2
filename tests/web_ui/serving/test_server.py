"""The server with peers that say nothing, too little, too much or nonsense."""

from __future__ import annotations

import socket
import ssl
import struct
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

from tests.web_ui.serving.lan_server import HOST, LARGE, Served, peers, serving
from web_ui.serving.heads import BODY_BYTES, HEAD_BYTES
from web_ui.serving.server import REQUEST_THREADS, STREAM_THREADS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CLIENT_HELLO_BEGUN = bytes.fromhex("1603010200010001fc0303")
"""The record and the message of a ClientHello, without the rest."""
TOO_LONG = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n" % (
    BODY_BYTES + 1
)
MORE_THAN_THREADS = 2 * REQUEST_THREADS


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    with serving(tmp_path) as server:
        yield server


def test_serves_http_and_https(served: Served) -> None:
    assert served.get() == (200, b"plain 127.0.0.1 0")
    assert served.get(tls=True) == (200, b"secure 127.0.0.1 0")


@pytest.mark.parametrize(
    ("tls", "said"),
    [
        pytest.param(False, b"", id="nothing"),
        pytest.param(False, b"GET / HT", id="half a line"),
        pytest.param(False, b"GET / HTTP/1.1\r\nHost: a\r\nX: ", id="half a head"),
        pytest.param(
            False,
            b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nab",
            id="half a body",
        ),
        pytest.param(True, b"", id="no hello"),
        pytest.param(True, b"\x16", id="one byte of a hello"),
        pytest.param(True, CLIENT_HELLO_BEGUN, id="half a hello"),
    ],
)
def test_answers_while_a_hundred_peers_keep_it_waiting(
    tls: bool, said: bytes, served: Served
) -> None:
    with peers(served.https if tls else served.http, 100, said):
        assert served.get()[0] == 200
        assert served.get(tls=True)[0] == 200


def test_answers_while_a_hundred_tls_peers_are_silent_after_the_handshake(
    served: Served,
) -> None:
    with ExitStack() as stack:
        for _ in range(100):
            peer = stack.enter_context(socket.create_connection((HOST, served.https)))
            stack.enter_context(served.trust.wrap_socket(peer, server_hostname=HOST))

        assert served.get(tls=True)[0] == 200


@pytest.mark.parametrize("tls", [False, True])
def test_answers_while_peers_do_not_read(tls: bool, served: Served) -> None:
    ask = b"GET /large HTTP/1.1\r\nHost: a\r\n\r\n"
    with ExitStack() as stack:
        for _ in range(MORE_THAN_THREADS):
            peer = socket.socket()
            stack.callback(peer.close)
            # little room, so that the answer stays with the server
            peer.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            peer.connect((HOST, served.https if tls else served.http))
            if tls:
                peer = served.trust.wrap_socket(peer, server_hostname=HOST)
                stack.callback(peer.close)
            peer.sendall(ask)

        assert served.get("/large") == (200, LARGE)
        assert served.get("/large", tls=True) == (200, LARGE)


def test_answers_after_downloads_were_broken_off(served: Served) -> None:
    for _ in range(MORE_THAN_THREADS):
        with socket.create_connection((HOST, served.http)) as peer:
            peer.sendall(b"GET /large HTTP/1.1\r\nHost: a\r\n\r\n")
            peer.recv(10)
            # SO_LINGER with 0 s sends RST (socket(7))
            peer.setsockopt(
                socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0)
            )

    assert served.get("/large") == (200, LARGE)


def test_more_peers_than_it_has_room_for_push_out_those_that_wait(
    served: Served,
) -> None:
    with peers(served.http, 300):
        assert served.get()[0] == 200


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"\r\n" * 3 + b"nonsense\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost : a\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: a\r\n folded: b\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400),
        (b"GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505),
        (b"GET /" + b"a" * HEAD_BYTES, 431),
        (b"GET / HTTP/1.1\r\nCookie: " + b"a" * HEAD_BYTES, 431),
        (b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n", 400),
        (
            (
                b"POST / HTTP/1.1\r\nHost: a\r\n"
                b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nab"
            ),
            400,
        ),
        (
            (
                b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                b"1\r\na\r\n0\r\n\r\n"
            ),
            411,
        ),
        (
            (
                b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n"
                b"Expect: 100-continue\r\n\r\n"
            ),
            417,
        ),
        (
            TOO_LONG + b"a" * (BODY_BYTES + 1),
            413,
        ),
        (b"GET /\xff\xfe HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", 400),
        (b"GET /\0 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", 404),
    ],
)
def test_refuses_what_is_no_request(
    request_: bytes, status: int, served: Served
) -> None:
    answer = served.raw(request_)

    assert answer.split(b"\r\n")[0].startswith(f"HTTP/1.1 {status} ".encode())
    assert b"Traceback" not in answer
    assert served.get()[0] == 200


def test_takes_the_largest_body(served: Served) -> None:
    head = f"POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: {BODY_BYTES}\r\n\r\n"

    answer = served.raw(head.encode() + b"a" * BODY_BYTES)

    assert answer.endswith(f"plain 127.0.0.1 {BODY_BYTES}".encode())


def test_requests_that_come_at_once_are_answered_in_order(served: Served) -> None:
    posts = b"".join(
        b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n%s" % (n, b"a" * n)
        for n in range(5)
    )

    answer = served.raw(
        posts + b"GET /nothing HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
    )

    sizes = [part[:1] for part in answer.split(b"plain 127.0.0.1 ")[1:]]
    assert sizes == [b"0", b"1", b"2", b"3", b"4"]
    assert b"404" in answer.split(b"plain 127.0.0.1 ")[-1]


def test_a_request_line_cannot_pretend_to_be_https(served: Served) -> None:
    answer = served.raw(
        b"GET https://a/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
    )

    assert b"secure" not in answer


def test_an_answer_that_fails_half_way_ends_the_connection(served: Served) -> None:
    answer = served.raw(b"GET /broken HTTP/1.1\r\nHost: a\r\n\r\n")

    assert answer.startswith(b"HTTP/1.1 200")
    # the last chunk is missing, so that nobody takes it for the whole
    assert not answer.endswith(b"0\r\n\r\n")


def test_http_on_the_https_port_is_led_to_https(served: Served) -> None:
    answer = served.raw(
        b"GET /tasks/1?a=b HTTP/1.1\r\nHost: clara.local:8443\r\n\r\n", tls_port=True
    )

    place = f"Location: https://clara.local:{served.https}/tasks/1?a=b\r\n".encode()
    assert answer.startswith(b"HTTP/1.1 307")
    assert place in answer


@pytest.mark.parametrize(
    "head",
    [
        b"GET //evil.example/ HTTP/1.1\r\nHost: clara.local",
        b"GET http://evil.example/ HTTP/1.1\r\nHost: clara.local",
        b"GET / HTTP/1.1\r\nHost: evil.example/a?",
        b"GET / HTTP/1.1\r\nHost: a\x0bSet-Cookie: b",
        b"GET / HTTP/1.1",
    ],
)
def test_is_led_nowhere_else(head: bytes, served: Served) -> None:
    answer = served.raw(head + b"\r\n\r\n", tls_port=True)

    assert answer.startswith(b"HTTP/1.1 400")
    assert b"Location" not in answer


def test_http_can_be_switched_off_except_for_the_way_to_https(tmp_path: Path) -> None:
    with serving(tmp_path, leads_to_https=True) as served:
        answer = served.raw(b"POST / HTTP/1.1\r\nHost: clara.local\r\n\r\n")

    assert answer.startswith(b"HTTP/1.1 307")
    assert f"Location: https://clara.local:{served.https}/\r\n".encode() in answer


def test_peers_from_elsewhere_get_no_byte(tmp_path: Path) -> None:
    with (
        serving(tmp_path, welcome=lambda peer: peer != HOST) as served,
        socket.create_connection((HOST, served.http)) as peer,
    ):
        assert peer.recv(1) == b""


def test_old_tls_is_refused(served: Served) -> None:
    old = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    old.check_hostname, old.verify_mode = False, ssl.CERT_NONE
    with pytest.warns(DeprecationWarning, match="TLSv1_1"):
        old.maximum_version = ssl.TLSVersion.TLSv1_1
    old.set_ciphers("ALL:@SECLEVEL=0")

    with (
        socket.create_connection((HOST, served.https)) as peer,
        pytest.raises((ssl.SSLError, ConnectionError)),
    ):
        old.wrap_socket(peer)
    assert served.get(tls=True)[0] == 200


def test_streams_take_no_thread_from_requests_and_have_an_end(served: Served) -> None:
    ask = b"GET /api/v1/events?since=1 HTTP/1.1\r\nHost: a\r\n\r\n"
    with peers(served.http, STREAM_THREADS, ask) as streams:
        firsts = [_read_until(stream, b"data: first") for stream in streams]
        refused = served.raw(ask)

        assert len(firsts) == STREAM_THREADS
        assert refused.startswith(b"HTTP/1.1 503")
        assert b"Retry-After" in refused
        assert served.get()[0] == 200


def test_stops_at_once_with_open_streams_and_idle_connections(
    served: Served,
) -> None:
    ask = b"GET /api/v1/events HTTP/1.1\r\nHost: a\r\n\r\n"
    with peers(served.http, 10, ask) as streams, peers(served.https, 10):
        for stream in streams:
            _read_until(stream, b"data: first")

        served.server.stop()

        assert all(_ends(stream) for stream in streams)
    with pytest.raises(ConnectionRefusedError):
        served.get()


def _read_until(peer: socket.socket, wanted: bytes) -> bytes:
    got = b""
    while wanted not in got:
        part = peer.recv(4096)
        assert part, "the stream ended early"
        got += part
    return got


def _ends(peer: socket.socket) -> bool:
    try:
        while peer.recv(4096):
            pass
    except ConnectionError:
        pass
    return True
