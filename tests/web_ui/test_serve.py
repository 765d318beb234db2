"""The real web server as a process."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
from contextlib import contextmanager
from http.client import HTTPConnection
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

START = "from web_ui.serve import main; main()"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def command(port: int, data: Path) -> list[str]:
    options = [f"-oweb.port={port}", f"-opaths.data={data}"]
    return [sys.executable, "-W", "error", "-c", START, *options]


@contextmanager
def serving(port: int, data: Path) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        command(port, data), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        try:
            assert f"http://127.0.0.1:{port}" in process.stdout.readline()
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


def test_says_that_its_address_is_taken(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = int(other.getsockname()[1])

        done = subprocess.run(
            command(port, tmp_path), capture_output=True, text=True, check=False
        )

    assert done.returncode == 1
    assert "clara-web: error: web pages cannot be served at" in done.stderr
    assert "Address already in use" in done.stderr
    assert "set web.host and web.port" in done.stderr


def test_starts_again_at_once_on_the_same_port(tmp_path: Path) -> None:
    port = free_port()
    for _ in range(2):
        with serving(port, tmp_path) as process:
            assert get(port, "/")[0] == 200
            process.terminate()
            assert process.wait(5) == 0
