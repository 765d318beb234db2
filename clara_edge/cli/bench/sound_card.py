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
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from clara_edge.cli.bench.sound_streams import START_LIMIT_S, Playing, Recording
from clara_edge.domain.errors import AudioDeviceLostError, AudioDeviceMissingError

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray

MIC_RATE_HZ = 16_000
SPEAKER_RATE_HZ = 48_000
SINKS = {
    "mic": f"rate={MIC_RATE_HZ} channels=1 format=s16le",
    "speaker": f"rate={SPEAKER_RATE_HZ} channels=2 format=s16le",
}
PROGRAMS = ("pulseaudio", "pacat", "parec", "pactl")
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


@contextmanager
def virtual_sound_card() -> Iterator[SoundCard]:
    """Yield a sound card with its files in a temporary folder; raises as SoundCard does."""
    # short, because a socket's path may have 107 characters only
    with tempfile.TemporaryDirectory(prefix="clara-card-") as folder:
        card = SoundCard(Path(folder))
        try:
            yield card
        finally:
            card.close()


class SoundCard:
    """The running virtual card; see the module docstring."""

    mic_rate_hz = MIC_RATE_HZ
    speaker_rate_hz = SPEAKER_RATE_HZ
    microphone = "clara_mic"
    loudspeaker = "clara_speaker"

    def __init__(self, folder: Path) -> None:
        """Start it with its files in `folder`.

        Raises:
            AudioDeviceMissingError: a program that it is made of is not installed.
            AudioDeviceLostError: PulseAudio does not start.
        """
        _require_programs()
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
                # the server would move streams to the sink that is left; and a stream
                # that is killed first opens the device again before it is gone
                self._at_once(
                    *self._stream_killers(name),
                    f"unload-module {self._modules.pop(name)}",
                )

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
            if daemon.poll() is not None or time.monotonic() > end_s:
                daemon.kill()
                daemon.wait()
                raise AudioDeviceLostError(f"pulseaudio does not start: {text.strip()}")
        return daemon

    def _pactl(self, *arguments: str) -> str:
        done = subprocess.run(
            ["pactl", *arguments],
            env={**self._environment, "LC_ALL": "C"},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise AudioDeviceLostError(
                f"pactl {' '.join(arguments)} failed: {done.stderr.strip()}"
            )
        return done.stdout

    def _stream_killers(self, sink: str) -> list[str]:
        return [
            f"kill-{kind} {fields[0]}"
            for kind, device in (
                ("sink-input", sink),
                ("source-output", f"{sink}.monitor"),
            )
            for line in self._pactl("list", "short", f"{kind}s").splitlines()
            if (fields := line.split("\t"))[1] == self._index(kind, device)
        ]

    def _at_once(self, *commands: str) -> None:
        """Run commands of the server's command line with nothing in between."""
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
            client.connect(f"{self.folder}/cli")
            client.sendall("".join(f"{line}\n" for line in commands).encode())
            client.shutdown(socket.SHUT_WR)
            while client.recv(4_096):
                pass  # it hangs up when it has done everything

    def _index(self, stream_kind: str, device: str) -> str:
        devices = "sinks" if stream_kind == "sink-input" else "sources"
        for line in self._pactl("list", "short", devices).splitlines():
            index, name = line.split("\t")[:2]
            if name == device:
                return index
        raise AudioDeviceLostError(f"the virtual sound card has no {device}")

    def _sink_input(self, module: str) -> str:
        for block in self._pactl("list", "sink-inputs").split("Sink Input #")[1:]:
            if f"Owner Module: {module}\n" in block:
                return block.split("\n", 1)[0]
        raise AudioDeviceLostError(f"pulseaudio's module {module} has no stream")


def _require_programs() -> None:
    missing = [name for name in PROGRAMS if shutil.which(name) is None]
    if missing:
        raise AudioDeviceMissingError(
            f"there is no virtual sound card without {', '.join(missing)}",
            remedy="install pulseaudio, pulseaudio-utils and libasound2-plugins",
        )
