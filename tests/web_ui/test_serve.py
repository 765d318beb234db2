"""The real web server as a process."""

from __future__ import annotations

import signal
import socket
import ssl
import subprocess
import sys
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from clara_edge.config.service import HOPELESS
from clara_edge.discovery.presence import read_presence

if TYPE_CHECKING:
    from collections.abc import Iterator

START = "from web_ui.serve import main; main()"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def command(port: int, data: Path, *more: str) -> list[str]:
    options = [
        f"-oweb.port={port}",
        f"-opaths.data={data}",
        "-oweb.host=127.0.0.1",
        f"-oweb.https_port={free_port()}",
        *more,
    ]
    return [sys.executable, "-W", "error", "-c", START, *options]


@contextmanager
def serving(port: int, data: Path, *more: str) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        command(port, data, *more),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        try:
            while f"http://127.0.0.1:{port}" not in (line := process.stdout.readline()):
                assert line, "it never said where the pages are"
            yield process
        finally:
            process.kill()


def get(port: int, path: str) -> tuple[int, str]:
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
def test_serves_until_it_is_told_to_end(ending: signal.Signals, tmp_path: Path) -> None:
    port = free_port()
    with serving(port, tmp_path) as process:
        status, body = get(port, "/health")
        # an idle connection must not hold it up
        with socket.create_connection(("127.0.0.1", port)):
            process.send_signal(ending)
            _, errors = process.communicate(timeout=5)

    assert (status, '"status":"ok"' in body) == (200, True)
    assert (process.returncode, errors) == (0, "")


def test_can_be_reached_from_this_machine_only(tmp_path: Path) -> None:
    port = free_port()
    with serving(port, tmp_path), pytest.raises(ConnectionRefusedError):
        # all of 127/8 is this machine, but only 127.0.0.1 is listened on
        socket.create_connection(("127.0.0.2", port), timeout=5)


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that another program has."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield int(other.getsockname()[1])


def test_says_that_its_ports_are_taken(tmp_path: Path, taken: int) -> None:
    done = subprocess.run(
        command(taken, tmp_path, f"-oweb.https_port={taken}"),
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == HOPELESS
    assert done.stderr.count("\n") == 1
    assert "clara-web: error: the web pages cannot be served by HTTPS at" in done.stderr
    assert "Address already in use" in done.stderr
    assert "stop the program that has it, or set web.https_port" in done.stderr


def test_serves_the_other_when_one_port_is_taken(tmp_path: Path, taken: int) -> None:
    port = free_port()
    with serving(port, tmp_path, f"-oweb.https_port={taken}") as process:
        told = read_presence(tmp_path / "run" / "web.json")
        process.terminate()
        process.communicate(timeout=10)

    assert told is not None
    assert (told.http_port, told.https_port) == (port, None)
    assert f"port {taken}: Address already in use" in told.problems[0]
    assert process.returncode == 0


def test_clara_run_says_once_that_the_web_pages_stay_down(
    tmp_path: Path, taken: int
) -> None:
    options = [
        f"-opaths.data={tmp_path}",
        f"-oweb.port={taken}",
        "-oweb.host=127.0.0.1",
        "-oweb.https=false",
    ]
    clara = Path(sys.executable).with_name("clara")
    done = subprocess.run(
        [str(clara), *options, "run", "--no-voice"],
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )

    assert done.returncode == 1
    assert done.stderr.count("Address already in use") == 1
    assert "clara-web stays down for the reason above" in done.stderr


def test_https_works_with_the_authority_that_it_made(tmp_path: Path) -> None:
    https = free_port()
    with serving(free_port(), tmp_path, f"-oweb.https_port={https}"):
        trust = ssl.create_default_context(cafile=str(tmp_path / "tls/authority.pem"))
        with (
            socket.create_connection(("127.0.0.1", https), timeout=10) as plain,
            trust.wrap_socket(plain, server_hostname="clara.local") as secure,
        ):
            secure.sendall(b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n")
            answer = secure.recv(4096)

    assert answer.startswith(b"HTTP/1.1 200")


def test_starts_again_at_once_on_the_same_port(tmp_path: Path) -> None:
    port = free_port()
    for _ in range(2):
        with serving(port, tmp_path) as process:
            assert get(port, "/health")[0] == 200
            process.terminate()
            assert process.wait(5) == 0
