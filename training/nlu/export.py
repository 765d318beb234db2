"""From a trained network to one ONNX file with 8-bit weights."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from clara_edge.engines.nlu.learned.features import sentence_numbers
from clara_edge.engines.nlu.learned.network import FORMAT, write_checksum
from training.nlu.fit import LABELS, TAGS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from training.nlu.committee import Committee

_OPSET = 17
_QUANTIZED = ["MatMul", "Gemm", "LSTM", "Gather"]


def export(
    committee: Committee,
    temperatures: tuple[float, float],
    bars: Mapping[str, float],
    path: Path,
) -> None:
    """Write the network to `path`, ready for `learned.network.Network`."""
    full = path.with_suffix(".float.onnx")
    hashes, letters = sentence_numbers(["remind", "me", "to", "buy", "milk", "at", "8"])
    committee.parser.eval()
    torch.onnx.export(
        committee.parser,
        (torch.from_numpy(hashes)[None], torch.from_numpy(letters)[None]),
        str(full),
        input_names=["hashes", "letters"],
        output_names=["labels", "tags"],
        dynamic_axes={
            "hashes": {1: "words"},
            "letters": {1: "words"},
            "tags": {1: "words"},
        },
        opset_version=_OPSET,
        # the other exporter unrolls the recurrent layers over the example's words
        dynamo=False,
    )
    quantize_dynamic(
        str(full),
        str(path),
        weight_type=QuantType.QInt8,
        op_types_to_quantize=_QUANTIZED,
    )
    model = onnx.load(str(path))
    steps = committee.chain.steps.detach().numpy().round(4).tolist()
    about = {
        "format": FORMAT,
        "labels": json.dumps([str(label) for label in LABELS]),
        "tags": json.dumps(TAGS),
        "steps": json.dumps(steps),
        "label_temperature": f"{temperatures[0]:.4f}",
        "path_temperature": f"{temperatures[1]:.4f}",
        "bars": json.dumps(bars),
    }
    onnx.helper.set_model_props(model, about)
    onnx.save(model, str(path))
    write_checksum(path)
