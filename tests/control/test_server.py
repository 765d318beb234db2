"""The control server against real sockets: good clients, bad ones and many."""

from __future__ import annotations

import json
import os
import socket
import stat
import subprocess
import sys
import tempfile
import threading
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from clara_edge.control.address import connect
from clara_edge.control.client import ControlClient
from clara_edge.control.protocol import MAX_LINE_BYTES
from clara_edge.control.server import MAX_CLIENTS
from clara_edge.domain.errors import DaemonRunningError, SocketUnusableError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    Serve = Callable[[Path], AbstractContextManager[Any]]


@pytest.fixture
def raw(running: Any) -> Iterator[socket.socket]:
    with connect_to(running.path) as connection:
        yield connection


MANY = {f"unknown{number}": 1 for number in range(3_000)}


def connect_to(path: Path) -> socket.socket:
    return connect(path, timeout_s=10)


def exchange(connection: socket.socket, line: bytes) -> dict[str, Any]:
    connection.sendall(line + b"\n")
    return read(connection)


def read(connection: socket.socket) -> dict[str, Any]:
    received = b""
    while not received.endswith(b"\n"):
        piece = connection.recv(1)
        if not piece:
            raise EOFError(received)
        received += piece
    return json.loads(received)


def test_socket_and_its_folder_are_private(running: Any) -> None:
    assert stat.S_IMODE(running.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(running.path.parent.stat().st_mode) == 0o700


def test_answers_a_request_with_its_id(raw: socket.socket) -> None:
    answer = exchange(raw, b'{"id": "a", "method": "mute", "params": {"on": true}}')

    assert answer == {"id": "a", "result": {"on": True, "until": None}, "error": None}


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (b"garbage", "the request cannot be used: line: invalid json"),
        (b"\xff\xfe", "the request cannot be used: line: invalid json"),
        (b"[1]", "the request cannot be used: line: input should be an object"),
        (b'{"id": 1}', "the request cannot be used: method: field required"),
        (b'{"id": 1, "method": 5}', "method: input should be a valid string"),
        (b'{"id": 1, "method": "status", "x": 1}', "x: extra inputs are not permitted"),
        (b'{"id": 1, "method": "nonsense"}', "unknown method 'nonsense'"),
        (
            b'{"id": 1, "method": "mute"}',
            "parameters of 'mute' cannot be used: on: field required",
        ),
        (
            b'{"id": 1, "method": "mute", "params": {"on": "yes"}}',
            "on: input should be",
        ),
        (b'{"id": 1, "method": "status", "params": {"x": 1}}', "x: extra inputs"),
        (b'{"id": 1, "method": "volume", "params": {"level": 1.5}}', "level: input"),
        (b'{"id": 1, "method": "ask", "params": {"text": ""}}', "text: string should"),
        (
            json.dumps({"id": "x" * 60_000, "method": "status"}).encode(),
            "string should have at most 64 characters",
        ),
        (
            json.dumps({"id": 1, "method": "status"} | MANY).encode(),
            "extra inputs are not permitted; and 2990 more",
        ),
        (
            json.dumps({"id": 1, "method": "mute", "params": MANY}).encode(),
            "more",
        ),
        (
            json.dumps({"id": 1, "method": "status", "y" * 60_000: 1}).encode(),
            "y: extra inputs are not permitted",
        ),
        (b"[" * 60_000, "the request cannot be used: line: invalid json"),
        (b"x" * 1_000_000, "a line is too long"),
        (b"x" * MAX_LINE_BYTES, "a line is too long"),
    ],
)
def test_explains_a_bad_line_and_keeps_the_connection(
    line: bytes, message: str, raw: socket.socket
) -> None:
    error = exchange(raw, line)["error"]
    after = exchange(raw, b'{"id": 2, "method": "status"}')

    assert error["kind"] == "InputInvalidError"
    assert message in error["message"]
    assert after["result"]["state"] == "asleep"


def test_accepts_a_line_of_exactly_the_limit(raw: socket.socket) -> None:
    request = b'{"id": 1, "method": "status"}'

    answer = exchange(raw, request + b" " * (MAX_LINE_BYTES - len(request) - 1))

    assert answer["result"]["state"] == "asleep"


def test_passes_on_what_clara_says_about_an_error(raw: socket.socket) -> None:
    answer = exchange(raw, b'{"id": 1, "method": "refuse"}')

    assert answer["error"] == {
        "kind": "TaskNotFoundError",
        "message": "no task 5",
        "remedy": "name another",
    }


