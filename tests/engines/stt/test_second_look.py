from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pytest

from clara_edge.domain.errors import EngineFailedError, ModelDamagedError
from clara_edge.engines.stt import second_look, sherpa_offline
from clara_edge.engines.stt.second_look import WORDS, SecondLook
from clara_edge.engines.stt.second_look.word_model import WordModel
from clara_edge.engines.stt.second_look.words import words_in
from clara_edge.ports.engine import EngineContext
from tests.engines.stt.conftest import MOONSHINE, FolderModels
from tests.voices import GB, KAL, RMS, SpeakerVoice, speak

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from clara_edge.engines.stt.sherpa_offline import SherpaOfflineRecognizer
    from clara_edge.models.store import ModelStore


@pytest.fixture(scope="module")
def words() -> WordModel:
    return WordModel.load(WORDS)


@pytest.fixture(scope="module")
def second(model_store: ModelStore) -> Iterator[SecondLook]:
    look = SecondLook(model_store.folder(MOONSHINE), 1)
    yield look
    look.close()


def test_reads_words_in_any_style() -> None:
    assert words_in("Wake me at 10:45 a.m., it's LATE") == [
        *("wake", "me", "at", "##", "##", "am", "it", "s", "late")
    ]


def test_gives_what_may_follow_a_probability_of_one_together(words: WordModel) -> None:
    _, context = words.judge(words.beginning, "remind")

    total = sum(math.exp(words.judge(context, word)[0]) for word in words._numbers)

    assert total == pytest.approx(1.0, abs=0.01)


@pytest.mark.parametrize(
    ("likely", "unlikely"),
    [
        ("Remind me to call the dentist.", "We mind me two calls, the dentist."),
        ("Set an alarm for 7 a.m.", "Said and a lamb for 7 a.m."),
        ("Add milk to my shopping list", "At Milk, do my shopping lest"),
    ],
)
def test_prefers_what_people_say(words: WordModel, likely: str, unlikely: str) -> None:
    assert words.mean(likely) > words.mean(unlikely)


def test_expects_the_names_of_a_household(words: WordModel) -> None:
    before = words.mean("remind me to call Xochiquetzal Brzezicki")

    words.set_names(["Xochiquetzal Brzezicki"])

    assert words.mean("remind me to call Xochiquetzal Brzezicki") > before + 1
    words.set_names([])
    assert words.mean("remind me to call Xochiquetzal Brzezicki") == before


def test_judges_any_text(words: WordModel) -> None:
    for text in ("", "!?", "\U0001f600", "天気", "a" * 10_000, "\ud800", "٣"):
        assert math.isfinite(words.mean(text))


def test_a_damaged_word_model_is_told(tmp_path: Path) -> None:
    file = tmp_path / "words.npz"
    file.write_bytes(WORDS.read_bytes()[:1000])

    with pytest.raises(ModelDamagedError, match=r"words\.npz cannot be read"):
        WordModel.load(file)


def _wrong(said: str, heard: str) -> int:
    """Count the words by which two texts differ."""
    row = list(range(len(words_in(heard)) + 1))
    for i, left in enumerate(words_in(said), start=1):
        last, row[0] = row[0], i
        for j, right in enumerate(words_in(heard), start=1):
            swap = last + (left != right)
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, swap)
    return row[-1]


@pytest.mark.models
def test_hears_more_words_of_commands_than_the_first_look(
    moonshine: SherpaOfflineRecognizer,
) -> None:
    said = [
        ("delete my reminder to meet Lisa on Sunday", RMS),
        ("cancel the reminder for the tennis game", RMS),
        ("get the timer going again", KAL),
        ("have an alarm go off at noon", RMS),
        ("remind my group about the live draft this Saturday", KAL),
        ("what is left on the pasta timer", GB),
    ]

    first, again = 0, 0
    for text, voice in said:
        sound = _noisy(text, voice)
        heard = moonshine.decode(sound)
        first += _wrong(text, heard)
        again += _wrong(text, moonshine.decode_again(sound, heard))

    assert first > 0
    assert again < first


@pytest.mark.models
def test_leaves_a_likely_text_alone(
    second: SecondLook, moonshine: SherpaOfflineRecognizer
) -> None:
    text = "Remind me to call the dentist tomorrow."

    assert not second.is_needed(text)
    assert moonshine.decode_again(np.zeros(16_000, np.int16), text) == text


@pytest.mark.models
@pytest.mark.parametrize("seconds", [0.0, 0.01, 0.5, 20.0])
def test_looks_at_any_sound(second: SecondLook, seconds: float) -> None:
    noise = np.random.default_rng(1).normal(0, 0.1, round(seconds * 16_000) + 6_400)

    text = second.look(noise.astype(np.float32))

    # a loop would go on for as many tokens as it may
    assert len(text) < 1_000


@pytest.mark.models
def test_looks_again_after_it_was_released(second: SecondLook) -> None:
    silence = np.zeros(8_000, np.float32)
    before = second.look(silence)

    second.close()

    assert second.look(silence) == before


@pytest.mark.models
def test_keeps_the_first_text_when_the_second_look_fails(
    moonshine: SherpaOfflineRecognizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(self: object, sound: object) -> str:
        raise EngineFailedError("out of memory")

    monkeypatch.setattr(SecondLook, "look", broken)

    text = moonshine.decode_again(np.zeros(16_000, np.int16), "zyx wvu tsr qpo")

    assert text == "zyx wvu tsr qpo"


@pytest.mark.models
def test_works_without_a_word_model(
    model_store: ModelStore,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(second_look, "WORDS", tmp_path / "none.npz")
    models = FolderModels(model_store.folder(MOONSHINE).parent)
    context = EngineContext(models, tmp_path, threads=1)
    recognizer = sherpa_offline.create(sherpa_offline.Settings(), context)

    assert not recognizer.set_hotwords(["shopping"])
    assert "there is no second look" in caplog.text


def _noisy(text: str, voice: SpeakerVoice) -> np.ndarray:
    sound = np.pad(speak(text, voice).astype(np.float64), 4_000)
    power = np.mean(sound[np.abs(sound) > 330] ** 2)
    noise = np.random.default_rng(5).normal(0, np.sqrt(power / 100), sound.size)
    return np.clip(sound + noise, -32_767, 32_767).astype(np.int16)
