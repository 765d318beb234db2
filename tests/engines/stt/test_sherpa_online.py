from __future__ import annotations

import struct
from dataclasses import replace
from typing import TYPE_CHECKING

import onnx
import pytest
from pydantic import ValidationError

from clara_edge.domain.errors import ModelDamagedError, ModelMissingError
from clara_edge.engines.stt import sherpa_online
from clara_edge.engines.stt.hotwords import find_bpe_vocab, join_hotwords
from clara_edge.ports.engine import EngineContext
from tests.engines.stt import tone_model
from tests.engines.stt.conftest import FolderModels
from tests.engines.stt.tone_model import LETTERS, speak

if TYPE_CHECKING:
    from pathlib import Path


def settle(recognizer: sherpa_online.SherpaOnlineRecognizer, text: str) -> str:
    stream = recognizer.stream()
    stream.accept(speak(text, ambiguous="DT"))
    return stream.settle()


@pytest.mark.parametrize("layout", ["zipformer2_ctc", "nemo_ctc", "transducer"])
def test_recognises_each_layout_by_its_files(tones: EngineContext, layout: str) -> None:
    recognizer = sherpa_online.create(sherpa_online.Settings(model=layout), tones)

    assert recognizer._model.plan.layout == layout
    assert settle(recognizer, "BAD CAB BEATED") == "bad cab beated"


def test_a_named_layout_needs_its_files(tones: EngineContext) -> None:
    settings = sherpa_online.Settings(model="nemo_ctc", layout="transducer")

    with pytest.raises(ModelMissingError, match=r"nemo_ctc has no encoder\*\.onnx"):
        sherpa_online.create(settings, tones)


def test_a_missing_pack_is_reported_as_such(tones: EngineContext) -> None:
    with pytest.raises(ModelMissingError, match="zipformer-en-20m"):
        sherpa_online.create(sherpa_online.Settings(), tones)


@pytest.mark.parametrize(
    ("hotwords", "heard"),
    [([], "bad"), (["bat"], "bat"), (["Bat!"], "bat"), (["cab"], "bad")],
)
def test_hotwords_decide_an_ambiguous_sound(
    tones: EngineContext, hotwords: list[str], heard: str
) -> None:
    settings = sherpa_online.Settings(model="transducer")
    recognizer = sherpa_online.create(settings, tones)

    assert recognizer.set_hotwords(hotwords) is True
    assert settle(recognizer, "BA?") == heard


def test_hotwords_may_be_switched_off(tones: EngineContext) -> None:
    settings = sherpa_online.Settings(model="transducer", hotwords=False)
    recognizer = sherpa_online.create(settings, tones)

    assert recognizer.set_hotwords(["bat"]) is False
    assert settle(recognizer, "BA?") == "bad"


def test_a_transducer_without_scores_of_its_vocabulary_takes_no_hotwords(
    tmp_path: Path,
) -> None:
    tone_model.build_transducer(tmp_path / "bare", bpe_vocab=False)
    context = EngineContext(FolderModels(tmp_path), tmp_path / "cache", threads=1)

    recognizer = sherpa_online.create(sherpa_online.Settings(model="bare"), context)

    assert recognizer.set_hotwords(["bat"]) is False


def _sentencepiece(pieces: list[tuple[str, float]]) -> bytes:
    def field(number: int, payload: bytes) -> bytes:
        return bytes([number << 3 | 2, len(payload)]) + payload

    return b"".join(
        field(1, field(1, text.encode()) + b"\x15" + struct.pack("<f", score))
        for text, score in pieces
    )


def test_makes_the_scores_from_a_sentencepiece_model(tmp_path: Path) -> None:
    folder = tone_model.build_transducer(tmp_path / "bpe", bpe_vocab=False)
    pieces = [(letter, -float(i)) for i, letter in enumerate(["<unk>", *LETTERS])]
    (folder / "bpe.model").write_bytes(_sentencepiece(pieces))
    context = EngineContext(FolderModels(tmp_path), tmp_path / "cache", threads=1)

    recognizer = sherpa_online.create(sherpa_online.Settings(model="bpe"), context)

    assert recognizer.set_hotwords(["bat"]) is True
    assert settle(recognizer, "BA?") == "bat"
    assert not (folder / "bpe.vocab").exists()


@pytest.mark.parametrize("content", [b"", b"\x0a\x7fshort", b"not protobuf at all"])
def test_refuses_a_damaged_sentencepiece_model(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "bpe.model").write_bytes(content)

    with pytest.raises(ModelDamagedError, match=r"bpe\.model cannot be used"):
        find_bpe_vocab(tmp_path, tmp_path / "cache")


def test_hotwords_hold_nothing_that_sherpa_reads_as_notation() -> None:
    phrases = ["Rosie's tea/milk :2.0", "rosie's tea milk", "#1 @home", "Größe", "  "]
    tokens = ["▁", *"ABCDEFGHIKLMNOPRSTUVW'"]

    assert join_hotwords(phrases, tokens, upper=True) == "ROSIE'S TEA MILK/HOME"