def test_keeps_the_details_of_an_unexpected_error_in_its_log(
    raw: socket.socket, caplog: pytest.LogCaptureFixture
) -> None:
    answer = exchange(raw, b'{"id": 1, "method": "break"}')

    assert answer["error"]["kind"] == "InternalError"
    assert "secret" not in json.dumps(answer)
    assert "a secret detail" in caplog.text


def test_refuses_an_answer_that_is_too_long(raw: socket.socket) -> None:
    answer = exchange(raw, b'{"id": 1, "method": "big"}')

    assert "does not fit" in answer["error"]["message"]


def test_answers_requests_sent_at_once_in_order(raw: socket.socket) -> None:
    lines = [b'{"id": %d, "method": "status"}\n' % number for number in range(100)]

    raw.sendall(b"".join(lines))

    assert [read(raw)["id"] for _ in lines] == list(range(100))


def test_a_hanging_request_does_not_hold_up_other_clients(
    running: Any, raw: socket.socket
) -> None:
    raw.sendall(b'{"id": 1, "method": "hang"}\n')

    with ControlClient(running.path) as other:
        assert other.call("status")["state"] == "asleep"


def test_sends_events_only_to_subscribers(running: Any, raw: socket.socket) -> None:
    with connect_to(running.path) as subscriber:
        exchange(subscriber, b'{"id": 1, "method": "subscribe"}')

        running.publish("state", state="listening")

        assert read(subscriber) == {
            "event": "state",
            "data": {"state": "listening"},
            "at": "2026-12-01T14:30:00Z",
        }
    # the next thing that the other one gets is its answer
    assert exchange(raw, b'{"id": 7, "method": "status"}')["id"] == 7


def test_drops_a_subscriber_that_does_not_read(running: Any) -> None:
    with connect_to(running.path) as slow, connect_to(running.path) as fast:
        for connection in (slow, fast):
            exchange(connection, b'{"id": 1, "method": "subscribe"}')
        fast_lines = fast.makefile("rb")

        for number in range(600):
            running.publish("heard", number=number, text="x" * 2_000)
            assert json.loads(fast_lines.readline())["data"]["number"] == number

        assert received_before_the_end(slow) < 600 * 2_000
        fast_lines.close()


def received_before_the_end(connection: socket.socket) -> int:
    received = 0
    try:
        while piece := connection.recv(65_536):
            received += len(piece)
    except ConnectionError:
        pass
    return received


def test_an_event_that_does_not_fit_is_logged_and_left_out(
    running: Any, caplog: pytest.LogCaptureFixture
) -> None:
    with connect_to(running.path) as subscriber:
        exchange(subscriber, b'{"id": 1, "method": "subscribe"}')

        running.publish("heard", text="x" * 70_000)
        running.publish("state", state="asleep")

        assert read(subscriber)["event"] == "state"
    assert "'heard' was not published" in caplog.text


def test_survives_clients_that_vanish_at_any_moment(running: Any) -> None:
    for sent in (
        b"",
        b'{"id": 1, "met',
        b'{"id": 1, "method": "status"}\n' * 50,
        b'{"id": 1, "method": "hang"}\n',
        b'{"id": 1, "method": "subscribe"}\n',
    ):
        connection = connect_to(running.path)
        connection.sendall(sent)
        connection.close()
        running.publish("state", state="asleep")

    with ControlClient(running.path) as client:
        assert client.call("status")["state"] == "asleep"


def test_serves_fifty_clients_at_once(running: Any) -> None:
    answers: list[float] = []

    def call(number: int) -> None:
        with ControlClient(running.path) as client:
            answers.extend(
                client.call("volume", level=number / 100)["level"] for _ in range(5)
            )

    threads = [threading.Thread(target=call, args=(number,)) for number in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answers) == sorted(
        number / 100 for number in range(50) for _ in "12345"
    )


def test_refuses_more_clients_than_it_can_serve(running: Any) -> None:
    with ExitStack() as clients:
        for _ in range(MAX_CLIENTS):
            client = clients.enter_context(connect_to(running.path))
            exchange(client, b'{"id": 1, "method": "status"}')
        one_more = clients.enter_context(connect_to(running.path))

        answer = exchange(one_more, b'{"id": 1, "method": "status"}')

    assert answer["error"]["message"] == f"{MAX_CLIENTS} clients are connected"


def test_a_burst_of_clients_larger_than_the_backlog_waits_for_its_turn(
    running: Any,
) -> None:
    paused = threading.Event()
    threading.Thread(target=lambda: running.do(lambda: paused.wait(10))).start()
    connected: list[socket.socket] = []
    burst = [
        threading.Thread(target=lambda: connected.append(connect_to(running.path)))
        for _ in range(100)
    ]
    for thread in burst:
        thread.start()

    paused.set()
    for thread in burst:
        thread.join()

    assert len(connected) == 100
    for client in connected:
        with client:
            assert exchange(client, b'{"id": 1, "method": "status"}')["id"] == 1


