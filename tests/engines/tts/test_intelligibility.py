"""What Clara says is heard back by her own recogniser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import soxr

from clara_edge.cli.bench.replies import REPLIES
from clara_edge.cli.bench.word_errors import count_errors, words_of
from clara_edge.domain.spoken import speakable
from clara_edge.engines.stt import sherpa_offline
from clara_edge.engines.tts import espeak, flite
from clara_edge.engines.tts.fallback import FallbackSynthesizer
from clara_edge.ports.audio import CAPTURE_RATE_HZ
from clara_edge.ports.engine import EngineContext

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from clara_edge.models.store import ModelStore
    from clara_edge.ports.stt import SpeechRecognizer
    from clara_edge.ports.tts import SpeechSynthesizer

PAD = np.zeros(4_800, np.int16)


@pytest.fixture(scope="module")
def listener(
    model_store: ModelStore, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[SpeechRecognizer]:
    context = EngineContext(model_store, tmp_path_factory.mktemp("cache"), threads=1)
    recognizer = sherpa_offline.create(sherpa_offline.Settings(), context)
    yield recognizer
    recognizer.close()


def heard(listener: SpeechRecognizer, voice: SpeechSynthesizer, text: str) -> list[str]:
    sound = np.concatenate(list(voice.synthesize(text, lambda: False)))
    at_16k = soxr.resample(sound.astype(np.float32), voice.rate_hz, CAPTURE_RATE_HZ)
    stream = listener.stream()
    stream.accept(np.concatenate([PAD, at_16k.astype(np.int16), PAD]))
    return words_of(speakable(stream.settle()))


@pytest.mark.models
@pytest.mark.parametrize(
    # measured on these 20 replies (141 words): 0.16 and 0.31
    ("engine", "bound"),
    [("flite", 0.25), ("espeak", 0.40)],
)
def test_replies_are_recognised_back(
    engine: str,
    bound: float,
    listener: SpeechRecognizer,
    context: EngineContext,
    need: Callable[[str], None],
) -> None:
    need("espeak-ng" if engine == "espeak" else engine)
    create = {
        "flite": lambda: flite.create(flite.Settings(), context),
        "espeak": lambda: espeak.create(espeak.Settings(), context),
    }
    voice = FallbackSynthesizer([(engine, create[engine])])

    wrong = words = 0
    for reply in REPLIES[::2]:
        text = speakable(reply)
        wrong += count_errors(words_of(text), heard(listener, voice, text))
        words += len(words_of(text))

    assert wrong / words <= bound


@pytest.mark.models
def test_what_was_written_in_digits_is_heard_as_words(
    listener: SpeechRecognizer,
    context: EngineContext,
    need: Callable[[str], None],
    tmp_path: Path,
) -> None:
    need("flite")
    voice = flite.create(flite.Settings(), context)

    said = speakable("The meeting is on Tue 1 Dec at 14:30.")

    assert {"tuesday", "december", "first", "two", "thirty"} <= set(
        heard(listener, voice, said)
    )
