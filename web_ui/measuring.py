"""Measures every ten seconds, in a thread, what the page Status draws."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

from clara_edge.control.status import Talk
from clara_edge.health.facts import ask_daemon
from clara_edge.health.machine import look_at_machine, memory_mib
from clara_edge.health.measurements import (
    EVERY_S,
    FILE_NAME,
    Counted,
    Measurements,
    Sample,
)

if TYPE_CHECKING:
    from clara_edge.config.folders import Folders
    from clara_edge.control.status import DaemonStatus
    from clara_edge.ports.clock import Clock

_LOGGER = logging.getLogger(__name__)

_CLOSE_TIMEOUT_S = 3.0


class Measuring:
    """Runs beside the web service once it is started; safe from any thread."""

    def __init__(self, folders: Folders, clock: Clock) -> None:
        """Load nothing yet."""
        self._folders = folders
        self._clock = clock
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._kept: Measurements | None = None
        self._lock = threading.Lock()

    @property
    def measurements(self) -> Measurements:
        """What was measured so far."""
        with self._lock:
            if self._kept is None:
                self._kept = Measurements(self._folders.data / FILE_NAME)
            return self._kept

    def start(self) -> None:
        """Begin to measure."""
        self._thread = threading.Thread(target=self._run, name="measuring", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """End the thread and keep what was measured. Idempotent."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(_CLOSE_TIMEOUT_S)
            self._thread = None
            self.measurements.save()

    def measure(self) -> Sample:
        """Take one sample and keep it."""
        daemon, _ = ask_daemon(self._folders)
        machine = look_at_machine()
        times = daemon.turns.response_ms if daemon else None
        sample = Sample(
            at=self._clock.now().timestamp(),
            cpu_percent=machine.cpu_percent,
            memory_percent=machine.memory_percent,
            temperature_c=machine.temperature_c,
            voice_mib=daemon.memory_mib if daemon else None,
            web_mib=memory_mib(),
            response_ms=times.p50 if times else None,
            running=float(daemon is not None),
        )
        kept = self.measurements
        if kept.add(sample):
            kept.save()
        if daemon is not None:
            self._count(kept, daemon)
        return sample

    def _run(self) -> None:
        look_at_machine()  # what the first sample is compared with
        while not self._stop.wait(EVERY_S):
            try:
                self.measure()
            except Exception:
                # the thread's boundary: a sensor that fails must not end the others
                _LOGGER.exception("measuring failed")

    @staticmethod
    def _count(kept: Measurements, daemon: DaemonStatus) -> None:
        talk = daemon.talk or Talk()
        kept.count(
            f"{daemon.pid} {daemon.started_at}",
            Counted(daemon.turns.count, daemon.turns.failed, talk.count, talk.vanished),
        )
