"""The client of OpenAI-compatible endpoints against real servers that behave badly."""

from __future__ import annotations

import logging
import os
import socket
import subprocess
import threading
from email.utils import formatdate
from ssl import PROTOCOL_TLS_SERVER, SSLContext
from typing import TYPE_CHECKING

import pytest

from clara_edge.domain.errors import LanguageModelBusyError, LanguageModelError
from clara_edge.engines.llm.openai_compatible import (
    OpenAiCompatibleModel,
    Settings,
    destination,
)
from tests.engines.llm.peers import DONE, HEAD, Peer, answer, event, request, status

if TYPE_CHECKING:
    from pathlib import Path

CHUNKED = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\n"
    b"Transfer-Encoding: chunked\r\n\r\n"
)
# short enough for a test, and nothing depends on how much longer it takes
SOON = {"connect_s": 5.0, "first_s": 0.2, "pause_s": 0.2, "total_s": 5.0}


def never() -> bool:
    return False


def ask(peer: Peer, grammar: str | None = None, **settings: object) -> list[str]:
    model = OpenAiCompatibleModel(
        Settings.model_validate({"url": peer.url, **settings})
    )
    return list(model.stream(request(grammar=grammar), never))


def failure(*script: bytes | None, **settings: object) -> LanguageModelError:
    with Peer([script]) as peer, pytest.raises(LanguageModelError) as caught:
        ask(peer, **settings)
    return caught.value


def test_yields_the_pieces_of_the_answer() -> None:
    with Peer([answer("Hello", " there", "", "!")]) as peer:
        pieces = ask(peer, model="small")

    assert pieces == ["Hello", " there", "!"]
    assert peer.asked[0].startswith(b"POST /v1/chat/completions HTTP/1.1\r\n")
    assert f"\r\nHost: localhost:{peer.port}\r\n".encode() in peer.asked[0]
    assert b"Authorization" not in peer.asked[0]
    assert peer.bodies() == [
        {
            "model": "small",
            "messages": [
                {"role": "system", "content": "Be brief."},
                {"role": "user", "content": "hello"},
            ],
            "stream": True,
            "max_tokens": 24,
            "temperature": 0.2,
        }
    ]


def test_understands_chunks_comments_and_events_in_pieces() -> None:
    whole = b": alive\r\n\r\nevent: x\r\n" + event("Ü").replace(b"\n", b"\r\n") + DONE
    chunks = [b"%x\r\n%b\r\n" % (1, whole[i : i + 1]) for i in range(len(whole))]

    with Peer([[CHUNKED, *chunks, b"0\r\n\r\n"]]) as peer:
        assert ask(peer) == ["Ü"]


@pytest.mark.parametrize(
    ("way", "field"),
    [
        ("gbnf", {"grammar": 'root ::= "a"'}),
        ("json", {"response_format": {"type": "json_object"}}),
        ("none", {}),
    ],
)
def test_tells_the_form_of_the_answer_in_the_way_that_the_endpoint_knows(
    way: str, field: dict
) -> None:
    with Peer([answer("a")]) as peer:
        model = OpenAiCompatibleModel(
            Settings.model_validate({"url": peer.url, "grammar": way})
        )
        list(model.stream(request(grammar='root ::= "a"'), never))

    [body] = peer.bodies()
    assert {k: body[k] for k in ("grammar", "response_format") if k in body} == field


