"""The voice daemon beside the web service, and a browser with a voice of its own."""

from __future__ import annotations

import base64
import io
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import av
import numpy as np

from clara_edge.audio.wav import write_wav
from clara_edge.control.client import ControlClient
from clara_edge.domain.errors import DaemonError
from clara_edge.ports.audio import CAPTURE_RATE_HZ
from tests import voices

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from playwright.sync_api import Page

    from clara_edge.ports.audio import Samples

STARTS_WITHIN_S = 60
LEAD_S = 7.0
"""Silence before the words, in which the page connects and the button goes down."""
START = "from clara_edge.cli.services import voice; voice()"


class Daemon:
    """A voice daemon that can be killed and started again."""

    def __init__(self, settings: Sequence[str], socket: Path) -> None:
        self._settings = settings
        self.control = ControlClient(socket)
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        environment = {
            k: v for k, v in os.environ.items() if not k.startswith("CLARA_")
        }
        self._process = subprocess.Popen(
            [sys.executable, "-c", START, *(f"-o{one}" for one in self._settings)],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + STARTS_WITHIN_S
        while time.monotonic() < deadline:
            try:
                if self.control.call("status")["state"] != "starting":
                    return
            except DaemonError:
                self.control.close()
            time.sleep(0.1)
        raise AssertionError("the voice daemon did not start")

    def kill(self) -> None:
        """End it as a crash does."""
        assert self._process is not None
        self.control.close()
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid


@contextmanager
def daemon(settings: Sequence[str], socket: Path) -> Iterator[Daemon]:
    """Run a voice daemon."""
    made = Daemon(settings, socket)
    made.start()
    try:
        yield made
    finally:
        made.kill()


def speech_file(file: Path, text: str) -> Path:
    """Write what the browser's microphone hears: silence, words, silence."""
    sound = voices.in_sequence(
        [voices.silence(LEAD_S), voices.speak(text), voices.silence(60)]
    )
    write_wav(file, sound, CAPTURE_RATE_HZ)
    return file


RECORD = """
() => {
  const stream = document.getElementById("talk-sound").srcObject;
  const parts = (window.heardParts = []);
  const recorder = (window.recorder = new MediaRecorder(stream));
  recorder.ondataavailable = (event) => parts.push(event.data);
  recorder.start(200);
}
"""
RECORDED = """
() => new Promise((done) => {
  window.recorder.onstop = async () => {
    const bytes = new Uint8Array(await new Blob(window.heardParts).arrayBuffer());
    let text = "";
    for (const byte of bytes) text += String.fromCharCode(byte);
    done(btoa(text));
  };
  window.recorder.stop();
})
"""


def record(page: Page) -> None:
    """Begin to keep what the page plays."""
    page.evaluate(RECORD)


def recorded(page: Page) -> Samples:
    """Return what the page played since then."""
    data = base64.b64decode(page.evaluate(RECORDED))
    frames: list[Any] = []
    with av.open(io.BytesIO(data)) as container:
        resampler = av.AudioResampler("s16", "mono", CAPTURE_RATE_HZ)
        for frame in container.decode(audio=0):
            frames += [part.to_ndarray()[0] for part in resampler.resample(frame)]
    return np.concatenate(frames).astype(np.int16)