def test_keeps_the_case_of_a_vocabulary_that_has_one(tmp_path: Path) -> None:
    folder = tone_model.build_zipformer2_ctc(tmp_path / "cased")
    tokens = (folder / "tokens.txt").read_text("utf-8").replace("E ", "e ")
    (folder / "tokens.txt").write_text(tokens, "utf-8")
    context = EngineContext(FolderModels(tmp_path), tmp_path / "cache", threads=1)

    recognizer = sherpa_online.create(sherpa_online.Settings(model="cased"), context)

    assert settle(recognizer, "BEAT") == "BeAT"


class TestDamage:
    """sherpa-onnx ends the process on some of these: that the tests go on is the point."""

    @pytest.fixture
    def pack(self, tmp_path: Path) -> Path:
        return tone_model.build_zipformer2_ctc(tmp_path / "pack")

    def create(self, pack: Path) -> None:
        cache = pack.parent / "cache"
        context = EngineContext(FolderModels(pack.parent), cache, threads=1)
        sherpa_online.create(sherpa_online.Settings(model="pack"), context)

    def test_names_a_truncated_model(self, pack: Path) -> None:
        model = pack / "model.onnx"
        model.write_bytes(model.read_bytes()[:-100])

        with pytest.raises(ModelDamagedError, match=r"model\.onnx is damaged: it ends"):
            self.create(pack)

    def test_names_a_model_of_another_format(self, pack: Path) -> None:
        (pack / "model.onnx").write_bytes(b"RIFF" + bytes(2000))

        with pytest.raises(ModelDamagedError, match="it is not an ONNX model"):
            self.create(pack)

    def test_names_an_empty_model(self, pack: Path) -> None:
        (pack / "model.onnx").write_bytes(b"")

        with pytest.raises(ModelDamagedError, match="only 0 bytes"):
            self.create(pack)

    def test_survives_metadata_on_which_sherpa_exits(self, pack: Path) -> None:
        model = onnx.load(pack / "model.onnx")
        kept = {p.key: p.value for p in model.metadata_props if p.key != "T"}
        onnx.helper.set_model_props(model, kept)
        onnx.save(model, pack / "model.onnx")

        with pytest.raises(ModelDamagedError, match="cannot be used as zipformer2_ctc"):
            self.create(pack)

    def test_refuses_a_model_that_does_not_stream(self, pack: Path) -> None:
        model = onnx.load(pack / "model.onnx")
        onnx.helper.set_model_props(model, {"model_type": "sense_voice_ctc"})
        onnx.save(model, pack / "model.onnx")

        with pytest.raises(ModelDamagedError, match="of no streaming layout"):
            self.create(pack)

    @pytest.mark.parametrize(
        ("content", "problem"),
        [
            ("", "it has 0 symbols"),
            ("<blk> 0\nA one\n", "line 2 is not a symbol and a new number"),
            ("<blk> 0\nA 1\nB 1\n", "line 3 is not"),
            ("<blk> 0\nA 2\n", "their ids have gaps"),
        ],
    )
    def test_names_a_damaged_vocabulary(
        self, pack: Path, content: str, problem: str
    ) -> None:
        (pack / "tokens.txt").write_text(content, "utf-8")

        with pytest.raises(ModelDamagedError, match=problem) as caught:
            self.create(pack)
        assert "tokens.txt" in str(caught.value)

    def test_names_a_missing_vocabulary(self, pack: Path) -> None:
        (pack / "tokens.txt").unlink()

        with pytest.raises(ModelMissingError, match=r"pack has no tokens\.txt"):
            self.create(pack)

    def test_refuses_a_vocabulary_that_is_binary(self, pack: Path) -> None:
        (pack / "tokens.txt").write_bytes(bytes(range(256)))

        with pytest.raises(ModelDamagedError, match="cannot be read as text"):
            self.create(pack)


def test_prefers_quantised_files_except_for_the_decoder(
    tones: EngineContext, tmp_path: Path
) -> None:
    folder = tone_model.build_transducer(tmp_path / "both")
    for name in ("encoder", "decoder", "joiner"):
        content = (folder / f"{name}.onnx").read_bytes()
        (folder / f"{name}-epoch-99-avg-1.int8.onnx").write_bytes(content)
        (folder / f"{name}.onnx").rename(folder / f"{name}-epoch-99-avg-1.onnx")
    context = replace(tones, models=FolderModels(tmp_path))

    recognizer = sherpa_online.create(sherpa_online.Settings(model="both"), context)

    used = [path.name for path in recognizer._model.plan.files[:3]]
    assert used == [
        "encoder-epoch-99-avg-1.int8.onnx",
        "decoder-epoch-99-avg-1.onnx",
        "joiner-epoch-99-avg-1.int8.onnx",
    ]


def test_unknown_settings_are_refused() -> None:
    with pytest.raises(ValidationError, match="hotword_score"):
        sherpa_online.Settings.model_validate({"hotword_score": 2})
