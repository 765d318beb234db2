"""Small streaming models, built rather than trained, that read letters from tones.

Each letter is a sine wave; "▁" begins a word, as in the vocabularies of real models. A
model looks at the log mel energy around a letter's frequency, so the whole real path runs:
features, chunks, states, search and text. The letters D and T can be mixed into one
ambiguous sound, which hotwords then decide.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

RATE_HZ = 16_000
LETTERS = ("▁", "A", "B", "C", "D", "E", "T")
BLANK = "<blk>"
_MELS = 80
_CHUNK, _SHIFT, _POOL = 19, 16, 4  # frames of 10 ms: window, step, frames per output
_FREQUENCY_HZ = dict(
    zip(LETTERS, (450, 800, 1250, 1900, 2700, 3800, 5300), strict=True)
)
_ALIKE = ({"D", "T"},)
_TONE_S, _GAP_S = 0.16, 0.08


def speak(text: str, *, ambiguous: str = "") -> NDArray[np.int16]:
    """Return the tones of a text; where it has "?", both letters of `ambiguous` sound."""
    parts = [np.zeros(int(0.2 * RATE_HZ))]
    for letter in "".join(f"▁{word}" for word in text.split()):
        mixed = zip(ambiguous, (1.0, 0.45), strict=False) if letter == "?" else None
        tone = sum(
            (
                gain * _tone(_FREQUENCY_HZ[name])
                for name, gain in mixed or [(letter, 1)]
            ),
            np.zeros(int(_TONE_S * RATE_HZ)),
        )
        parts += [tone, np.zeros(int(_GAP_S * RATE_HZ))]
    return (np.concatenate(parts) * 32767).astype(np.int16)


def _tone(hz: float) -> NDArray[np.float64]:
    time = np.arange(int(_TONE_S * RATE_HZ)) / RATE_HZ
    edge = np.minimum(1, np.minimum(time, time[::-1]) / 0.01)
    return 0.2 * edge * np.sin(2 * np.pi * hz * time)


@dataclass(frozen=True)
class _Ears:
    """Where letters are among a feature extractor's mel bands, and how loud they are."""

    bins: dict[str, int]
    threshold: float


def _kaldi_ears() -> _Ears:
    def mel(hz: float) -> float:
        return 1127 * np.log(1 + hz / 700)

    low, high = mel(20), mel(7600)
    step = (high - low) / (_MELS + 1)
    return _Ears(
        {k: round((mel(f) - low) / step) - 1 for k, f in _FREQUENCY_HZ.items()}, 1.0
    )


def _slaney_ears() -> _Ears:
    def mel(hz: float) -> float:
        return hz * 3 / 200 if hz < 1000 else 15 + 27 * np.log(hz / 1000) / np.log(6.4)

    step = mel(8000) / (_MELS + 1)
    return _Ears({k: round(mel(f) / step) - 1 for k, f in _FREQUENCY_HZ.items()}, -4.0)


def _write_tokens(folder: Path, *, blank_last: bool) -> list[str]:
    tokens = [*LETTERS, BLANK] if blank_last else [BLANK, *LETTERS]
    lines = [f"{token} {i}\n" for i, token in enumerate(tokens)]
    (folder / "tokens.txt").write_text("".join(lines), "utf-8")
    return tokens


def _weights(tokens: list[str], ears: _Ears) -> list[onnx.TensorProto]:
    matrix = np.zeros((_MELS, len(tokens)), np.float32)
    bias = np.zeros(len(tokens), np.float32)
    for column, token in enumerate(tokens):
        if token != BLANK:
            matrix[ears.bins[token], column] = 2.0
            bias[column] = -2.0 * ears.threshold
    return [
        numpy_helper.from_array(matrix, "matrix"),
        numpy_helper.from_array(bias, "bias"),
        numpy_helper.from_array(np.array([0], np.int64), "from"),
        numpy_helper.from_array(np.array([_SHIFT], np.int64), "to"),
        numpy_helper.from_array(np.array([1], np.int64), "time_axis"),
        numpy_helper.from_array(
            np.array([0, _SHIFT // _POOL, _POOL, _MELS], np.int64), "pooled"
        ),
    ]


def _hearing(x: str, out: str, *, log_softmax: bool) -> list[onnx.NodeProto]:
    """Score every letter in every _POOL frames of features (N, T, mels)."""
    logits = "logits" if log_softmax else out
    nodes = [
        helper.make_node("Slice", [x, "from", "to", "time_axis"], ["now"]),
        helper.make_node("Reshape", ["now", "pooled"], ["groups"]),
        helper.make_node("ReduceMean", ["groups"], ["means"], axes=[2], keepdims=0),
        helper.make_node("MatMul", ["means", "matrix"], ["scores"]),
        helper.make_node("Add", ["scores", "bias"], [logits]),
    ]
    if log_softmax:
        nodes.append(helper.make_node("LogSoftmax", [logits], [out], axis=2))
    return nodes


def _float(name: str, *shape: int | str) -> onnx.ValueInfoProto:
    return helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)


def _int(name: str, *shape: int | str) -> onnx.ValueInfoProto:
    return helper.make_tensor_value_info(name, TensorProto.INT64, shape)


def _save(path: Path, graph: onnx.GraphProto, metadata: dict[str, object]) -> None:
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)])
    model.ir_version = 8
    helper.set_model_props(model, {k: str(v) for k, v in metadata.items()})
    onnx.checker.check_model(model)
    onnx.save(model, path)


