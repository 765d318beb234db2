from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import jiwer
import numpy as np
import pytest
from numpy.typing import NDArray

from clara_edge.domain.errors import (
    EngineFailedError,
    ModelDamagedError,
    ModelMissingError,
)
from clara_edge.engines.stt import sherpa_offline
from clara_edge.engines.stt.offline_layouts import plan_offline
from clara_edge.engines.stt.sherpa_offline import SherpaOfflineRecognizer
from clara_edge.ports.audio import CHUNK_SAMPLES
from clara_edge.ports.engine import EngineContext
from tests.engines.stt import tone_model
from tests.engines.stt.conftest import MOONSHINE, FolderModels

if TYPE_CHECKING:
    from pathlib import Path

RATE_HZ = 16_000
Recording = Callable[[str], NDArray[np.int16]]


class Counting(SherpaOfflineRecognizer):
    """The loaded model, telling how much it had to decode."""

    def __init__(self, loaded: SherpaOfflineRecognizer) -> None:
        super().__init__(loaded._recognizer, loaded._settings)
        self.decoded_s: list[float] = []

    def decode(self, samples: NDArray[np.int16]) -> str:
        self.decoded_s.append(samples.size / RATE_HZ)
        return super().decode(samples)


@pytest.fixture
def counting(moonshine: SherpaOfflineRecognizer) -> Counting:
    return Counting(moonshine)


def feed(stream: sherpa_offline.SherpaOfflineStream, sound: NDArray[np.int16]) -> None:
    for start in range(0, sound.size, CHUNK_SAMPLES):
        stream.accept(sound[start : start + CHUNK_SAMPLES])
        stream.interim()


def hiss(seconds: float, rms: float) -> NDArray[np.int16]:
    noise = np.random.default_rng(3).normal(0, rms, int(seconds * RATE_HZ))
    return noise.astype(np.int16)


def words(text: str) -> str:
    return jiwer.Compose([jiwer.ToLowerCase(), jiwer.RemovePunctuation()])(text)


@pytest.mark.models
def test_misses_at_most_one_word_in_ten_of_read_speech(
    moonshine: SherpaOfflineRecognizer, recording: Recording, test_data: Path
) -> None:
    lines = (test_data / "speech" / "transcripts.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t")[:3] for line in lines[1:]]
    read = [
        (path, text)
        for path, text, seconds in rows
        if path.startswith("libri") and text and float(seconds) < 10
    ]

    said = [words(text) for _, text in read]
    heard = [words(moonshine.decode(recording(path))) for path, _ in read]

    assert len(said) >= 5
    assert jiwer.wer(said, heard) <= 0.1


@pytest.mark.models
def test_hears_most_words_of_commands_across_a_room(
    moonshine: SherpaOfflineRecognizer, recording: Recording, test_data: Path
) -> None:
    folder = test_data / "speech" / "commands_real"
    names = [p.name for p in sorted(folder.glob("*.wav")) if "oov" not in p.name]

    said = [words(name.removesuffix(".wav")) for name in names]
    heard = [words(moonshine.decode(recording(f"commands_real/{n}"))) for n in names]

    assert len(said) >= 14
    assert jiwer.wer(said, heard) <= 0.5


@pytest.mark.models
class TestInterims:
    def test_computes_nothing_at_the_end_of_an_utterance(
        self, counting: Counting, recording: Recording
    ) -> None:
        stream = counting.stream()
        feed(stream, recording("commands_real/what's the weather.wav"))
        before = len(counting.decoded_s)

        text = stream.settle()

        assert "weather" in text.lower()
        assert len(counting.decoded_s) == before

    def test_decodes_again_when_words_follow_a_pause(
        self, counting: Counting, recording: Recording
    ) -> None:
        sound = recording("commands_real/what's the weather.wav")
        stream = counting.stream()
        feed(stream, sound)
        stream.settle()
        before = len(counting.decoded_s)

        stream.accept(sound)
        text = stream.settle()

        assert len(counting.decoded_s) == before + 1
        assert text.lower().count("weather") == 2

    def test_decodes_at_most_once_per_interval(
        self, counting: Counting, recording: Recording
    ) -> None:
        sound = recording("librispeech/1089-134691-0001.flac")
        stream = counting.stream()

        feed(stream, sound)

        pauses = 10
        intervals = sound.size / RATE_HZ / 0.4
        assert 5 <= len(counting.decoded_s) <= intervals + pauses


@pytest.mark.models
class TestNoSpeech:
    @pytest.mark.parametrize("rms", [3, 30, 300, 3000])
    def test_steady_noise_is_not_even_decoded(
        self, counting: Counting, rms: float
    ) -> None:
        stream = counting.stream()

        feed(stream, hiss(3, rms))

        assert stream.settle() == ""
        assert counting.decoded_s == []

    def test_a_word_in_noise_is_decoded(
        self, counting: Counting, recording: Recording
    ) -> None:
        sound = recording("commands_real/what's the weather.wav")
        stream = counting.stream()

        feed(stream, sound + hiss(sound.size / RATE_HZ, 100)[: sound.size])

        assert "weather" in stream.settle().lower()


@pytest.mark.models
def test_settles_a_long_utterance_piece_by_piece(
    counting: Counting, recording: Recording
) -> None:
    stream = counting.stream()
    stream.accept(recording("two_cities_16k.wav"))

    text = words(stream.settle())

    assert max(counting.decoded_s) <= 16
    places = [text.find(w) for w in ("best of times", "season of light", "superlative")]
    assert places == sorted(places)
    assert places[0] >= 0
    assert len(text.split()) >= 105


