"""The commands that speak to the voice daemon, against a real control server."""

from __future__ import annotations

import asyncio
import json
import threading
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner, Result

from clara_edge.cli.main import cli
from clara_edge.config.clock import SystemClock
from clara_edge.control.client import ControlClient
from clara_edge.control.protocol import Event
from clara_edge.control.server import ControlServer
from clara_edge.domain.errors import DaemonUnreachableError, RequestRefusedError
from clara_edge.storage.open import open_store
from tests.tasks import add_task

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

STATUS = {
    "state": "asleep",
    "since": "2026-12-01T14:30:00+00:00",
    "pid": 77,
    "uptime_s": 7500.0,
    "version": "0.1.0",
    "engines": [
        {"stage": "stt", "name": "sherpa_offline/x", "state": "active", "reason": None},
        {"stage": "tts", "name": "piper", "state": "unavailable", "reason": "no voice"},
    ],
    "audio": {
        "input": {"device": "Jabra", "state": "lost", "xruns": 3, "problem": "gone"},
        "output": {"device": "default", "state": "ok", "xruns": 0},
    },
    "muted": False,
    "volume": 0.8,
    "turns": {"count": 12, "failed": 1, "response_ms": {"p50": 480, "p95": 910}},
    "memory_mib": 210.4,
    "last_error": "engine x broke",
}


class Daemon:
    """A real control server that remembers what it was asked."""

    def __init__(self, path: Path) -> None:
        self.asked: list[tuple[str, dict[str, Any]]] = []
        self.answers: dict[str, dict[str, Any]] = {
            "status": STATUS,
            "mute": {"muted": True},
            "volume": {"volume": 0.4},
            "listen": {"state": "listening"},
            "stop": {},
        }
        self._path = path

    @contextmanager
    def serving(self) -> Iterator[None]:
        loop = asyncio.new_event_loop()
        thread = threading.Thread(target=loop.run_forever)
        thread.start()
        self._server = ControlServer(
            self._path, {name: self._handler(name) for name in self.answers}
        )
        asyncio.run_coroutine_threadsafe(self._server.start(), loop).result(10)
        try:
            yield
        finally:
            asyncio.run_coroutine_threadsafe(self._server.close(), loop).result(10)
            loop.call_soon_threadsafe(loop.stop)
            thread.join()
            loop.run_until_complete(loop.shutdown_default_executor())
            loop.close()

    def _handler(self, name: str) -> Callable[[dict[str, Any]], Any]:
        async def handle(params: dict[str, Any]) -> dict[str, Any]:
            self.asked.append((name, params))
            if name == "stop":
                for kind in ("state", "reply"):
                    at = datetime.fromisoformat("2026-12-01T14:30:00+00:00")
                    self._server.publish(Event(event=kind, data={"n": 1}, at=at))
            return self.answers[name]

        return handle


@pytest.fixture
def daemon(tmp_path: Path) -> Iterator[Daemon]:
    daemon = Daemon(tmp_path / "run" / "control.sock")
    with daemon.serving():
        yield daemon


@pytest.fixture
def clara(tmp_path: Path) -> Callable[..., Result]:
    def run(*arguments: str) -> Result:
        # port 9 (discard) is nobody's web service
        options = [
            f"-opaths.data={tmp_path}",
            "-oweb.host=127.0.0.1",
            "-oweb.port=9",
            "-oweb.https_port=9",
        ]
        return CliRunner().invoke(cli, [*options, *arguments])

    return run


@pytest.mark.parametrize(
    ("arguments", "asked", "said"),
    [
        (("mute",), ("mute", {"on": True, "until": None}), "the microphone is off\n"),
        (
            ("mute", "on"),
            ("mute", {"on": True, "until": None}),
            "the microphone is off\n",
        ),
        (("volume", "40"), ("volume", {"level": 0.4}), "volume 40%\n"),
        (("volume", "100"), ("volume", {"level": 1.0}), "volume 40%\n"),
        (("volume",), ("volume", {"level": None}), "volume 40%\n"),
        (("listen",), ("listen", {}), "listening\n"),
        (("stop",), ("stop", {}), "stopped\n"),
    ],
)
def test_command_asks_the_daemon_and_tells_its_answer(
    arguments: tuple[str, ...],
    asked: tuple[str, dict[str, Any]],
    said: str,
    clara: Callable[..., Result],
    daemon: Daemon,
) -> None:
    result = clara(*arguments)

    assert (result.exit_code, result.output) == (0, said)
    assert daemon.asked == [asked]


def test_mute_off_switches_the_microphone_on(
    clara: Callable[..., Result], daemon: Daemon
) -> None:
    daemon.answers["mute"] = {"muted": False}

    assert clara("mute", "off").output == "the microphone is on\n"
    assert daemon.asked == [("mute", {"on": False, "until": None})]