# What sherpa-onnx passes from chunk to chunk through a zipformer2 of one tiny layer
_ZIPFORMER_STATES = {
    "key": (1, "N", 1),
    "nonlin_attn": (1, "N", 1, 3),
    "val1": (1, "N", 1),
    "val2": (1, "N", 1),
    "conv1": ("N", 4, 1),
    "conv2": ("N", 4, 1),
    "embed": ("N", 128, 3, 19),
}
_ZIPFORMER_ABOUT: dict[str, object] = {
    "model_type": "zipformer2",
    "version": 1,
    "model_author": "test",
    "encoder_dims": 4,
    "query_head_dims": 1,
    "value_head_dims": 1,
    "num_heads": 1,
    "num_encoder_layers": 1,
    "cnn_module_kernels": 3,
    "left_context_len": 1,
    "T": _CHUNK,
    "decode_chunk_len": _SHIFT,
}


def _save_zipformer(path: Path, tokens: list[str], out: str) -> None:
    states = [_float(n, *s) for n, s in _ZIPFORMER_STATES.items()] + [_int("len", "N")]
    passed = [_float(f"new_{n}", *s) for n, s in _ZIPFORMER_STATES.items()]
    nodes = _hearing("x", out, log_softmax=out == "log_probs") + [
        helper.make_node("Identity", [state.name], [f"new_{state.name}"])
        for state in states
    ]
    graph = helper.make_graph(
        nodes,
        "zipformer",
        [_float("x", "N", _CHUNK, _MELS), *states],
        [_float(out, "N", _SHIFT // _POOL, len(tokens)), *passed, _int("new_len", "N")],
        _weights(tokens, _kaldi_ears()),
    )
    _save(path, graph, _ZIPFORMER_ABOUT)


def build_zipformer2_ctc(folder: Path) -> Path:
    """Write a pack of the zipformer2 CTC layout."""
    folder.mkdir(parents=True, exist_ok=True)
    tokens = _write_tokens(folder, blank_last=False)
    _save_zipformer(folder / "model.onnx", tokens, "log_probs")
    return folder


def build_transducer(folder: Path, *, bpe_vocab: bool = True) -> Path:
    """Write a pack of the transducer layout; a letter is never told twice in a row."""
    folder.mkdir(parents=True, exist_ok=True)
    tokens = _write_tokens(folder, blank_last=False)
    _save_zipformer(folder / "encoder.onnx", tokens, "encoder_out")
    size = len(tokens)
    veto = np.zeros((size, size), np.float32)
    for i, last in enumerate(tokens):
        for j, following in enumerate(tokens):
            alike = any({last, following} <= pair for pair in _ALIKE)
            if last != BLANK and (i == j or alike):
                veto[i, j] = -40.0
    decoder = helper.make_graph(
        [
            helper.make_node("Gather", ["y", "newest"], ["last"], axis=1),
            helper.make_node("Gather", ["veto", "last"], ["decoder_out"], axis=0),
        ],
        "decoder",
        [_int("y", "N", 2)],
        [_float("decoder_out", "N", size)],
        [
            numpy_helper.from_array(np.array(1, np.int64), "newest"),
            numpy_helper.from_array(veto, "veto"),
        ],
    )
    _save(folder / "decoder.onnx", decoder, {"vocab_size": size, "context_size": 2})
    joiner = helper.make_graph(
        [helper.make_node("Add", ["encoder_out", "decoder_out"], ["logit"])],
        "joiner",
        [_float("encoder_out", "N", size), _float("decoder_out", "N", size)],
        [_float("logit", "N", size)],
    )
    _save(folder / "joiner.onnx", joiner, {"joiner_dim": size})
    if bpe_vocab:
        lines = ["<unk>\t0\n"] + [f"{c}\t{-i - 1}\n" for i, c in enumerate(LETTERS)]
        (folder / "bpe.vocab").write_text("".join(lines), "utf-8")
    return folder


def build_nemo_ctc(folder: Path) -> Path:
    """Write a pack of the NeMo CTC layout."""
    folder.mkdir(parents=True, exist_ok=True)
    tokens = _write_tokens(folder, blank_last=True)
    nodes = [
        helper.make_node("Transpose", ["audio_signal"], ["x"], perm=[0, 2, 1]),
        *_hearing("x", "logprobs", log_softmax=True),
        helper.make_node("Div", ["length", "pool"], ["encoded_length"]),
    ]
    caches = [
        _float("cache_last_channel", "N", 1, 1, 1),
        _float("cache_last_time", "N", 1, 1, 1),
        _int("cache_last_channel_len", "N"),
    ]
    passed = [
        _float("new_cache_last_channel", "N", 1, 1, 1),
        _float("new_cache_last_time", "N", 1, 1, 1),
        _int("new_cache_last_channel_len", "N"),
    ]
    nodes += [helper.make_node("Identity", [c.name], [f"new_{c.name}"]) for c in caches]
    graph = helper.make_graph(
        nodes,
        "nemo",
        [_float("audio_signal", "N", _MELS, _CHUNK), _int("length", "N"), *caches],
        [
            _float("logprobs", "N", _SHIFT // _POOL, len(tokens)),
            _int("encoded_length", "N"),
            *passed,
        ],
        [
            *_weights(tokens, _slaney_ears()),
            numpy_helper.from_array(np.array(_POOL, np.int64), "pool"),
        ],
    )
    dims = {f"cache_last_{c}_dim{i}": 1 for c in ("channel", "time") for i in (1, 2, 3)}
    about = {"window_size": _CHUNK, "chunk_shift": _SHIFT, "subsampling_factor": _POOL}
    _save(folder / "model.onnx", graph, {**about, **dims, "vocab_size": len(LETTERS)})
    return folder
