from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import onnx
import onnxruntime
import pytest
from onnx import TensorProto, helper

from clara_edge.domain.errors import (
    EngineFailedError,
    ModelDamagedError,
    ModelMissingError,
)
from clara_edge.engines.tts import piper

if TYPE_CHECKING:
    from pathlib import Path

    from clara_edge.ports.engine import EngineContext


def load(model: Path, context: EngineContext, **settings: object) -> object:
    return piper.create(piper.Settings(path=model, **settings), context)


def describe(model: Path, **changes: object) -> None:
    file = model.with_name(f"{model.name}.json")
    file.write_text(json.dumps(json.loads(file.read_text()) | changes))


def constant_voice(file: Path, inputs: tuple[str, ...] = ()) -> None:
    """Write a voice that hums: 0.1 s of a tone per phoneme id, scaled by length_scale."""
    scales = helper.make_tensor_value_info("scales", TensorProto.FLOAT, [3])
    ids = helper.make_tensor_value_info("input", TensorProto.INT64, [1, None])
    lengths = helper.make_tensor_value_info("input_lengths", TensorProto.INT64, [1])
    out = helper.make_tensor_value_info("output", TensorProto.FLOAT, None)
    extra = [
        helper.make_tensor_value_info(name, TensorProto.INT64, [1]) for name in inputs
    ]
    tone = np.sin(np.arange(2_205) * 0.1).astype(np.float32)
    nodes = [
        helper.make_node("Gather", ["scales", "one"], ["stretch"]),
        helper.make_node("Cast", ["input_lengths"], ["count"], to=TensorProto.FLOAT),
        helper.make_node("Mul", ["count", "stretch"], ["times"]),
        helper.make_node("Cast", ["times"], ["repeats"], to=TensorProto.INT64),
        helper.make_node("Tile", ["tone", "repeats"], ["output"]),
    ]
    graph = helper.make_graph(
        nodes,
        "hum",
        [ids, lengths, scales, *extra],
        [out],
        [
            helper.make_tensor("one", TensorProto.INT64, [1], [1]),
            helper.make_tensor("tone", TensorProto.FLOAT, [2_205], tone),
        ],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
    model.ir_version = 9
    onnx.save(model, file)


def piper_session_that_throws(file: Path) -> onnxruntime.InferenceSession:
    """Load a model that looks up a row that it does not have."""
    names = ("input", "input_lengths", "scales")
    kinds = (TensorProto.INT64, TensorProto.INT64, TensorProto.FLOAT)
    inputs = [
        helper.make_tensor_value_info(name, kind, None)
        for name, kind in zip(names, kinds, strict=True)
    ]
    output = helper.make_tensor_value_info("output", TensorProto.FLOAT, None)
    rows = helper.make_tensor("rows", TensorProto.FLOAT, [1], [0.0])
    node = helper.make_node("Gather", ["rows", "input"], ["output"])
    graph = helper.make_graph([node], "short", inputs, [output], [rows])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
    model.ir_version = 9
    onnx.save(model, file)
    return onnxruntime.InferenceSession(str(file))


def test_finds_the_one_voice_of_a_pack(
    silent_voice: Path, context: EngineContext
) -> None:
    voice = piper.create(piper.Settings(voice="silent"), context)

    assert voice.name == "piper/test_voice"
    assert voice.rate_hz == 22_050


def test_speaks_with_its_own_session_options(
    silent_voice: Path, context: EngineContext
) -> None:
    voice = piper.create(piper.Settings(path=silent_voice), context)

    assert voice._voice is not None
    options = voice._voice.session.get_session_options()
    assert options.intra_op_num_threads == context.threads
    assert options.inter_op_num_threads == 1


def test_length_scale_reaches_the_voice(
    silent_voice: Path, context: EngineContext
) -> None:
    constant_voice(silent_voice)

    def length(scale: float) -> int:
        voice = piper.create(
            piper.Settings(path=silent_voice, length_scale=scale), context
        )
        return sum(map(len, voice.synthesize("Hello there.", lambda: False)))

    assert 1.8 < length(2.0) / length(1.0) < 2.2


def test_sound_is_full_scale_16_bit(silent_voice: Path, context: EngineContext) -> None:
    constant_voice(silent_voice)
    voice = piper.create(piper.Settings(path=silent_voice), context)

    (sound,) = voice.synthesize("Hello there.", lambda: False)

    assert sound.dtype == np.int16
    assert 32_000 < np.abs(sound.astype(np.int32)).max() <= 32_767


def test_settings_that_change_the_sound_change_the_name(
    silent_voice: Path, context: EngineContext
) -> None:
    describe(silent_voice, num_speakers=2)
    constant_voice(silent_voice, inputs=("sid",))

    voice = piper.create(
        piper.Settings(path=silent_voice, speaker=1, length_scale=1.2), context
    )

    assert voice.name == "piper/test_voice length_scale=1.2 speaker=1"


def test_pack_that_is_not_installed_is_missing(context: EngineContext) -> None:
    with pytest.raises(ModelMissingError, match="piper-en-us-ljspeech-medium"):
        piper.create(piper.Settings(), context)


def test_pack_without_a_voice_is_missing(
    tmp_path: Path, context: EngineContext
) -> None:
    (tmp_path / "models" / "empty").mkdir(parents=True)

    with pytest.raises(ModelMissingError, match=r"holds 0 \.onnx files"):
        piper.create(piper.Settings(voice="empty"), context)


@pytest.mark.parametrize("gone", ["test_voice.onnx", "test_voice.onnx.json"])
def test_missing_file_is_named(
    silent_voice: Path, context: EngineContext, gone: str
) -> None:
    silent_voice.with_name(gone).unlink()

    with pytest.raises(ModelMissingError, match=rf"{gone} is missing"):
        load(silent_voice, context)


@pytest.mark.parametrize("content", [b"", b"not a model", b"\x08\x07\x12\x02"])
def test_damaged_model_is_named(
    silent_voice: Path, context: EngineContext, content: bytes
) -> None:
    silent_voice.write_bytes(content)

    with pytest.raises(ModelDamagedError, match=r"test_voice\.onnx is damaged"):
        load(silent_voice, context)


def test_truncated_model_is_damaged(silent_voice: Path, context: EngineContext) -> None:
    whole = silent_voice.read_bytes()
    silent_voice.write_bytes(whole[: len(whole) // 2])

    with pytest.raises(ModelDamagedError, match=r"test_voice\.onnx is damaged"):
        load(silent_voice, context)


def test_other_onnx_model_is_no_voice(
    silent_voice: Path, context: EngineContext
) -> None:
    constant_voice(silent_voice, inputs=("state",))

    with pytest.raises(ModelDamagedError, match=r"no Piper voice: .*state"):
        load(silent_voice, context)


@pytest.mark.parametrize(
    "content", ["", "{", "[]", "{}", '{"audio": 3}', "\x00\x01", '"text"', "null"]
)
def test_damaged_description_is_named(
    silent_voice: Path, context: EngineContext, content: str
) -> None:
    silent_voice.with_name("test_voice.onnx.json").write_text(content)

    with pytest.raises(ModelDamagedError, match=r"test_voice\.onnx\.json is damaged"):
        load(silent_voice, context)


def test_absurd_sample_rate_is_damage(
    silent_voice: Path, context: EngineContext
) -> None:
    describe(silent_voice, audio={"sample_rate": 0})

    with pytest.raises(ModelDamagedError, match="sample rate of 0 Hz"):
        load(silent_voice, context)


def test_voice_whose_phonemizer_would_download_is_refused(
    silent_voice: Path, context: EngineContext
) -> None:
    describe(silent_voice, phoneme_type="pinyin")

    with pytest.raises(EngineFailedError, match="needs the phonemizer 'pinyin'"):
        load(silent_voice, context)


def test_speaker_that_the_voice_does_not_have_is_refused(
    silent_voice: Path, context: EngineContext
) -> None:
    with pytest.raises(EngineFailedError, match="has 1 speakers, number 3"):
        load(silent_voice, context, speaker=3)


def test_model_that_throws_while_speaking_is_an_engine_failure(
    silent_voice: Path, context: EngineContext
) -> None:
    voice = piper.create(piper.Settings(path=silent_voice), context)
    assert voice._voice is not None
    # as in a model whose embedding has fewer rows than the description has phonemes
    voice._voice.session = piper_session_that_throws(silent_voice)

    with pytest.raises(EngineFailedError, match="piper/test_voice cannot speak"):
        list(voice.synthesize("Hello.", lambda: False))


def test_closed_voice_says_so(silent_voice: Path, context: EngineContext) -> None:
    voice = piper.create(piper.Settings(path=silent_voice), context)
    voice.close()

    with pytest.raises(EngineFailedError, match="is closed"):
        list(voice.synthesize("Hello.", lambda: False))