@dataclass
class Answering:
    """sherpa-onnx's recogniser and its stream, with the text of its next result."""

    text: str

    def create_stream(self) -> Answering:
        return self

    def accept_waveform(self, rate_hz: int, samples: NDArray[np.float32]) -> None:
        assert samples.dtype == np.float32

    def decode_stream(self, stream: Answering) -> None:
        assert stream is self

    @property
    def result(self) -> Answering:
        return self


@pytest.mark.parametrize(
    ("answer", "text"),
    [("♪♪ ♪♪", ""), (" ... ", ""), (" Buy milk. ", "Buy milk."), ("5", "5")],
)
def test_signs_without_a_word_are_no_text(answer: str, text: str) -> None:
    settings = sherpa_offline.Settings()
    recognizer = SherpaOfflineRecognizer(Answering(answer), settings)

    assert recognizer.decode(np.zeros(RATE_HZ, np.int16)) == text


class Broken:
    """sherpa-onnx's recogniser after something went wrong in it."""

    def create_stream(self) -> None:
        raise RuntimeError("Non-zero status code returned while running MatMul node")


def test_an_error_of_sherpa_is_an_engine_failure() -> None:
    recognizer = SherpaOfflineRecognizer(Broken(), sherpa_offline.Settings())

    with pytest.raises(EngineFailedError, match="moonshine-tiny-en failed: Non-zero"):
        recognizer.decode(np.zeros(RATE_HZ, np.int16))


@pytest.mark.models
class TestDamage:
    @pytest.fixture
    def pack(self, moonshine_folder: Path, tmp_path: Path) -> Path:
        pack = tmp_path / MOONSHINE
        pack.mkdir()
        for file in moonshine_folder.iterdir():
            if file.suffix in (".ort", ".txt"):
                (pack / file.name).symlink_to(file)
        return pack

    def create(self, pack: Path) -> None:
        cache = pack.parent / "cache"
        context = EngineContext(FolderModels(pack.parent), cache, threads=1)
        sherpa_offline.create(sherpa_offline.Settings(), context)

    def rewrite(self, file: Path, content: bytes) -> None:
        file.unlink()
        file.write_bytes(content)

    @pytest.mark.parametrize("name", ["encoder_model.ort", "decoder_model_merged.ort"])
    def test_names_a_truncated_model(self, pack: Path, name: str) -> None:
        content = (pack / name).read_bytes()
        self.rewrite(pack / name, content[: len(content) // 2])

        with pytest.raises(ModelDamagedError, match=name):
            self.create(pack)

    def test_names_a_file_of_another_format(self, pack: Path) -> None:
        self.rewrite(pack / "encoder_model.ort", b"<html>not found</html>" * 10)

        with pytest.raises(ModelDamagedError, match="it is not an ORT format model"):
            self.create(pack)

    def test_refuses_a_model_in_the_place_of_another(self, pack: Path) -> None:
        decoder = (pack / "decoder_model_merged.ort").read_bytes()
        self.rewrite(pack / "encoder_model.ort", decoder)

        with pytest.raises(ModelDamagedError, match="Unexpected input data type"):
            self.create(pack)

    def test_names_a_truncated_vocabulary(self, pack: Path) -> None:
        content = (pack / "tokens.txt").read_bytes()
        self.rewrite(pack / "tokens.txt", content[: len(content) // 2])

        with pytest.raises(ModelDamagedError, match=r"tokens\.txt is damaged: line"):
            self.create(pack)

    @pytest.mark.parametrize("name", ["encoder_model.ort", "tokens.txt"])
    def test_names_a_file_that_is_gone(self, pack: Path, name: str) -> None:
        (pack / name).unlink()

        with pytest.raises(ModelMissingError, match=name.split(".", maxsplit=1)[0]):
            self.create(pack)


# How the models' publishers name their files
PUBLISHED = {
    "moonshine": [
        "preprocess.onnx",
        "encode.int8.onnx",
        "uncached_decode.int8.onnx",
        "cached_decode.int8.onnx",
        "tokens.txt",
    ],
    "parakeet": [
        "encoder.int8.onnx",
        "decoder.int8.onnx",
        "joiner.int8.onnx",
        "tokens.txt",
    ],
    "whisper": [
        "tiny.en-encoder.onnx",
        "tiny.en-encoder.int8.onnx",
        "tiny.en-decoder.onnx",
        "tiny.en-decoder.int8.onnx",
        "tiny.en-tokens.txt",
    ],
    "sense_voice": ["model.int8.onnx", "model.onnx", "tokens.txt"],
}


@pytest.mark.parametrize("layout", PUBLISHED)
def test_recognises_a_published_layout_and_takes_its_quantised_files(
    tmp_path: Path, layout: str
) -> None:
    model = tone_model.build_zipformer2_ctc(tmp_path / "some") / "model.onnx"
    for name in PUBLISHED[layout]:
        vocabulary = name.endswith("tokens.txt")
        content = b"<blk> 0\nA 1\n" if vocabulary else model.read_bytes()
        (tmp_path / name).write_bytes(content)

    plan = plan_offline(tmp_path, None, "en", threads=2)

    assert plan.layout == layout
    assert plan.arguments["num_threads"] == 2
    chosen = {path.name for path in plan.files}
    quantised = {n for n in PUBLISHED[layout] if n.replace(".int8", "") != n}
    assert quantised <= chosen
    assert len(chosen) == len(plan.files)


def test_a_folder_without_models_is_reported(tmp_path: Path) -> None:
    with pytest.raises(ModelMissingError, match="has no model files"):
        plan_offline(tmp_path, None, "en", threads=1)