def test_sends_the_key_of_a_file_and_never_logs_it(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    file = tmp_path / "key"
    file.write_text("sk-sesame\n")

    with Peer([answer("a"), [status(401, body=b'{"error": "sk-sesame?"}')]]) as peer:
        ask(peer, key_file=file)
        with pytest.raises(LanguageModelError) as caught:
            ask(peer, key_file=file)

    assert b"\r\nAuthorization: Bearer sk-sesame\r\n" in peer.asked[0]
    assert "sesame" not in str(caught.value) + caplog.text
    assert "key_file" in str(caught.value)


def test_sends_the_key_of_an_environment_variable(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DESKTOP_KEY", "k1")

    with Peer([answer("a")]) as peer:
        ask(peer, key_env="DESKTOP_KEY")

    assert b"\r\nAuthorization: Bearer k1\r\n" in peer.asked[0]


@pytest.mark.parametrize("text", ["", "two words", "a\nX-Evil: 1", "schlüssel"])
def test_refuses_a_key_that_is_none(text: str, tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text(text)

    with Peer([answer("a")]) as peer, pytest.raises(LanguageModelError) as caught:
        ask(peer, key_file=file)

    assert "holds no key" in str(caught.value)
    assert not text or text not in str(caught.value)
    assert not peer.asked


def test_names_a_key_file_that_cannot_be_read(tmp_path: Path) -> None:
    with Peer([answer("a")]) as peer, pytest.raises(LanguageModelError) as caught:
        ask(peer, key_file=tmp_path / "none")

    assert "No such file" in str(caught.value)


@pytest.mark.parametrize(
    ("script", "complaint"),
    [
        ([None], "no first word within 0.2 s"),
        ([HEAD, None], "no first word within 0.2 s"),
        ([HEAD, b": alive\n" * 3, event(""), None], "no first word within 0.2 s"),
        ([HEAD, event("a"), None], "no further word within 0.2 s"),
        ([HEAD, event("a"), b": alive\n\n", None], "no further word within 0.2 s"),
        ([HEAD[:9], None], "no first word within 0.2 s"),
    ],
    ids=["before head", "after head", "only noise", "middle", "noise", "half a head"],
)
def test_gives_up_on_a_server_that_hangs(
    script: list[bytes | None], complaint: str
) -> None:
    assert complaint in str(failure(*script, **SOON))


def test_gives_up_on_an_answer_that_only_drips() -> None:
    drops = [event("drip")] * 200_000

    error = failure(HEAD, *drops, total_s=0.3)

    assert "time allowed" in str(error) or "longer than" in str(error)


def test_gives_up_on_a_server_that_does_not_speak_tls() -> None:
    with Peer([[None]]) as peer:
        settings = Settings(url=f"https://localhost:{peer.port}", connect_s=0.2)
        with pytest.raises(LanguageModelError, match="no connection within"):
            list(OpenAiCompatibleModel(settings).stream(request(), never))


@pytest.mark.parametrize(
    ("script", "complaint"),
    [
        ([HEAD, event("a")], "cut in the middle"),
        ([CHUNKED, b"ff\r\n" + event("a")], "cut in the middle"),
        ([HEAD, event("a"), b"data: {nonsense\n\n"], "no JSON"),
        ([HEAD, b"data: " + b"[" * 60_000 + b"\n\n"], "no JSON"),
        ([HEAD, b"data: []\n\n"], "no chat completion"),
        ([HEAD, b'data: {"choices": [7]}\n\n'], "no chat completion"),
        ([HEAD, b'data: {"choices": {"a": 1}}\n\n'], "no chat completion"),
        (
            [HEAD, b'data: {"choices": [{"delta": {"content": 5}}]}\n\n'],
            "no chat completion",
        ),
        ([HEAD, b"data: \xff\xfe\n\n"], "no UTF-8"),
        ([HEAD, b"x" * 70_000], "longer than 64 KiB"),
        ([HEAD, b"data: " + b"x" * 70_000 + b"\n\n"], "longer than 64 KiB"),
        ([HEAD, *[b": " + b"x" * 60_000 + b"\n"] * 40], "longer than 2048 KiB"),
        ([HEAD, *[event("x" * 9_000)] * 8], "longer than 65536 characters"),
        (
            [HEAD, b'data: {"error": {"code": "oom", "message": "hello"}}\n\n'],
            "broke off with an error: oom",
        ),
        (
            [status(200, "Content-Type: text/html", body=b"<p>Hello</p>")],
            "answers with 'text/html'",
        ),
        (
            [status(200, "Content-Type: application/json", body=b"{}")],
            "answers with 'application/json'",
        ),
        ([status(404, body=b"not here")], "the error 404; check its url"),
        (
            [status(400, body=b'{"error": {"type": "invalid_request_error"}}')],
            "the error 400 (invalid_request_error)",
        ),
        ([status(302, "Location: http://127.0.0.1/")], "redirect (302)"),
    ],
)
def test_names_what_is_wrong_with_an_answer(
    script: list[bytes], complaint: str
) -> None:
    error = failure(*script)

    assert complaint in str(error)
    assert not isinstance(error, LanguageModelBusyError)


@pytest.mark.parametrize(
    "script",
    [
        [],
        [b"SSH-2.0-OpenSSH_9.2\r\n"],
        [b"\x00\xff" * 40_000],
        [b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200 + b"\r\n"],
        [b"HTTP/1.1 200 OK\r\nX: " + b"y" * 70_000],
        [HEAD],
        [HEAD, event("")],
        [CHUNKED, b"ff\r\nda"],
        [status(500)],
        [status(503)],
        [status(429)],
    ],
)
def test_a_failure_that_may_pass_is_told_as_such(script: list[bytes]) -> None:
    assert isinstance(failure(*script), LanguageModelBusyError)


def test_nobody_at_the_address_may_pass() -> None:
    with socket.socket() as taken:  # bound, so nobody else listens there
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"
        model = OpenAiCompatibleModel(Settings(url=url))

        with pytest.raises(LanguageModelBusyError, match=r"cannot be reached.*refused"):
            list(model.stream(request(), never))


def test_a_host_that_does_not_exist_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", nobody)
    model = OpenAiCompatibleModel(Settings(url="http://nas.local"))

    with pytest.raises(LanguageModelBusyError, match=r"nas\.local cannot be reached"):
        list(model.stream(request(), never))


@pytest.mark.parametrize(
    ("value", "low", "high"),
    [
        ("7", 7, 7),
        (formatdate(2_000_000_000, usegmt=True), 1e6, 1e9),
        (formatdate(0, usegmt=True), 0, 0),
        ("soon", None, None),
        ("-1", None, None),
        ("9" * 400, None, None),
    ],
)
def test_reads_when_to_come_back(
    value: str, low: float | None, high: float | None
) -> None:
    error = failure(status(429, f"Retry-After: {value}"))

    assert isinstance(error, LanguageModelBusyError)
    if low is None or high is None:
        assert error.retry_after_s is None
    else:
        assert error.retry_after_s is not None
        assert low <= error.retry_after_s <= high


def test_does_not_follow_a_redirect() -> None:
    with Peer([answer("a")]) as elsewhere:
        moved = status(307, f"Location: {elsewhere.url}/chat/completions")
        error = failure(moved)

        assert elsewhere.asked == []
    assert "not followed" in str(error)


@pytest.mark.parametrize("script", [[None], [HEAD, None], [HEAD, event("a"), None]])
def test_leaves_at_once_when_cancelled(script: list[bytes | None]) -> None:
    cancel = threading.Event()
    with Peer([script]) as peer:
        model = OpenAiCompatibleModel(Settings(url=peer.url))
        # from another thread, while this one waits for the network
        threading.Timer(0.05, cancel.set).start()

        pieces = list(model.stream(request(), cancel.is_set))

        assert peer.left.wait(10)
    assert pieces == (["a"] if len(script) == 3 else [])


def test_leaves_when_nobody_takes_the_rest() -> None:
    with Peer([[HEAD, event("a"), None]]) as peer:
        pieces = OpenAiCompatibleModel(Settings(url=peer.url)).stream(request(), never)

        assert next(pieces) == "a"
        pieces.close()  # type: ignore[attr-defined]

        assert peer.left.wait(10)


def test_cancelled_before_it_begins_it_connects_nowhere() -> None:
    with Peer([answer("a")]) as peer:
        model = OpenAiCompatibleModel(Settings(url=peer.url))

        assert list(model.stream(request(), lambda: True)) == []

    assert peer.asked == []


def test_replaces_half_a_character() -> None:
    half = b'data: {"choices": [{"delta": {"content": "a\\ud83d"}}]}\n\n'

    with Peer([[HEAD, half, DONE]]) as peer:
        assert "".join(ask(peer)) == "a\N{REPLACEMENT CHARACTER}"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("tls") / "server.pem"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt"),
            *("ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", "/CN=x"),
            *("-addext", "subjectAltName=DNS:localhost"),
            *("-keyout", str(file), "-out", f"{file}.crt"),
        ],
        check=True,
        capture_output=True,
    )
    with file.open("a") as both:
        both.write(file.with_name("server.pem.crt").read_text())
    return file


def test_speaks_tls_with_a_server_whose_certificate_is_trusted(
    certificate: Path,
) -> None:
    context = SSLContext(PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)

    with Peer([answer("safe")], tls=context) as peer:
        assert ask(peer, ca_file=f"{certificate}.crt") == ["safe"]


def test_refuses_a_server_that_cannot_prove_who_it_is(certificate: Path) -> None:
    context = SSLContext(PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)

    with Peer([answer("a")], tls=context) as peer:
        with pytest.raises(LanguageModelError, match="cannot prove who it is"):
            ask(peer)

        assert peer.asked == []


def test_refuses_a_public_address_behind_a_private_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # the name server of a network decides what nas.local is
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.215.14", 80))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    model = OpenAiCompatibleModel(Settings(url="http://nas.local/v1"))

    with pytest.raises(LanguageModelError, match="no private address"):
        list(model.stream(request(), never))


@pytest.mark.parametrize(
    ("url", "goes_to"),
    [
        ("http://localhost:8080/v1", None),
        ("http://127.0.0.1/v1", None),
        ("http://[::1]:8080/v1", None),
        ("http://192.168.1.20:8080/v1", "192.168.1.20:8080"),
        ("https://api.example.com/v1", "api.example.com"),
        ("https://[2001:db8::1]:444/v1", "[2001:db8::1]:444"),
        ("http://nas.local/v1/", "nas.local"),
    ],
)
def test_tells_where_requests_go(url: str, goes_to: str | None) -> None:
    assert destination(Settings(url=url)) == goes_to


def test_uses_no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setitem(os.environ, name, "http://127.0.0.1:9")

    with Peer([answer("a")]) as peer:
        assert ask(peer) == ["a"]
