"""Commands as sound: several voices, in a kitchen and in an office."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from clara_edge.cli.bench.recordings import read_recording, speech_folder
from clara_edge.cli.bench.turns_script import Person, Voices
from clara_edge.ports.audio import CAPTURE_RATE_HZ

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from clara_edge.ports.audio import Samples
    from clara_edge.ports.engine import EngineContext

_CLEAR = ("voice", "cmu_us_slt_arctic_hts")
# The best understood of nine voices and paces: docs/spoken.md
SPEAKERS = (
    Person("festival", (_CLEAR, ("stretch", 1.15))),
    Person("espeak", (("voice", "en-gb-x-rp"), ("speed_wpm", 150))),
    Person("festival", (_CLEAR, ("stretch", 1.0))),
    Person("flite", (("voice", "rms"), ("stretch", 1.15))),
    Person("festival", (_CLEAR, ("stretch", 1.3))),
)
NOISES = ("kitchen_2min.wav", "office-ambience-24000-mono.mp3")
_LEAD_S, _TAIL_S = 0.4, 0.3
_VOICED = 330  # -40 dB below full scale


class Room:
    """Speaks commands over noise, at CAPTURE_RATE_HZ; the same ones sound the same."""

    def __init__(self, context: EngineContext) -> None:
        folder = speech_folder() / "noise"
        self._voices = Voices(context)
        self._noises = [read_recording(folder / name) for name in NOISES]

    def say(self, number: int, text: str, person: Person, snr_db: float) -> Samples:
        """Return a text as a person says it, louder than the noise by `snr_db`."""
        speech = self._voices.speak(person, text).astype(np.float32)
        quiet = [
            np.zeros(round(s * CAPTURE_RATE_HZ), np.float32) for s in (_LEAD_S, _TAIL_S)
        ]
        sound = np.concatenate([quiet[0], speech, quiet[1]])
        noise = self._noise(number, len(sound))
        voiced = speech[np.abs(speech) > _VOICED]
        power = float(np.mean(voiced**2)) / 10 ** (snr_db / 10)
        scale = np.sqrt(power / max(1e-9, float(np.mean(noise**2))))
        mixed = sound + scale * noise
        return np.asarray(np.clip(mixed, -32_767, 32_767), dtype=np.int16)

    def _noise(self, number: int, samples: int) -> NDArray[np.float32]:
        noise = self._noises[number % len(self._noises)]
        start = number * 7919 * 16 % max(1, len(noise) - samples)
        return np.resize(noise[start:], samples).astype(np.float32)
