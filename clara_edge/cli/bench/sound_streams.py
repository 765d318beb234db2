"""Sound on its way into and out of the virtual sound card of `sound_card`."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from contextlib import suppress
from typing import IO, TYPE_CHECKING

import numpy as np

from clara_edge.domain.errors import AudioDeviceLostError, AudioError

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

START_LIMIT_S = 15.0
LEAD_IN_S = 0.1
"""A null sink loses about 6 ms where a stream starts; this much silence is played first."""


class Playing:
    """Sound on its way into a sink."""

    def __init__(
        self,
        sink: str,
        samples: NDArray[np.int16],
        rate_hz: int,
        env: dict[str, str],
    ) -> None:
        self.duration_s = samples.size / rate_hz
        self._process = subprocess.Popen(
            [
                "pacat", "--playback", f"--device={sink}", "--raw", "--format=s16le",
                f"--rate={rate_hz}", "--channels=1", "--latency-msec=200", "--verbose",
            ],
            env={**env, "LC_ALL": "C"},
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )  # fmt: skip
        lead_in = np.zeros(round(LEAD_IN_S * rate_hz), np.int16)
        data = np.concatenate([lead_in, samples]).astype("<i2").tobytes()
        self._feeder = threading.Thread(target=self._feed, args=(data,), daemon=True)
        self._feeder.start()
        self.started_s = self._await_start()
        """When samples[0] is played, on the monotonic clock (to about 30 ms)."""
        self._log = threading.Thread(target=_discard, args=(self._stderr,), daemon=True)
        self._log.start()

    def wait(self) -> None:
        """Block until all of it was played."""
        self._process.wait(timeout=self.duration_s + START_LIMIT_S)
        self._close()

    def stop(self) -> None:
        """End it now."""
        self._process.kill()
        self._process.wait()
        self._close()

    @property
    def _stderr(self) -> IO[bytes]:
        return _pipe(self._process.stderr)

    def _feed(self, data: bytes) -> None:
        stdin = _pipe(self._process.stdin)
        # the pipe breaks when it is stopped or the card is unplugged
        with suppress(BrokenPipeError):
            stdin.write(data)
        with suppress(BrokenPipeError):
            stdin.close()

    def _await_start(self) -> float:
        for line in self._stderr:
            if b"Stream started" in line:
                return time.monotonic() + LEAD_IN_S
        raise AudioDeviceLostError(f"pacat ended with {self._process.wait()}")

    def _close(self) -> None:
        self._feeder.join()
        self._log.join()
        self._stderr.close()


class Recording:
    """Sound recorded from a monitor, while it comes in and afterwards."""

    def __init__(self, source: str, rate_hz: int, env: dict[str, str]) -> None:
        self.rate_hz = rate_hz
        self._blocks: list[NDArray[np.int16]] = []
        self._size = 0
        self._start_s: float | None = None
        self._changed = threading.Condition()
        self._process = subprocess.Popen(
            [
                "parec", f"--device={source}", "--raw", "--format=s16le",
                f"--rate={rate_hz}", "--channels=1", "--latency-msec=20",
            ],
            env=env,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self._reader = threading.Thread(target=self._collect, daemon=True)
        self._reader.start()

    def await_start(self) -> Recording:
        """Block until sound (or silence) comes in."""
        self.wait_until(lambda samples: samples.size > 0, timeout_s=START_LIMIT_S)
        return self

    @property
    def started_s(self) -> float:
        """When samples[0] was heard, on the monotonic clock (to about 20 ms)."""
        with self._changed:
            if self._start_s is None:
                raise AudioError("nothing was recorded yet")
            return self._start_s

    @property
    def samples(self) -> NDArray[np.int16]:
        """Everything so far."""
        with self._changed:
            return np.concatenate([np.zeros(0, np.int16), *self._blocks])

    def wait_until(
        self, enough: Callable[[NDArray[np.int16]], bool], *, timeout_s: float
    ) -> NDArray[np.int16]:
        """Block until `enough(samples so far)`; AudioError when it never is."""
        end_s = time.monotonic() + timeout_s
        while not enough(samples := self.samples):
            with self._changed:
                left_s = end_s - time.monotonic()
                if left_s <= 0:
                    raise AudioError(f"not heard within {timeout_s} s")
                if self._size == samples.size:
                    self._changed.wait(left_s)
        return samples

    def wait_for_sound(self, *, since: int = 0, timeout_s: float, level: int = 300) -> int:  # fmt: skip
        """Block until a sample after index `since` exceeds `level`; return its index."""
        samples = self.wait_until(
            lambda all_: bool((np.abs(all_[since:].astype(np.int32)) > level).any()),
            timeout_s=timeout_s,
        )
        return since + int(np.argmax(np.abs(samples[since:].astype(np.int32)) > level))

    def wait_for_silence(
        self, *, length_s: float, since: int = 0, timeout_s: float, level: int = 300
    ) -> int:
        """Block until the last `length_s` were quiet; return where they begin."""
        needed = round(length_s * self.rate_hz)

        def quiet(samples: NDArray[np.int16]) -> bool:
            tail = samples[since:][-needed:].astype(np.int32)
            return tail.size == needed and not (np.abs(tail) > level).any()

        samples = self.wait_until(quiet, timeout_s=timeout_s)
        loud = np.flatnonzero(np.abs(samples[since:].astype(np.int32)) > level)
        return since + int(loud[-1] + 1 if loud.size else 0)

    def at_s(self, index: int) -> float:
        """Return when the sample at this index was heard, on the monotonic clock."""
        return self.started_s + index / self.rate_hz

    def stop(self) -> NDArray[np.int16]:
        """End the recording and return it."""
        self._process.kill()
        self._process.wait()
        self._reader.join()
        _pipe(self._process.stdout).close()
        return self.samples

    def _collect(self) -> None:
        stdout = _pipe(self._process.stdout)
        left = b""
        while data := os.read(stdout.fileno(), 65_536):
            now_s = time.monotonic()
            data = left + data
            left = data[len(data) & ~1 :]
            block = np.frombuffer(data[: len(data) & ~1], "<i2").astype(np.int16)
            with self._changed:
                self._blocks.append(block)
                self._size += block.size
                # the block that came with the least delay fixes the time axis
                start_s = now_s - self._size / self.rate_hz
                self._start_s = min(start_s, self._start_s or start_s)
                self._changed.notify_all()


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise TypeError("the process was started without this pipe")
    return pipe


def _discard(stream: IO[bytes]) -> None:
    for _ in stream:
        pass
