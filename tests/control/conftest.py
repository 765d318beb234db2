"""A control server in its own thread, with handlers that tests steer."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
import threading
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Self

import pytest

from clara_edge.control.protocol import Event
from clara_edge.control.server import ControlServer
from clara_edge.domain.errors import TaskNotFoundError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

AT = datetime(2026, 12, 1, 14, 30, tzinfo=UTC)


class RunningServer:
    """The real server on its own event loop, so that tests may block."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.server = ControlServer(
            path,
            {
                "status": self._status,
                "mute": self._echo,
                "volume": self._echo,
                "ask": self._echo,
                "refuse": self._refuse,
                "break": self._break,
                "big": self._big,
                "hang": self._hang,
            },
        )
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)

    def publish(self, name: str, **data: Any) -> None:
        """Publish from the loop's thread and wait until that is done."""
        self.do(lambda: self.server.publish(Event(event=name, data=data, at=AT)))

    def do(self, call: Callable[[], None]) -> None:
        """Run something in the loop's thread and wait for it."""

        async def run() -> None:
            call()

        asyncio.run_coroutine_threadsafe(run(), self._loop).result(10)

    def wait_until_idle(self) -> None:
        """Wait until the server has noticed that every client is gone."""

        async def wait() -> None:
            clients = self.server._clients
            while clients:
                await asyncio.wait(tuple(clients.values()))

        asyncio.run_coroutine_threadsafe(wait(), self._loop).result(10)

    def __enter__(self) -> Self:
        self._thread.start()
        try:
            asyncio.run_coroutine_threadsafe(self.server.start(), self._loop).result(10)
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self.server.close(), self._loop).result(10)
        self._end()

    def _end(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.run_until_complete(self._loop.shutdown_default_executor())
        self._loop.close()

    @staticmethod
    async def _status(params: dict[str, Any]) -> dict[str, Any]:
        return {"state": "asleep", "pid": 1, "uptime_s": 2.5, "version": "0"}

    @staticmethod
    async def _echo(params: dict[str, Any]) -> dict[str, Any]:
        return params

    @staticmethod
    async def _refuse(params: dict[str, Any]) -> dict[str, Any]:
        raise TaskNotFoundError("no task 5", remedy="name another")

    @staticmethod
    async def _break(params: dict[str, Any]) -> dict[str, Any]:
        raise ZeroDivisionError("a secret detail")

    @staticmethod
    async def _big(params: dict[str, Any]) -> dict[str, Any]:
        return {"text": "x" * 70_000}

    @staticmethod
    async def _hang(params: dict[str, Any]) -> dict[str, Any]:
        await asyncio.get_running_loop().create_future()
        return {}


@pytest.fixture
def socket_path(tmp_path: Path) -> Path:
    return tmp_path / "run" / "control.sock"


@pytest.fixture
def running(socket_path: Path) -> Iterator[RunningServer]:
    with RunningServer(socket_path) as server:
        yield server


@pytest.fixture
def serve() -> type[RunningServer]:
    return RunningServer


FREEZE = """
import asyncio, os, pathlib, signal, sys
from clara_edge.control.server import ControlServer
async def main():
    async with ControlServer(pathlib.Path(sys.argv[1]), {}):
        print("up", flush=True)
        await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
asyncio.run(main())
"""


@pytest.fixture
def frozen_daemon(socket_path: Path) -> Iterator[int]:
    """Pid of a daemon that is stopped (SIGSTOP): its socket accepts, nobody answers."""
    with subprocess.Popen(
        [sys.executable, "-c", FREEZE, str(socket_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.send_signal(signal.SIGSTOP)
        yield process.pid
        process.kill()
