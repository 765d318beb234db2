"""The shapes in which streaming models are published, and how to load each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from clara_edge.domain.errors import ModelDamagedError
from clara_edge.engines.stt.onnx_file import read_metadata
from clara_edge.engines.stt.plan import LoadPlan, find_file, missing_file
from clara_edge.engines.stt.tokens import read_tokens

if TYPE_CHECKING:
    from pathlib import Path

OnlineLayoutName = Literal["transducer", "zipformer2_ctc", "nemo_ctc"]

_FRAME_S = 0.01
"""Every supported model takes features of 10 ms."""
_MIN_TAIL_S = 0.4


@dataclass(frozen=True, slots=True)
class OnlineModel:
    """A streaming model that can be loaded."""

    plan: LoadPlan
    tokens: list[str]
    tail_s: float
    """Silence after the last sound that pushes it through the model's look-ahead."""


def plan_online(
    folder: Path, layout: OnlineLayoutName | None, threads: int, bpe_vocab: Path | None
) -> OnlineModel:
    """Find a pack's files and say how to load them.

    Args:
        folder: the pack.
        layout: None chooses by the files that are there and what they say of themselves.
        threads: cores for one decoding.
        bpe_vocab: the vocabulary with scores that hotwords need; None does without them.

    Raises:
        ModelMissingError: a file that the layout needs is not there.
        ModelDamagedError: a file is not what its name says.
    """
    has_joiner = find_file(folder, ("joiner*.onnx",)) is not None
    if layout == "transducer" or (layout is None and has_joiner):
        return _plan_transducer(folder, threads, bpe_vocab)
    return _plan_ctc(folder, layout, threads)


def _plan_transducer(folder: Path, threads: int, bpe_vocab: Path | None) -> OnlineModel:
    encoder = _require(folder, "transducer", "encoder*.onnx")
    # quantising the small decoder saves nothing and costs accuracy; the publishers' own
    # examples mix int8 encoders with it
    decoder = _require(folder, "transducer", "decoder*.onnx", int8=False)
    joiner = _require(folder, "transducer", "joiner*.onnx")
    vocabulary = _require(folder, "transducer", "tokens.txt")
    about = read_metadata(encoder)
    read_metadata(decoder)
    read_metadata(joiner)
    arguments = {
        "encoder": str(encoder),
        "decoder": str(decoder),
        "joiner": str(joiner),
        "tokens": str(vocabulary),
        "num_threads": threads,
        # known, it spares sherpa-onnx from loading the encoder twice
        "model_type": about.get("model_type", ""),
        "enable_endpoint_detection": False,
    }
    files = [encoder, decoder, joiner, vocabulary]
    if bpe_vocab is not None:
        files.append(bpe_vocab)
        arguments |= {
            "decoding_method": "modified_beam_search",
            "modeling_unit": "bpe",
            "bpe_vocab": str(bpe_vocab),
        }
    plan = LoadPlan("online", "transducer", "from_transducer", arguments, tuple(files))
    return OnlineModel(plan, read_tokens(vocabulary), _tail_s(about))


def _plan_ctc(
    folder: Path, layout: OnlineLayoutName | None, threads: int
) -> OnlineModel:
    model = _require(folder, layout or "CTC", "model*.onnx", "*.onnx")
    vocabulary = _require(folder, layout or "CTC", "tokens.txt")
    about = read_metadata(model)
    name = layout or _recognise(model, about)
    arguments = {
        "model": str(model),
        "tokens": str(vocabulary),
        "num_threads": threads,
        "enable_endpoint_detection": False,
    }
    plan = LoadPlan("online", name, f"from_{name}", arguments, (model, vocabulary))
    return OnlineModel(plan, read_tokens(vocabulary), _tail_s(about))


def _recognise(model: Path, about: dict[str, str]) -> OnlineLayoutName:
    if "cache_last_channel_dim1" in about:
        return "nemo_ctc"
    if "encoder_dims" in about:
        return "zipformer2_ctc"
    raise ModelDamagedError(
        f"the model file {model} is of no streaming layout that sherpa-onnx reads",
        remedy="a model for whole utterances belongs to the engine sherpa_offline",
    )


def _tail_s(about: dict[str, str]) -> float:
    frames = about.get("T") or about.get("window_size") or "0"
    return max(_MIN_TAIL_S, int(frames) * _FRAME_S if frames.isdecimal() else 0.0)


def _require(folder: Path, layout: str, *patterns: str, int8: bool = True) -> Path:
    path = find_file(folder, patterns, int8=int8)
    if path is None:
        raise missing_file(folder, layout, patterns)
    return path
