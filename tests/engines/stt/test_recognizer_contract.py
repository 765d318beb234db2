"""What every recogniser must do, run on both engines with real models."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import jiwer
import numpy as np
import pytest

from clara_edge.domain.errors import EngineFailedError
from clara_edge.engines.stt import sherpa_offline, sherpa_online
from clara_edge.ports.audio import CHUNK_SAMPLES
from tests.engines.stt.tone_model import speak

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from clara_edge.ports.engine import EngineContext
    from clara_edge.ports.stt import RecognitionStream, SpeechRecognizer

SPOKEN = "librivox/sense_and_sensibility_01_austen_64kb-0930.wav"
SPOKEN_TEXT = "he might even have been made amiable himself"
SILENCE = np.zeros(16_000, np.int16)


@dataclass
class Case:
    """A recogniser, an utterance for it and what that says."""

    recognizer: SpeechRecognizer
    name: str
    sound: NDArray[np.int16]
    text: str
    takes_hotwords: bool

    def assert_says(self, heard: str, text: str) -> None:
        words = jiwer.Compose(
            [
                jiwer.ToLowerCase(),
                jiwer.RemovePunctuation(),
                jiwer.ReduceToListOfListOfWords(),
            ]
        )
        wrong = jiwer.wer(
            text, heard, reference_transform=words, hypothesis_transform=words
        )
        assert wrong <= 0.1, heard


@pytest.fixture(params=["online", pytest.param("offline", marks=pytest.mark.models)])
def case(request: pytest.FixtureRequest) -> Case:
    if request.param == "online":
        recognizer = request.getfixturevalue("tone_recognizer")
        name = "sherpa_online/zipformer2_ctc"
        return Case(recognizer, name, speak("BAD CAB BEATED"), "bad cab beated", False)
    recognizer = request.getfixturevalue("moonshine")
    sound = request.getfixturevalue("recording")(SPOKEN)
    name = "sherpa_offline/moonshine-tiny-en"
    return Case(recognizer, name, sound, SPOKEN_TEXT, True)


def feed(stream: RecognitionStream, sound: NDArray[np.int16]) -> list[str]:
    """Hear a sound as the voice daemon does; return the interims."""
    interims = []
    for start in range(0, sound.size, CHUNK_SAMPLES):
        stream.accept(sound[start : start + CHUNK_SAMPLES])
        text = stream.interim()
        if text is not None:
            interims.append(text)
    return interims


def test_names_engine_and_model(case: Case) -> None:
    assert case.recognizer.name == case.name


def test_settles_on_what_was_said(case: Case) -> None:
    stream = case.recognizer.stream()

    stream.accept(case.sound)

    case.assert_says(stream.settle(), case.text)


def test_settles_on_the_same_whether_or_not_interims_were_asked_for(
    case: Case,
) -> None:
    stream = case.recognizer.stream()

    feed(stream, case.sound)

    case.assert_says(stream.settle(), case.text)


def test_tells_growing_text_while_somebody_speaks(case: Case) -> None:
    stream = case.recognizer.stream()

    interims = feed(stream, case.sound)

    assert len(interims) >= 3
    assert all(a != b for a, b in itertools.pairwise(interims))
    assert len(interims[0]) < len(interims[-1]) <= len(stream.settle())


def test_has_no_interim_when_nothing_new_was_heard(case: Case) -> None:
    stream = case.recognizer.stream()
    feed(stream, case.sound)
    stream.interim()

    assert stream.interim() is None


def test_settles_again_on_the_same_text(case: Case) -> None:
    stream = case.recognizer.stream()
    stream.accept(case.sound)

    assert stream.settle() == stream.settle()


def test_covers_the_whole_utterance_when_more_follows_a_settling(case: Case) -> None:
    stream = case.recognizer.stream()
    stream.accept(case.sound)
    stream.settle()

    stream.accept(SILENCE)
    stream.accept(case.sound)

    case.assert_says(stream.settle(), f"{case.text} {case.text}")


@pytest.mark.parametrize("samples", [np.empty(0, np.int16), SILENCE])
def test_hears_nothing_in_silence(case: Case, samples: NDArray[np.int16]) -> None:
    stream = case.recognizer.stream()

    stream.accept(samples)

    assert stream.interim() is None
    assert stream.settle() == ""


def test_takes_chunks_of_any_length(case: Case) -> None:
    stream = case.recognizer.stream()

    for part in np.split(case.sound, [1, 7, 500, 501, 20_000]):
        stream.accept(part)

    case.assert_says(stream.settle(), case.text)


def test_does_not_keep_the_callers_buffer(case: Case) -> None:
    stream = case.recognizer.stream()
    buffer = case.sound.copy()
    stream.accept(buffer)

    buffer[:] = 0

    case.assert_says(stream.settle(), case.text)


def test_keeps_streams_apart(case: Case) -> None:
    one, other = case.recognizer.stream(), case.recognizer.stream()
    middle = case.sound.size // 2

    one.accept(case.sound[:middle])
    other.accept(SILENCE)
    one.interim()
    one.accept(case.sound[middle:])

    assert other.settle() == ""
    case.assert_says(one.settle(), case.text)


def test_says_whether_it_takes_hotwords(case: Case) -> None:
    assert case.recognizer.set_hotwords(["shopping"]) is case.takes_hotwords


class TestClosed:
    @pytest.fixture
    def closed(self, case: Case) -> SpeechRecognizer:
        recognizer = _twin(case.recognizer)
        recognizer.close()
        return recognizer

    def test_closes_twice(self, closed: SpeechRecognizer) -> None:
        closed.close()

    def test_refuses_to_work(self, case: Case, closed: SpeechRecognizer) -> None:
        with pytest.raises(EngineFailedError, match="is closed"):
            self._hear(closed, case.sound)

    def _hear(self, closed: SpeechRecognizer, sound: NDArray[np.int16]) -> None:
        stream = closed.stream()
        stream.accept(sound)
        stream.settle()


def _twin(recognizer: Any) -> SpeechRecognizer:
    """Share a loaded model, so that one can be closed without the other."""
    if isinstance(recognizer, sherpa_online.SherpaOnlineRecognizer):
        return sherpa_online.SherpaOnlineRecognizer(
            recognizer._recognizer, recognizer._model, recognizer._pack
        )
    return sherpa_offline.SherpaOfflineRecognizer(
        recognizer._recognizer, recognizer._settings
    )


def test_a_stream_outlives_the_closing_of_its_recogniser_with_an_error(
    tones: EngineContext,
) -> None:
    recognizer = sherpa_online.create(
        sherpa_online.Settings(model="zipformer2_ctc"), tones
    )
    stream = recognizer.stream()
    stream.accept(speak("BAD"))

    recognizer.close()

    with pytest.raises(EngineFailedError, match="zipformer2_ctc is closed"):
        stream.settle()
