"""A virtual sound card: a private PulseAudio with two null sinks behind ALSA.

The monitor of sink `mic` is the microphone (ALSA name `clara_mic`), sink `speaker`
is the loudspeaker (ALSA name `clara_speaker`). Nothing of the machine's own sound
is touched, and it works as root, in a container and without hardware.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING

import numpy as np
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

MIC_RATE_HZ = 16_000
SPEAKER_RATE_HZ = 48_000
SINKS = {
    "mic": f"rate={MIC_RATE_HZ} channels=1 format=s16le",
    "speaker": f"rate={SPEAKER_RATE_HZ} channels=2 format=s16le",
}
START_LIMIT_S = 15.0
LEAD_IN_S = 0.1
"""A null sink loses about 6 ms where a stream starts; this much silence is played first."""
ALSA_CONFIG = """</usr/share/alsa/alsa.conf>
pcm.clara_mic {{
  type pulse
  server "{server}"
  device "mic.monitor"
  hint {{ show on description "Clara test microphone" }}
}}
pcm.clara_speaker {{
  type pulse
  server "{server}"
  device "speaker"
  hint {{ show on description "Clara test loudspeaker" }}
}}
"""


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

    @property
    def ends_s(self) -> float:
        """When the last sample is played, on the monotonic clock."""
        return self.started_s + self.duration_s

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
        assert self._process.stderr is not None
        return self._process.stderr

    def _feed(self, data: bytes) -> None:
        assert self._process.stdin is not None
        # the pipe breaks when it is stopped or the card is unplugged
        with suppress(BrokenPipeError):
            self._process.stdin.write(data)
        with suppress(BrokenPipeError):
            self._process.stdin.close()

    def _await_start(self) -> float:
        for line in self._stderr:
            if b"Stream started" in line:
                return time.monotonic() + LEAD_IN_S
        raise AssertionError(f"pacat ended with {self._process.wait()}")

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
            assert self._start_s is not None
            return self._start_s

    @property
    def samples(self) -> NDArray[np.int16]:
        """Everything so far."""
        with self._changed:
            return np.concatenate([np.zeros(0, np.int16), *self._blocks])

    def wait_until(
        self, enough: Callable[[NDArray[np.int16]], bool], *, timeout_s: float
    ) -> NDArray[np.int16]:
        """Block until `enough(samples so far)`; AssertionError when it never is."""
        end_s = time.monotonic() + timeout_s
        while not enough(samples := self.samples):
            with self._changed:
                left_s = end_s - time.monotonic()
                assert left_s > 0, f"not heard within {timeout_s} s"
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
        assert self._process.stdout is not None
        self._process.stdout.close()
        return self.samples

    def _collect(self) -> None:
        assert self._process.stdout is not None
        left = b""
        while data := os.read(self._process.stdout.fileno(), 65_536):
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


class SoundCard:
    """The running virtual card; see the module docstring."""

    mic_rate_hz = MIC_RATE_HZ
    speaker_rate_hz = SPEAKER_RATE_HZ
    microphone = "clara_mic"
    loudspeaker = "clara_speaker"

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        server = f"unix:{folder}/native"
        (folder / "asound.conf").write_text(ALSA_CONFIG.format(server=server))
        (folder / "client.conf").write_text("autospawn = no\n")
        self.env = {
            "PULSE_SERVER": server,
            "PULSE_COOKIE": f"{folder}/cookie",
            "PULSE_CLIENTCONFIG": f"{folder}/client.conf",
            "PULSE_RUNTIME_PATH": f"{folder}/runtime",
            "PULSE_STATE_PATH": f"{folder}/state",
            "ALSA_CONFIG_PATH": f"{folder}/asound.conf",
        }
        """What a subprocess needs in its environment to see the card."""
        self._modules: dict[str, str] = {}
        self._primers: dict[str, Recording] = {}
        self._daemon = self._start_daemon()
        self.replug()

    def play_into_mic(
        self, samples: NDArray[np.int16], rate_hz: int = MIC_RATE_HZ
    ) -> Playing:
        """Play into the microphone; returns just before the first sample is played."""
        return Playing("mic", samples, rate_hz, self._environment)

    def play_into_speaker(
        self, samples: NDArray[np.int16], rate_hz: int = SPEAKER_RATE_HZ
    ) -> Playing:
        """Play on the loudspeaker, past Clara."""
        return Playing("speaker", samples, rate_hz, self._environment)

    def record_speaker(self, rate_hz: int = SPEAKER_RATE_HZ) -> Recording:
        """Record what the loudspeaker plays, from now on."""
        return Recording("speaker.monitor", rate_hz, self._environment).await_start()

    def record_mic(self, rate_hz: int = MIC_RATE_HZ) -> Recording:
        """Record what the microphone hears, on the same clock as record_speaker."""
        return Recording("mic.monitor", rate_hz, self._environment).await_start()

    @contextmanager
    def feedback(self, gain_db: float) -> Iterator[None]:
        """Let the microphone hear the loudspeaker, attenuated by -gain_db."""
        module = self._pactl(
            "load-module", "module-loopback", "source=speaker.monitor", "sink=mic",
            "latency_msec=40", "sink_input_properties=media.name=feedback",
        ).strip()  # fmt: skip
        try:
            stream = self._sink_input(module)
            self._pactl("set-sink-input-volume", stream, f"{gain_db}dB")
            yield
        finally:
            self._pactl("unload-module", module)

    def unplug(self, *sinks: str) -> None:
        """Take `mic`, `speaker` or (without names) both away."""
        for name in sinks or tuple(SINKS):
            if name in self._primers:
                self._primers.pop(name).stop()
            if name in self._modules:
                # otherwise the server moves them to the sink that is left
                self._kill_streams(name)
                self._pactl("unload-module", self._modules.pop(name))

    def replug(self, *sinks: str) -> None:
        """Bring `mic`, `speaker` or (without names) both back."""
        absent = [name for name in sinks or SINKS if name not in self._modules]
        for name in absent:
            self._modules[name] = self._pactl(
                "load-module", "module-null-sink", f"sink_name={name}",
                *SINKS[name].split(),
            ).strip()  # fmt: skip
            # an idle null sink runs on 2 s blocks; a listener keeps it at 20 ms
            self._primers[name] = Recording(f"{name}.monitor", 8_000, self._environment)
        for name in absent:
            self._primers[name].await_start()

    def close(self) -> None:
        """End the daemon and everything that it serves."""
        for primer in self._primers.values():
            primer.stop()
        self._primers.clear()
        self._daemon.terminate()
        self._daemon.wait(timeout=START_LIMIT_S)

    @property
    def _environment(self) -> dict[str, str]:
        return {**os.environ, **self.env}

    def _start_daemon(self) -> subprocess.Popen[bytes]:
        with (self.folder / "pulseaudio.log").open("wb") as log:
            daemon = subprocess.Popen(
                [
                    # where it may, it runs before everything else: a card is punctual
                    "pulseaudio", "-n", "--daemonize=no", "--use-pid-file=no",
                    "--exit-idle-time=-1", "--realtime=yes", "--high-priority=yes",
                    "-L", (f"module-native-protocol-unix socket={self.folder}/native"
                    " auth-anonymous=1"),
                    "-L", f"module-cli-protocol-unix socket={self.folder}/cli",
                ],
                env={**self._environment, "HOME": str(self.folder)},
                stdout=log,
                stderr=log,
            )  # fmt: skip
        end_s = time.monotonic() + START_LIMIT_S
        while subprocess.run(
            ["pactl", "info"], env=self._environment, capture_output=True, check=False
        ).returncode:
            text = (self.folder / "pulseaudio.log").read_text()
            assert daemon.poll() is None, f"pulseaudio ended: {text}"
            assert time.monotonic() < end_s, f"pulseaudio does not answer: {text}"
        return daemon

    def _pactl(self, *arguments: str) -> str:
        return subprocess.run(
            ["pactl", *arguments],
            env={**self._environment, "LC_ALL": "C"},
            capture_output=True,
            text=True,
            check=True,
        ).stdout

    def _kill_streams(self, sink: str) -> None:
        commands = [
            f"kill-{kind} {fields[0]}\n"
            for kind, device in (
                ("sink-input", sink),
                ("source-output", f"{sink}.monitor"),
            )
            for line in self._pactl("list", "short", f"{kind}s").splitlines()
            if (fields := line.split("\t"))[1] == self._index(kind, device)
        ]
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
            client.connect(f"{self.folder}/cli")
            client.sendall("".join(commands).encode())
            client.shutdown(socket.SHUT_WR)
            while client.recv(4_096):
                pass  # it hangs up when it has done everything

    def _index(self, stream_kind: str, device: str) -> str:
        devices = "sinks" if stream_kind == "sink-input" else "sources"
        for line in self._pactl("list", "short", devices).splitlines():
            index, name = line.split("\t")[:2]
            if name == device:
                return index
        raise AssertionError(f"no {device}")

    def _sink_input(self, module: str) -> str:
        for block in self._pactl("list", "sink-inputs").split("Sink Input #")[1:]:
            if f"Owner Module: {module}\n" in block:
                return block.split("\n", 1)[0]
        raise AssertionError(f"module {module} has no stream")


def _discard(stream: IO[bytes]) -> None:
    for _ in stream:
        pass


@pytest.fixture(scope="session")
def sound_card() -> Iterator[SoundCard]:
    """A virtual sound card, also visible to this process and its children."""
    missing = [name for name in ("pulseaudio", "pacat", "pactl") if not shutil.which(name)]  # fmt: skip
    if missing:
        reason = f"no {', '.join(missing)}: install pulseaudio, pulseaudio-utils and libasound2-plugins"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    # not tmp_path: a socket's path may have 107 characters only
    with tempfile.TemporaryDirectory(prefix="clara-card-") as folder:
        card = SoundCard(Path(folder))
        before = {key: os.environ.get(key) for key in card.env}
        os.environ.update(card.env)
        try:
            yield card
        finally:
            card.close()
            for key, value in before.items():
                if value is None:
                    del os.environ[key]
                else:
                    os.environ[key] = value