@pytest.mark.skipif(os.getuid() != 0, reason="only root can act as another user")
def test_refuses_another_user_even_if_the_file_lets_it_in(
    serve: Serve,
) -> None:
    code = (
        "import socket, sys\n"
        "s = socket.socket(socket.AF_UNIX); s.connect(sys.argv[1])\n"
        's.sendall(b\'{"id": 1, "method": "status"}\\n\'); print(s.makefile().readline())'
    )
    # pytest's own folders are closed to other users
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "control.sock"
        with serve(path):
            Path(folder).chmod(0o755)
            path.chmod(0o666)

            answer = subprocess.check_output(
                ["/usr/bin/env", "python3", "-c", code, str(path)],
                user=65_534,
                text=True,
                env={"PATH": "/usr/bin:/bin"},
            )

    assert "user id 65534 may not control this daemon" in answer


def test_removes_its_socket_when_it_closes(socket_path: Path, serve: Serve) -> None:
    with serve(socket_path):
        assert socket_path.exists()

    assert not socket_path.exists()


def test_leaves_a_socket_that_is_no_longer_its_own(
    socket_path: Path, serve: Serve
) -> None:
    with serve(socket_path):
        socket_path.unlink()
        socket_path.write_text("somebody else's")

    assert socket_path.read_text() == "somebody else's"


def test_replaces_the_socket_of_a_daemon_that_was_killed(
    socket_path: Path, serve: Serve
) -> None:
    socket_path.parent.mkdir()
    with socket.socket(socket.AF_UNIX) as dead:
        dead.bind(str(socket_path))

    with (
        serve(socket_path),
        ControlClient(socket_path) as client,
    ):
        assert client.call("status")["state"] == "asleep"


def test_never_replaces_a_socket_that_answers(running: Any, serve: Serve) -> None:
    with (
        pytest.raises(DaemonRunningError, match="already answers"),
        serve(running.path),
    ):
        pass

    with ControlClient(running.path) as client:
        assert client.call("status")["state"] == "asleep"


def test_refuses_a_file_in_the_way(socket_path: Path, serve: Serve) -> None:
    socket_path.parent.mkdir()
    socket_path.write_text("precious")

    with (
        pytest.raises(SocketUnusableError, match="is not a socket"),
        serve(socket_path),
    ):
        pass

    assert socket_path.read_text() == "precious"


def test_says_which_folder_cannot_be_used(tmp_path: Path, serve: Serve) -> None:
    (tmp_path / "run").write_text("")

    with (
        pytest.raises(SocketUnusableError, match=r"paths\.runtime"),
        serve(tmp_path / "run" / "control.sock"),
    ):
        pass


def test_works_at_a_path_longer_than_the_kernel_allows(
    tmp_path: Path, serve: Serve
) -> None:
    path = tmp_path / ("d" * 200) / "control.sock"

    with serve(path), ControlClient(path) as client:
        assert client.call("status")["state"] == "asleep"

    assert not path.exists()


def test_closing_drops_clients_and_hanging_requests(
    socket_path: Path, serve: Serve
) -> None:
    with serve(socket_path):
        idle, busy = connect_to(socket_path), connect_to(socket_path)
        exchange(idle, b'{"id": 1, "method": "subscribe"}')
        busy.sendall(b'{"id": 1, "method": "hang"}\n')

    for connection in (idle, busy):
        with connection, pytest.raises((EOFError, ConnectionError)):
            read(connection)


def test_closing_leaves_no_task_and_no_warning() -> None:
    code = (
        "import asyncio, pathlib, socket, tempfile\n"
        "from clara_edge.control.server import ControlServer\n"
        "async def main(path):\n"
        "    async with ControlServer(path, {}):\n"
        "        reader, writer = await asyncio.open_unix_connection(path)\n"
        '        writer.write(b\'{"id": 1, "method": "subscribe"}\\n\')\n'
        "        print((await reader.readline()).decode())\n"
        "    assert await reader.read() == b''\n"
        "    writer.close()\n"
        "    assert asyncio.all_tasks() == {asyncio.current_task()}\n"
        "with tempfile.TemporaryDirectory() as folder:\n"
        "    asyncio.run(main(pathlib.Path(folder) / 's'), debug=True)\n"
    )

    done = subprocess.run(
        [sys.executable, "-W", "error", "-X", "dev", "-c", code],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert '"result":{}' in done.stdout