@pytest.mark.parametrize(
    "arguments",
    [("mute", "maybe"), ("volume", "101"), ("volume", "-1"), ("volume", "x")],
)
def test_wrong_usage_asks_nothing(
    arguments: tuple[str, ...], clara: Callable[..., Result], daemon: Daemon
) -> None:
    assert clara(*arguments).exit_code == 2
    assert daemon.asked == []


@pytest.mark.parametrize("name", ["mute", "volume", "listen", "stop", "events"])
def test_command_fails_with_the_remedy_when_the_daemon_is_down(
    name: str, clara: Callable[..., Result]
) -> None:
    result = clara(name)

    assert isinstance(result.exception, DaemonUnreachableError)
    assert "start it with: clara run" in str(result.exception)


def test_command_passes_on_a_refusal(
    clara: Callable[..., Result], daemon: Daemon
) -> None:
    daemon.answers["listen"] = {"state": "x" * 70_000}

    assert isinstance(clara("listen").exception, RequestRefusedError)


@pytest.mark.parametrize("as_json", [True, False])
def test_events_are_printed_until_the_daemon_ends(
    as_json: bool, tmp_path: Path, clara: Callable[..., Result]
) -> None:
    daemon = Daemon(tmp_path / "run" / "control.sock")
    results: list[Result] = []
    arguments = ("events", "--json") if as_json else ("events",)
    with daemon.serving():
        thread = threading.Thread(target=lambda: results.append(clara(*arguments)))
        thread.start()
        follow(daemon)
    thread.join()

    (result,) = results
    first, second, *_ = result.output.splitlines()
    assert result.exit_code == 0
    if as_json:
        assert json.loads(first)["event"] == "state"
        assert json.loads(second)["data"] == {"n": 1}
    else:
        assert first.split()[1:] == ["state", "n=1"]
        assert second.split()[1:] == ["reply", "n=1"]


def follow(daemon: Daemon) -> None:
    """Make events until somebody subscribed has had some."""
    with ControlClient(daemon._path) as client:
        while not any(c.subscribed for c in tuple(daemon._server._clients)):
            client.call("status")
        client.call("stop")


def test_status_works_without_a_daemon(
    clara: Callable[..., Result], tmp_path: Path
) -> None:
    result = clara("status")

    lines = {
        line[:14].strip(): line[14:].split() for line in result.output.splitlines()
    }
    assert result.exit_code == 0
    assert lines["voice daemon"][:2] == ["not", "running"]
    assert "clara run" in result.output
    assert lines["web pages"][:2] == ["not", "running"]
    assert f"the first task makes {tmp_path}/clara.db" in result.output
    assert not (tmp_path / "clara.db").exists()


def test_status_shows_what_the_daemon_tells(
    clara: Callable[..., Result], daemon: Daemon
) -> None:
    output = clara("status").output

    for text in (
        "pid 77, up 2 h 5 min",
        "Jabra, 3 xruns, gone",
        "piper: no voice",
        "sherpa_offline/x",
        "80%",
        "1 failed, answers in 480 ms (p50), 910 ms (p95)",
        "210 MiB",
        "engine x broke",
    ):
        assert text in output


def test_status_for_programs_is_one_object(
    clara: Callable[..., Result], tmp_path: Path, daemon: Daemon
) -> None:
    store = open_store(tmp_path / "clara.db", SystemClock())
    add_task(store, "buy milk")
    store.close()

    facts = json.loads(clara("status", "--json").output)

    assert facts["voice"]["running"] is True
    assert facts["voice"]["turns"]["response_ms"] == {"p50": 480.0, "p95": 910.0}
    assert (facts["web"]["address"], facts["web"]["running"]) == (
        "http://127.0.0.1:9",
        False,
    )
    assert facts["web"]["https"] == ["https://127.0.0.1:9"]
    assert facts["web"]["certificate"]["fingerprint"] is None
    assert facts["tasks"] == {
        "database": f"{tmp_path}/clara.db",
        "state": "ok",
        "open": 1,
        "to_tell": [],
    }
    assert {"name", "state", "problem"} == set(facts["models"][0])


def test_status_tells_a_damaged_database(
    clara: Callable[..., Result], tmp_path: Path
) -> None:
    (tmp_path / "clara.db").write_bytes(b"not a database at all" * 100)

    facts = json.loads(clara("status", "--json").output)

    assert facts["tasks"]["state"] == "unusable"
    assert "clara.db" in facts["tasks"]["problem"]
    assert facts["voice"]["problem"].startswith("the voice daemon is not running")
