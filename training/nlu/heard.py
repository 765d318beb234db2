"""`python -m training.nlu.heard`: speak sentences, hear them, and keep what differs.

Several synthetic voices say sentences of TOPv2's training part and of our own rules, with
a room's response and noise; Clara's own recogniser hears them. The pairs are kept as a
file, so that training needs neither voices nor a recogniser. It runs in Clara's own
environment, with flite, espeak-ng and the recogniser's models installed.
"""

from __future__ import annotations

import argparse
import logging
import os
import re
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import numpy as np
import soundfile
import soxr

from clara_edge.config.folders import resolve_folders
from clara_edge.config.load import load_config
from clara_edge.engines.nlu.learned.tokens import tokens_of
from clara_edge.engines.stt.build import build_recognizer
from clara_edge.models.context import engine_context
from clara_edge.ports.audio import CAPTURE_RATE_HZ
from training.nlu import dataset
from training.nlu.corpora import topv2
from training.nlu.made import made_sentences, schema_sentences
from training.nlu.misheard import PAIRS, written

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from clara_edge.ports.audio import Samples
    from training.nlu.sentence import Sentence

_LOGGER = logging.getLogger("training.nlu.heard")

_VOICES: tuple[tuple[str, ...], ...] = (
    *(
        ("flite", "-voice", name, "--setf", f"duration_stretch={pace}")
        for name, pace in (("slt", 1.1), ("rms", 1.1), ("kal16", 1.15), ("awb", 1.0))
    ),
    *(
        ("espeak-ng", "-v", name, "-s", pace)
        for name, pace in (
            ("en-us", "165"),
            ("en-gb", "150"),
            ("en-gb-scotland", "150"),
            ("en-us+f4", "150"),
        )
    ),
)
# signal to noise in dB; None is a quiet room
_NOISE_DB = (None, 20.0, 20.0, 15.0, 10.0)
# of the sentences, how many come from afar, with the room's echo
_ECHO_SHARE = 0.35
# of every hundred sentences; the rest are our own
_FROM_CORPUS = {"reminder": 28, "alarm": 14, "timer": 10}
_LONGEST = 20


@dataclass(frozen=True, slots=True)
class Room:
    """What lies between a mouth and the microphone."""

    response: NDArray[np.float64]
    noise: NDArray[np.float64]

    def heard(
        self, sound: NDArray[np.float64], decibels: float | None, rng: Random
    ) -> Samples:
        """Return a sound as the microphone gets it, from near or from afar."""
        wet = sound
        if rng.random() < _ECHO_SHARE:
            size = len(sound) + len(self.response) - 1
            wet = np.fft.irfft(
                np.fft.rfft(sound, size) * np.fft.rfft(self.response, size), size
            )[: len(sound) + CAPTURE_RATE_HZ // 5]
        wet = wet * (0.3 / max(1e-9, np.abs(wet).max()))
        padded = np.pad(wet, CAPTURE_RATE_HZ // 3)
        if decibels is not None:
            start = rng.randrange(len(self.noise) - len(padded))
            noise = self.noise[start : start + len(padded)]
            factor = np.sqrt(np.mean(wet**2) / max(1e-12, float(np.mean(noise**2))))
            padded = padded + noise * factor * 10 ** (-decibels / 20)
        return np.clip(padded * 32_767, -32_768, 32_767).astype(np.int16)


def main() -> None:
    """Run the command."""
    args = _arguments()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    config = load_config()
    context = engine_context(config, resolve_folders(config.paths))
    recognizer = build_recognizer(config.stt, context)
    room = _room(args.data / "speech" / "noise")
    rng = Random(args.seed)
    lines = []
    for number, sentence in enumerate(_sentences(args.data / "nlu", args.count, rng)):
        voice = rng.choice(_VOICES)
        decibels = rng.choice(_NOISE_DB)
        sound = room.heard(_spoken(aloud(sentence.words), voice), decibels, rng)
        stream = recognizer.stream()
        stream.accept(sound)
        heard = tuple(token.word for token in tokens_of(stream.settle()))
        if heard and heard != sentence.words:
            lines.append(written(sentence, heard))
        if number % 100 == 0:
            _LOGGER.info("%d said, %d heard otherwise", number + 1, len(lines))
    PAIRS.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    _LOGGER.info("wrote %d pairs", len(lines))


def aloud(words: Sequence[str]) -> str:
    """Return words as a synthesiser should read them."""
    text = re.sub(r" s\b", "'s", " ".join(words))
    return re.sub(r"(?<=\d )([ap])m\b", r"\1.m.", text)


def _sentences(folder: Path, count: int, rng: Random) -> list[Sentence]:
    chosen: list[Sentence] = list(schema_sentences())
    reminders: list[Sentence] = []
    for domain, share in _FROM_CORPUS.items():
        sentences = list(topv2.read(folder / "topv2", domain, "train"))
        reminders = reminders or sentences
        chosen += rng.sample(sentences, count * share // 100)
    made = list(made_sentences(rng, dataset.titles_of(reminders), share=0.1))
    chosen += rng.sample(made, max(0, count - len(chosen)))
    rng.shuffle(chosen)
    return [s for s in chosen if s.tags is not None and len(s.words) <= _LONGEST]


def _spoken(text: str, voice: Sequence[str]) -> NDArray[np.float64]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "said.wav"
        ending = (
            ["-t", text, "-o", str(file)]
            if voice[0] == "flite"
            else ["-w", str(file), "--", text]
        )
        subprocess.run([*voice, *ending], check=True, capture_output=True)  # noqa: S603 - fixed programs
        return _read(file)


def _room(folder: Path) -> Room:
    response = _read(folder / "rir_sim_1ch.wav")
    return Room(response, _read(folder / "kitchen_2min.wav"))


def _read(file: Path) -> NDArray[np.float64]:
    sound, rate = soundfile.read(file)
    if sound.ndim > 1:
        sound = sound[:, 0]
    resampled: NDArray[np.float64] = soxr.resample(sound, rate, CAPTURE_RATE_HZ)
    return resampled


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m training.nlu.heard", description=__doc__
    )
    data = Path(os.environ.get("CLARA_TEST_DATA", "../shared"))
    parser.add_argument("--data", type=Path, default=data, help="corpora and noise")
    parser.add_argument("--count", type=int, default=2_600, help="sentences to say")
    parser.add_argument("--seed", type=int, default=7)
    return parser.parse_args()


if __name__ == "__main__":
    main()
