"""The shapes in which whole-utterance models are published, and how to load each."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from clara_edge.domain.errors import ModelMissingError
from clara_edge.engines.stt.onnx_file import read_metadata
from clara_edge.engines.stt.plan import LoadPlan, find_file, missing_file
from clara_edge.engines.stt.tokens import read_tokens

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

OfflineLayoutName = Literal[
    "moonshine_v2", "moonshine", "parakeet", "whisper", "sense_voice"
]


@dataclass(frozen=True, slots=True)
class _Layout:
    factory: str
    files: Mapping[str, tuple[str, ...]]
    """Argument of the factory -> file name patterns, the most telling first."""
    fixed: Mapping[str, Any] = field(default_factory=dict)
    has_language: bool = False


# Order matters: an earlier layout's files are a later one's too.
_TOKENS = ("tokens.txt", "*tokens.txt")
_LAYOUTS: dict[OfflineLayoutName, _Layout] = {
    "moonshine_v2": _Layout(
        "from_moonshine_v2",
        {
            "encoder": ("encoder_model*.ort", "encoder_model*.onnx"),
            "decoder": ("decoder_model_merged*.ort", "decoder_model_merged*.onnx"),
            "tokens": _TOKENS,
        },
    ),
    "moonshine": _Layout(
        "from_moonshine",
        {
            "preprocessor": ("preprocess*.onnx",),
            "encoder": ("encode.*onnx", "encode*.onnx"),
            "uncached_decoder": ("uncached_decode*.onnx",),
            "cached_decoder": ("cached_decode*.onnx",),
            "tokens": _TOKENS,
        },
    ),
    "parakeet": _Layout(
        "from_transducer",
        {
            "joiner": ("joiner*.onnx",),
            "encoder": ("encoder*.onnx",),
            "decoder": ("decoder*.onnx",),
            "tokens": _TOKENS,
        },
        {"model_type": "nemo_transducer"},
    ),
    "whisper": _Layout(
        "from_whisper",
        {
            "encoder": ("*encoder*.onnx",),
            "decoder": ("*decoder*.onnx",),
            "tokens": _TOKENS,
        },
        has_language=True,
    ),
    "sense_voice": _Layout(
        "from_sense_voice",
        {"model": ("model*.onnx",), "tokens": _TOKENS},
        # written numbers and punctuation
        {"use_itn": True},
        has_language=True,
    ),
}


def plan_offline(
    folder: Path, layout: OfflineLayoutName | None, language: str, threads: int
) -> LoadPlan:
    """Find a pack's files and say how to load them.

    Args:
        folder: the pack.
        layout: None chooses by the files that are there.
        language: for models of several languages.
        threads: cores for one decoding.

    Raises:
        ModelMissingError: a file that the layout needs is not there.
        ModelDamagedError: a file is not what its name says.
    """
    name = layout or _recognise(folder)
    shape = _LAYOUTS[name]
    found = {role: find_file(folder, shape.files[role]) for role in shape.files}
    for role, path in found.items():
        if path is None:
            raise missing_file(folder, name, shape.files[role])
    files = {role: path for role, path in found.items() if path is not None}
    for role, path in files.items():
        if role == "tokens":
            read_tokens(path)
        else:
            read_metadata(path)
    arguments: dict[str, Any] = {role: str(path) for role, path in files.items()}
    arguments |= {**shape.fixed, "num_threads": threads}
    if shape.has_language:
        arguments["language"] = language
    return LoadPlan("offline", name, shape.factory, arguments, tuple(files.values()))


def _recognise(folder: Path) -> OfflineLayoutName:
    """Return the layout of which most files are there, the earlier of two equals."""

    def share(name: OfflineLayoutName) -> float:
        roles = [patterns for role, patterns in _LAYOUTS[name].files.items()]
        present = sum(find_file(folder, p) is not None for p in roles if p != _TOKENS)
        return present / (len(roles) - 1)

    best = max(_LAYOUTS, key=share)
    if share(best) == 0:
        raise ModelMissingError(
            f"the model pack {folder.name} has no model files in {folder}",
            remedy=f"run: clara models pull --again {folder.name}",
        )
    return best
