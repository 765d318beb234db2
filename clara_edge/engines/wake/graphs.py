"""Loading the ONNX graphs of openWakeWord, each checked for the shape it must have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import onnxruntime as ort
from onnxruntime.capi import onnxruntime_pybind11_state as ort_errors

from clara_edge.domain.errors import ModelDamagedError, ModelMissingError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

# What onnxruntime raises for a file that is no usable graph; the classes share no base.
_LOAD_FAILURES = (
    ort_errors.Fail,
    ort_errors.InvalidArgument,
    ort_errors.InvalidGraph,
    ort_errors.InvalidProtobuf,
    ort_errors.NoModel,
    ort_errors.NotImplemented,
    ort_errors.RuntimeException,
)

Shape = tuple[int | None, ...]
"""Dimensions, None for any size."""


class Graph:
    """One loaded graph with one input and one output."""

    def __init__(self, file: Path, session: ort.InferenceSession) -> None:
        self.file = file
        self._session = session
        self._input = session.get_inputs()[0].name
        self._outputs = [session.get_outputs()[0].name]

    @property
    def input_shape(self) -> Shape:
        """The dimensions of the input, None where the graph leaves them open."""
        return _shape(self._session.get_inputs()[0])

    def run(self, value: NDArray[np.float32]) -> NDArray[np.float32]:
        """Compute the output for one input."""
        result: NDArray[np.float32] = self._session.run(
            self._outputs, {self._input: value}
        )[0]
        return result


def load_graph(file: Path, *, takes: Shape, gives: Shape) -> Graph:
    """Load a graph for one CPU thread.

    Raises:
        ModelMissingError: there is no such file.
        ModelDamagedError: it is not an ONNX graph, or not one with these shapes.
    """
    if not file.is_file():
        raise ModelMissingError(
            f"wake word model {file} does not exist",
            remedy="run 'clara models verify', or correct wake.options.openwakeword",
        )
    try:
        session = ort.InferenceSession(
            str(file), _options(), providers=["CPUExecutionProvider"]
        )
    except _LOAD_FAILURES as error:
        raise ModelDamagedError(
            f"wake word model {file} cannot be loaded: {_first_line(error)}",
            remedy="run 'clara models pull' to replace it",
        ) from error
    _check(file, "input", session.get_inputs(), takes)
    _check(file, "output", session.get_outputs(), gives)
    return Graph(file, session)


def _options() -> ort.SessionOptions:
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    # The tensors of one 80 ms chunk are small: an arena would only hold memory.
    options.enable_cpu_mem_arena = False
    options.enable_mem_pattern = False
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.add_session_config_entry("session.inter_op.allow_spinning", "0")
    options.log_severity_level = 3  # errors only; they are raised as well
    return options


def _check(file: Path, side: str, values: Sequence[Any], expected: Shape) -> None:
    found = [_shape(value) for value in values]
    if len(found) == 1 and _fits(found[0], expected):
        return
    raise ModelDamagedError(
        f"wake word model {file} has the {side} {_text(*found)},"
        f" openWakeWord needs {_text(expected)}",
        remedy="use a model made for openWakeWord",
    )


def _shape(value: Any) -> Shape:
    return tuple(size if isinstance(size, int) else None for size in value.shape)


def _fits(found: Shape, expected: Shape) -> bool:
    return len(found) == len(expected) and all(
        a is None or b is None or a == b for a, b in zip(found, expected, strict=True)
    )


def _text(*shapes: Shape) -> str:
    return " and ".join(
        "x".join("any" if size is None else str(size) for size in shape)
        for shape in shapes
    )


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__
