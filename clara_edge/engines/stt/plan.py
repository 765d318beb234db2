"""How to load one model into sherpa-onnx, as plain data."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
import sherpa_onnx

from clara_edge.domain.errors import ModelMissingError
from clara_edge.ports.audio import CAPTURE_RATE_HZ

Kind = Literal["offline", "online"]
_CLASSES = {
    "offline": sherpa_onnx.OfflineRecognizer,
    "online": sherpa_onnx.OnlineRecognizer,
}


@dataclass(frozen=True, slots=True)
class LoadPlan:
    """A factory of sherpa-onnx and its arguments."""

    kind: Kind
    layout: str
    factory: str
    arguments: dict[str, Any]
    files: tuple[Path, ...]

    def load(self) -> Any:
        """Return the recogniser; sherpa-onnx may raise anything, or end the process."""
        return getattr(_CLASSES[self.kind], self.factory)(**self.arguments)

    def to_json(self) -> str:
        """Return the plan for another process."""
        return json.dumps(
            {
                "kind": self.kind,
                "layout": self.layout,
                "factory": self.factory,
                "arguments": self.arguments,
                "files": [str(f) for f in self.files],
            },
            sort_keys=True,
        )

    @classmethod
    def from_json(cls, text: str) -> LoadPlan:
        """Return the plan that to_json() wrote."""
        fields = json.loads(text)
        return cls(**{**fields, "files": tuple(map(Path, fields["files"]))})


def decode_once(recognizer: Any, kind: Kind) -> None:
    """Run every part of a model on one second of noise."""
    noise = np.random.default_rng(0).normal(0.0, 0.05, CAPTURE_RATE_HZ)
    stream = recognizer.create_stream()
    stream.accept_waveform(CAPTURE_RATE_HZ, noise.astype(np.float32))
    if kind == "offline":
        recognizer.decode_stream(stream)
        return
    stream.input_finished()
    while recognizer.is_ready(stream):
        recognizer.decode_stream(stream)


def find_file(
    folder: Path, patterns: tuple[str, ...], *, int8: bool = True
) -> Path | None:
    """Return the file that matches, preferring (or avoiding) quantised ones."""
    for pattern in patterns:
        found = sorted(folder.glob(pattern), key=lambda p: (len(p.name), p.name))
        preferred = [p for p in found if (".int8." in p.name) is int8]
        if found:
            return (preferred or found)[0]
    return None


def missing_file(
    folder: Path, layout: str, patterns: tuple[str, ...]
) -> ModelMissingError:
    """Say which file a layout lacks."""
    return ModelMissingError(
        f"the model pack {folder.name} has no {patterns[0]}, which the {layout} layout needs",
        remedy=f"run: clara models pull --again {folder.name}",
    )
