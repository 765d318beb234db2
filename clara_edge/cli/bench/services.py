"""Clara's services as benchmarks start them: real ones, in a home of their own."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import threading
import time
from contextlib import closing, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import psutil

from clara_edge.config.folders import resolve_folders
from clara_edge.config.schema import Paths
from clara_edge.config.service import SUPERVISOR_VARIABLE, service_options
from clara_edge.control.client import ControlClient
from clara_edge.domain.errors import DaemonError, DaemonUnreachableError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path
    from types import TracebackType

    from clara_edge.cli.bench.sound_card import SoundCard
    from clara_edge.cli.main import CliState

START_LIMIT_S = 60.0
STOP_LIMIT_S = 10.0
_POLL_S = 0.05
_MB = 1_000_000
_START_VOICE = "from clara_edge.cli.services import voice; voice()"
_START_WEB = "from web_ui.serve import main; main()"


def home_paths(state: CliState, home: Path) -> Paths:
    """Return folders below `home`, with the models that are installed already."""
    return Paths(
        data=home / "data",
        cache=home / "cache",
        runtime=home / "run",
        models=state.folders.models,
    )


@dataclass(frozen=True, slots=True)
class Happened:
    """An event of the voice daemon."""

    name: str
    data: Mapping[str, Any]
    sent_s: float
    """When the daemon sent it, on the monotonic clock."""


class Service:
    """A service in a process of its own; its log is kept in its home."""

    def __init__(
        self,
        state: CliState,
        home: Path,
        start: str,
        overrides: Sequence[str],
        environment: Mapping[str, str],
    ) -> None:
        """Start it with the owner's options, but with every folder below `home`."""
        paths = home_paths(state, home)
        self.folders = resolve_folders(paths)
        self._log = home / "service.log"
        places = [f"paths.{name}={value}" for name, value in paths]
        options = service_options(
            state.file, [*state.overrides, *places, *overrides], debug=state.debug
        )
        with self._log.open("ab") as log:
            self.process = subprocess.Popen(  # noqa: S603 - our own service
                [sys.executable, "-P", "-c", start, *options],
                env={
                    **os.environ,
                    **environment,
                    # it ends when we do, even by kill -9
                    SUPERVISOR_VARIABLE: str(os.getpid()),
                },
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        self._seen = psutil.Process(self.process.pid)

    def cpu_s(self) -> float:
        """Return the processor time used so far, with that of programs it ran."""
        times = self._seen.cpu_times()
        return float(
            times.user + times.system + times.children_user + times.children_system
        )

    def rss_mb(self) -> float:
        """Return the resident memory in units of 10^6 bytes."""
        return float(self._seen.memory_info().rss) / _MB

    def check(self) -> None:
        """Raise DaemonUnreachableError, with its last words, if it has ended."""
        status = self.process.poll()
        if status is not None:
            lines = self._log.read_text(errors="replace").strip().splitlines()
            raise DaemonUnreachableError(
                f"the service ended with status {status}: {lines[-1] if lines else ''}"
            )

    def close(self) -> None:
        """End it. Idempotent."""
        self.process.terminate()
        try:
            self.process.wait(STOP_LIMIT_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def await_true(self, ready: Callable[[], bool]) -> None:
        """Block until it is ready; raises as check(), or when it takes too long."""
        end_s = time.monotonic() + START_LIMIT_S
        while not ready():
            self.check()
            if time.monotonic() > end_s:
                raise DaemonUnreachableError(
                    f"the service is not ready after {START_LIMIT_S:.0f} s"
                )
            time.sleep(_POLL_S)


class VoiceDaemon(Service):
    """The voice daemon on a virtual sound card, and what it tells subscribers."""

    def __init__(self, state: CliState, home: Path, card: SoundCard) -> None:
        """Start it and wait until it sleeps with its microphone open."""
        devices = (
            f"audio.input={card.microphone}",
            f"audio.output={card.loudspeaker}",
            "voice.muted=false",
        )
        super().__init__(state, home, _START_VOICE, devices, card.env)
        self._events: list[Happened] = []
        self._changed = threading.Condition()
        self._follower = threading.Thread(target=self._follow, daemon=True)
        self._follower.start()
        try:
            self.await_true(self._is_asleep)
            self.await_true(self._is_followed)
        except BaseException:
            self.close()
            raise

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        """Ask it over its control socket."""
        with ControlClient(self.folders.control_socket) as client:
            return client.call(method, **params)

    def events(self, name: str, *, since_s: float) -> list[Happened]:
        """Return the events of one name that were sent since then."""
        with self._changed:
            return [e for e in self._events if e.name == name and e.sent_s >= since_s]

    def wait_for(
        self,
        name: str,
        fits: Callable[[Mapping[str, Any]], bool] = lambda _data: True,
        *,
        since_s: float,
        timeout_s: float,
    ) -> Happened | None:
        """Block until such an event, or return None after the timeout; raises as check()."""
        end_s = time.monotonic() + timeout_s
        while True:
            found = [e for e in self.events(name, since_s=since_s) if fits(e.data)]
            if found:
                return found[0]
            self.check()
            left_s = end_s - time.monotonic()
            if left_s <= 0:
                return None
            with self._changed:
                self._changed.wait(min(left_s, _POLL_S))

    def close(self) -> None:
        """End it. Idempotent."""
        super().close()
        self._follower.join()

    def _is_asleep(self) -> bool:
        with suppress(DaemonUnreachableError):
            return bool(self.call("status")["state"] == "asleep")
        return False

    def _is_followed(self) -> bool:
        # only an event shows that the subscription has begun
        self.call("volume", level=self.call("volume")["volume"])
        return bool(self.events("volume", since_s=0.0))

    def _follow(self) -> None:
        client = ControlClient(self.folders.control_socket)
        while self.process.poll() is None:
            with suppress(DaemonUnreachableError):
                for event in client.events():
                    # sent by the wall clock, measured by the monotonic one
                    ahead_s = time.time() - time.monotonic()
                    sent_s = event.at.timestamp() - ahead_s
                    self._note(Happened(event.event, event.data, sent_s))
            time.sleep(_POLL_S)

    def _note(self, event: Happened) -> None:
        with self._changed:
            self._events.append(event)
            self._changed.notify_all()


class QuietDaemon(Service):
    """The voice daemon without anybody to hear: for what other processes ask of it."""

    def __init__(self, state: CliState, home: Path) -> None:
        """Start it and wait until it reads what others were told."""
        # sound and models of its own would only take time from what is measured
        none = ("wake.engines=[]", "language_model.enabled=false", "voice.muted=true")
        super().__init__(state, home, _START_VOICE, none, {})
        try:
            self.await_true(self._reads)
        except BaseException:
            self.close()
            raise

    def _reads(self) -> bool:
        with (
            suppress(DaemonError),
            ControlClient(self.folders.control_socket) as client,
        ):
            client.call("understand", text="add milk")
            return True
        return False


class WebService(Service):
    """The web service on a port of its own."""

    def __init__(self, state: CliState, home: Path) -> None:
        """Start it and wait until it answers."""
        self.port = _free_port()
        place = (
            "web.host=127.0.0.1",
            f"web.port={self.port}",
            f"web.https_port={_free_port()}",
            "web.announce=false",
        )
        super().__init__(state, home, _START_WEB, place, {})
        try:
            self.await_true(self.answers)
        except BaseException:
            self.close()
            raise

    def answers(self) -> bool:
        """Ask for the first page and return whether it came."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        with closing(connection), suppress(ConnectionError):
            connection.request("GET", "/")
            response = connection.getresponse()
            response.read()
            return response.status < http.client.INTERNAL_SERVER_ERROR
        return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
