"""The blocking client, against the real server and against things that are none."""

from __future__ import annotations

import os
import signal
import socket
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from clara_edge.control.client import ControlClient
from clara_edge.control.protocol import MAX_LINE_BYTES
from clara_edge.control.status import read_status
from clara_edge.domain.errors import (
    DaemonUnreachableError,
    InputInvalidError,
    RequestRefusedError,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager


@pytest.fixture
def impostor(socket_path: Path) -> Iterator[Callable[[bytes], None]]:
    """Something that listens on the socket and answers one request with any bytes."""
    socket_path.parent.mkdir()
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(socket_path))
    listener.listen()
    threads = []

    def answer_with(answer: bytes) -> None:
        def serve() -> None:
            connection, _ = listener.accept()
            with connection:
                connection.recv(65_536)
                connection.sendall(answer)

        threads.append(threading.Thread(target=serve))
        threads[0].start()

    yield answer_with
    for thread in threads:
        thread.join()
    listener.close()


def test_returns_the_result(running: Any) -> None:
    with ControlClient(running.path) as client:
        assert client.call("mute", on=True) == {"on": True, "until": None}
        assert client.call("volume", level=1) == {"level": 1.0}


def test_raises_what_the_daemon_refuses_and_can_go_on(running: Any) -> None:
    with ControlClient(running.path) as client:
        with pytest.raises(RequestRefusedError, match="no task 5; name another"):
            client.call("refuse")

        assert client.call("status")["state"] == "asleep"


def test_says_how_to_start_a_daemon_that_is_not_running(socket_path: Path) -> None:
    with pytest.raises(
        DaemonUnreachableError, match="is not running; start it with: clara run"
    ):
        ControlClient(socket_path).call("status")


def test_says_that_a_killed_daemon_is_not_running(socket_path: Path) -> None:
    socket_path.parent.mkdir()
    with socket.socket(socket.AF_UNIX) as dead:
        dead.bind(str(socket_path))

    with pytest.raises(DaemonUnreachableError, match="is not running"):
        ControlClient(socket_path).call("status")


def test_gives_up_on_a_daemon_that_hangs(running: Any) -> None:
    with ControlClient(running.path, timeout_s=0.05) as client:
        with pytest.raises(DaemonUnreachableError, match="does not answer"):
            client.call("hang")

        # the late answer must not be taken for this one
        assert client.call("status")["state"] == "asleep"


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 400 Bad Request\r\n\r\n",
        b'{"id": 999, "result": {}}\n',
        b'{"id": 1}\n',
        b"x" * (MAX_LINE_BYTES + 10),
    ],
)
def test_recognises_what_does_not_speak_its_protocol(
    answer: bytes, impostor: Callable[[bytes], None], socket_path: Path
) -> None:
    impostor(answer)

    with (
        ControlClient(socket_path) as client,
        pytest.raises(DaemonUnreachableError, match="does not speak Clara's protocol"),
    ):
        client.call("status")


@pytest.mark.parametrize("answer", [b"", b'{"id": 1, "resu'])
def test_tells_when_the_daemon_dies_in_the_middle(
    answer: bytes, impostor: Callable[[bytes], None], socket_path: Path
) -> None:
    impostor(answer)

    with (
        ControlClient(socket_path) as client,
        pytest.raises(DaemonUnreachableError, match="closed the connection"),
    ):
        client.call("status")


def test_refuses_to_send_a_request_that_is_too_long(running: Any) -> None:
    with ControlClient(running.path) as client:
        with pytest.raises(InputInvalidError, match="does not fit"):
            client.call("ask", text="x" * 70_000)

        assert client.call("status")["state"] == "asleep"


def test_yields_events_until_the_daemon_ends(
    serve: Callable[[Path], AbstractContextManager[Any]], socket_path: Path
) -> None:
    with serve(socket_path) as server:
        events = ControlClient(socket_path).events()
        seen: list[str] = []
        subscribed = threading.Event()

        def follow() -> None:
            for event in events:
                seen.append(event.event)
                subscribed.set()

        thread = threading.Thread(target=follow)
        thread.start()
        while not subscribed.wait(0.01):
            server.publish("state", state="asleep")
        server.publish("reply", text="done")
    thread.join()

    assert set(seen[:-1]) == {"state"}
    assert seen[-1] == "reply"


def test_a_new_call_works_after_the_daemon_was_restarted(
    serve: Callable[[Path], AbstractContextManager[Any]], socket_path: Path
) -> None:
    with ControlClient(socket_path) as client:
        with serve(socket_path):
            client.call("status")
        with pytest.raises(DaemonUnreachableError):
            client.call("status")
        with serve(socket_path):
            assert client.call("status")["state"] == "asleep"


def test_many_calls_leave_no_descriptor_open(running: Any) -> None:
    def descriptors() -> int:
        return len(list(Path("/proc/self/fd").iterdir()))

    def call() -> None:
        with ControlClient(running.path) as client:
            client.call("status")

    call()
    running.do(lambda: None)
    before = descriptors()
    for _ in range(20):
        call()
    # the server notices the end of the last ones a little later than we do
    running.wait_until_idle()

    assert descriptors() <= before


def test_reads_status_and_ignores_what_a_newer_daemon_adds(running: Any) -> None:
    with ControlClient(running.path) as client:
        status = read_status(client)

    assert (status.state, status.pid, status.turns.count) == ("asleep", 1, 0)


def test_tells_when_the_status_is_not_understood(
    impostor: Callable[[bytes], None], socket_path: Path
) -> None:
    impostor(b'{"id": 1, "result": {"state": 5}}\n')

    with (
        ControlClient(socket_path) as client,
        pytest.raises(DaemonUnreachableError, match="of another version"),
    ):
        read_status(client)


def test_a_frozen_daemon_is_told_from_a_dead_one(
    socket_path: Path, frozen_daemon: int
) -> None:
    with pytest.raises(DaemonUnreachableError, match="does not answer; restart it"):
        ControlClient(socket_path, timeout_s=0.1).call("status")

    os.kill(frozen_daemon, signal.SIGCONT)
