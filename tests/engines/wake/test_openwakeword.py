from __future__ import annotations

import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import numpy as np
import pytest
from onnx import TensorProto, helper, save
from pydantic import ValidationError

from clara_edge.config.engines import create_engine
from clara_edge.domain.errors import (
    EngineFailedError,
    ModelDamagedError,
    ModelMissingError,
)
from clara_edge.engines.wake.openwakeword import PACK, OpenWakeWord, Settings, create
from clara_edge.ports.audio import CHUNK_SAMPLES, Samples
from clara_edge.ports.engine import EngineContext
from tests.voices import (
    VOICES,
    hey_jarvis,
    in_sequence,
    read_wav,
    recorded_hey_jarvis,
    silence,
    speak,
)

from .conftest import chunks

if TYPE_CHECKING:
    from pathlib import Path

    from clara_edge.ports.wake import WakeDetection

QUIET = silence(0.64)
TAIL = silence(1.0)


class OneFolder:
    """A model locator that knows one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def folder(self, pack: str) -> Path:
        assert pack == PACK
        return self._folder


def detections(detector: OpenWakeWord, *sounds: Samples) -> list[WakeDetection]:
    found = [detector.process(chunk) for chunk in chunks(in_sequence(sounds))]
    return [one for one in found if one is not None]


def head_file(
    file: Path, *, frames: int | None = 16, size: int = 96, gives: int = 1
) -> str:
    """Write a graph that is a head by its shapes; its score is always 0.9."""
    takes = helper.make_tensor_value_info(
        "features", TensorProto.FLOAT, [1, "frames" if frames is None else frames, size]
    )
    score = helper.make_tensor_value_info("score", TensorProto.FLOAT, [1, gives])
    value = helper.make_tensor("value", TensorProto.FLOAT, [1, gives], [0.9] * gives)
    node = helper.make_node("Constant", [], ["score"], value=value)
    graph = helper.make_graph([node], "head", [takes], [score])
    opset = helper.make_opsetid("", 17)
    save(helper.make_model(graph, opset_imports=[opset], ir_version=8), file)
    return str(file)


def test_wakes_once_for_the_phrase_that_a_person_says(make, test_data):
    detector = make()

    found = detections(detector, QUIET, recorded_hey_jarvis(test_data), TAIL)

    assert [(one.head, one.phrase) for one in found] == [("hey_jarvis", "hey jarvis")]
    assert 0.5 <= found[0].score <= 1.0


@pytest.mark.parametrize("voice", VOICES, ids=lambda voice: voice.name)
def test_wakes_for_every_synthetic_voice(make, voice):
    detector = make()

    assert len(detections(detector, QUIET, hey_jarvis(voice), TAIL)) == 1


def test_wakes_when_the_phrase_is_the_first_thing_heard(make, test_data):
    detector = make()
    phrase = recorded_hey_jarvis(test_data)
    voiced = np.flatnonzero(np.abs(phrase) > 1_000)

    found = detections(detector, phrase[voiced[0] :], TAIL)

    assert len(found) == 1


def test_hears_the_phrase_when_the_command_follows_in_the_same_breath(make):
    detector = make()

    found = detections(
        detector, QUIET, speak("hey jarvis, add buy milk to my shopping list"), TAIL
    )

    assert len(found) == 1


def test_sleeps_through_other_wake_words_and_commands(make, test_data):
    detector = make()
    speech = test_data / "speech"
    others = [
        read_wav(speech / "wake/wyoming/hey_mycroft.wav"),
        read_wav(speech / "wake/wyoming/hey_rhasspy.wav"),
        read_wav(speech / "wake/openwakeword/hey_jane.wav"),
        *(read_wav(f) for f in sorted((speech / "commands_real").glob("*.wav"))[:6]),
    ]

    assert detections(detector, QUIET, *others) == []


def test_tells_several_phrases_apart(make, test_data):
    detector = make(heads=[{"model": "hey_jarvis"}, {"model": "hey_mycroft"}])
    mycroft = read_wav(test_data / "speech/wake/wyoming/hey_mycroft.wav")

    found = detections(
        detector, QUIET, recorded_hey_jarvis(test_data), silence(2.5), mycroft, TAIL
    )

    assert detector.phrases == ("hey jarvis", "hey mycroft")
    assert [one.phrase for one in found] == ["hey jarvis", "hey mycroft"]


def test_is_deaf_for_the_refractory_time_only(make, test_data):
    phrase = recorded_hey_jarvis(test_data)
    sounds = [QUIET, phrase, phrase, TAIL]  # 2 s from one phrase to the next

    assert len(detections(make(refractory_s=3.0), *sounds)) == 1
    assert len(detections(make(refractory_s=0.5), *sounds)) == 2


def test_one_phrase_wakes_once_even_without_refractory_time(make, test_data):
    detector = make(refractory_s=0.0)

    found = detections(detector, QUIET, recorded_hey_jarvis(test_data), TAIL)

    assert len(found) == 1


def test_a_score_that_never_falls_wakes_once(make, tmp_path):
    detector = make(
        heads=[{"model": head_file(tmp_path / "stuck.onnx")}], refractory_s=0.2
    )

    assert len(detections(detector, silence(3.0))) == 1


def test_patience_delays_waking_by_that_many_chunks(make, tmp_path):
    heads = [{"model": head_file(tmp_path / "always.onnx")}]

    def first(patience: int) -> int:
        detector = make(heads=heads, patience=patience)
        woken = [detector.process(c) is not None for c in chunks(silence(2.0))]
        return woken.index(True)

    assert first(4) == first(1) + 3


def test_sensitivity_sets_the_score_that_counts(make, tmp_path):
    model = head_file(tmp_path / "always.onnx")  # 0.9

    dull = make(heads=[{"model": model, "sensitivity": 0.05}])
    keen = make(heads=[{"model": model, "sensitivity": 0.2}])

    assert detections(dull, silence(1.0)) == []
    assert len(detections(keen, silence(1.0))) == 1


def test_a_model_file_brings_its_own_name_and_phrase(make, tmp_path):
    file = head_file(tmp_path / "ok_clara_v2.1.onnx")

    unnamed = make(heads=[{"model": file}])
    named = make(heads=[{"model": file, "phrase": "Okay Clara"}])

    assert (unnamed.phrases, list(unnamed.scores)) == (("ok clara",), ["ok_clara"])
    assert named.phrases == ("okay clara",)


def test_reset_forgets_half_a_phrase(make, test_data):
    phrase = recorded_hey_jarvis(test_data)
    detector = make()
    assert len(detections(detector, QUIET, phrase[:19_200], TAIL)) == 1

    detector.reset()
    scores_after_reset = dict(detector.scores)
    first = detections(detector, QUIET, phrase[:12_800])
    detector.reset()
    second = detections(detector, phrase[12_800:], TAIL)

    assert scores_after_reset == {"hey_jarvis": 0.0}
    assert (first, second) == ([], [])


def test_scores_after_reset_are_those_of_a_new_detector(make, test_data):
    phrase = recorded_hey_jarvis(test_data)
    used, new = make(), make()
    detections(used, phrase)

    used.reset()

    for chunk in chunks(phrase):
        used.process(chunk)
        new.process(chunk)
        assert used.scores == new.scores


def test_runs_without_importing_the_openwakeword_package():
    program = (
        "import clara_edge.engines.wake.openwakeword, sys;"
        "from clara_edge.models.store import ModelStore;"
        "import pathlib;"
        "ModelStore(pathlib.Path('none')).folder('openwakeword-0.4');"
        "print([m for m in ('openwakeword', 'sklearn', 'scipy') if m in sys.modules])"
    )

    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == "[]"


def test_is_found_by_its_entry_point(context):
    detector = create_engine("wake", "openwakeword", {}, context)

    assert detector.phrases == ("hey jarvis",)
    detector.close()


def test_close_is_idempotent_and_a_closed_detector_says_so(make):
    detector = make()
    detector.close()
    detector.close()
    detector.reset()

    with pytest.raises(EngineFailedError, match="closed"):
        detector.process(silence(0.08))


@pytest.mark.parametrize(
    "chunk",
    [
        np.zeros(CHUNK_SAMPLES - 1, dtype=np.int16),
        np.zeros(CHUNK_SAMPLES, dtype=np.float32),
        np.zeros((CHUNK_SAMPLES, 1), dtype=np.int16),
    ],
    ids=["short", "float", "two dimensions"],
)
def test_refuses_a_chunk_that_it_would_misread(make, chunk):
    with pytest.raises(EngineFailedError, match="1280 samples of int16"):
        make().process(chunk)


@pytest.mark.parametrize(
    "options",
    [
        {"heads": []},
        {"heads": [{"model": "hey_jarvis"}, {"model": "hey_jarvis_v0.1.onnx"}]},
        {"heads": [{"sensitivity": 0.0}]},
        {"heads": [{"sensitivity": 1.0}]},
        {"heads": [{"threshold": 0.5}]},
        {"patience": 0},
        {"refractory": 2.0},
    ],
)
def test_refuses_settings_that_make_no_sense(options):
    with pytest.raises(ValidationError):
        Settings.model_validate(options)


def test_names_a_head_that_does_not_exist(make):
    with pytest.raises(ModelMissingError, match="hey_clara"):
        make(heads=[{"model": "hey_clara"}])


@pytest.mark.parametrize(
    "name", ["melspectrogram.onnx", "embedding_model.onnx", "hey_jarvis_v0.1.onnx"]
)
@pytest.mark.parametrize("damage", ["truncated", "text", "empty", "missing", "other"])
def test_names_the_damaged_model_file(pack, tmp_path, name, damage):
    folder = tmp_path / "pack"
    shutil.copytree(pack, folder)
    file = folder / name
    match damage:
        case "truncated":
            file.write_bytes(file.read_bytes()[:100_000])
        case "text":
            file.write_text("<html>404</html>", encoding="utf-8")
        case "empty":
            file.write_bytes(b"")
        case "missing":
            file.unlink()
        case "other":
            shutil.copy(pack / "silero_vad.onnx", file)
    expected = ModelMissingError if damage == "missing" else ModelDamagedError
    context = EngineContext(models=OneFolder(folder), cache_dir=tmp_path, threads=1)

    with pytest.raises(expected, match=name.removesuffix("_v0.1.onnx")):
        create(Settings(), context)


@pytest.mark.parametrize(
    ("shape", "message"),
    [
        ({"size": 64}, "input 1x16x64"),
        ({"gives": 7}, "output 1x7"),
        ({"frames": None}, "does not say how many frames"),
    ],
)
def test_refuses_a_head_of_the_wrong_shape(make, tmp_path, shape, message):
    model = head_file(tmp_path / "odd.onnx", **shape)

    with pytest.raises(ModelDamagedError, match=message):
        make(heads=[{"model": model}])


def test_refuses_the_timer_head_that_is_no_wake_word(make):
    with pytest.raises(ModelDamagedError, match="output 1x7"):
        make(heads=[{"model": "timer"}])
