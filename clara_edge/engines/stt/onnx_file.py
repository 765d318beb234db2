"""Read just enough of a model file to know that it is one, whole, and what it says of itself.

sherpa-onnx ends the process on some damaged or unfitting files, so they are judged before
it sees them.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from clara_edge.domain.errors import ModelDamagedError, ModelMissingError

if TYPE_CHECKING:
    from pathlib import Path
    from typing import BinaryIO

# onnx.proto3, message ModelProto and StringStringEntryProto
_GRAPH_FIELD = 7
_METADATA_FIELD = 14
_KEY_FIELD, _VALUE_FIELD = 1, 2
_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5  # protobuf wire types
_MAX_METADATA_BYTES = 1 << 20

_ORT_MAGIC = b"ORTM"  # flatbuffers file identifier, after the four bytes of root offset
_MIN_BYTES = 64


def read_metadata(path: Path) -> dict[str, str]:
    """Return the metadata of an ONNX file; empty for ORT format.

    Raises:
        ModelMissingError: there is no such file.
        ModelDamagedError: it is truncated or something else.
    """
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            if size < _MIN_BYTES:
                raise _damaged(path, f"it has only {size} bytes")
            if path.suffix == ".ort":
                if file.read(8)[4:] != _ORT_MAGIC:
                    raise _damaged(path, "it is not an ORT format model")
                return {}
            return _walk_model(path, file, size)
    except OSError as error:
        if isinstance(error, FileNotFoundError):
            raise ModelMissingError(
                f"the model file {path.name} is gone from {path.parent.name}",
                remedy=f"run: clara models pull {path.parent.name}",
            ) from error
        raise _damaged(path, error.strerror or str(error)) from error


def _walk_model(path: Path, file: BinaryIO, size: int) -> dict[str, str]:
    metadata: dict[str, str] = {}
    has_graph = False
    try:
        while file.tell() < size:
            field, wire = divmod(_read_varint(file), 8)
            length = _payload_length(file, wire)
            end = file.tell() + length
            if end > size:
                raise _damaged(path, f"it ends {end - size} bytes too early")
            if field == _METADATA_FIELD and length <= _MAX_METADATA_BYTES:
                key, value = _read_entry(file.read(length))
                metadata[key] = value
            has_graph = has_graph or field == _GRAPH_FIELD
            file.seek(end)
    except (EOFError, UnicodeDecodeError, ValueError) as error:
        if isinstance(error, ModelDamagedError):
            raise
        raise _damaged(path, "it is not an ONNX model") from error
    if not has_graph:
        raise _damaged(path, "it is not an ONNX model")
    return metadata


def _payload_length(file: BinaryIO, wire: int) -> int:
    if wire == _BYTES:
        return _read_varint(file)
    if wire == _VARINT:
        _read_varint(file)
        return 0
    if wire in (_FIXED32, _FIXED64):
        return 4 if wire == _FIXED32 else 8
    raise ValueError(f"wire type {wire} does not occur in ONNX files")


def _read_varint(file: BinaryIO) -> int:
    value = 0
    for shift in range(0, 70, 7):
        byte = file.read(1)
        if not byte:
            raise EOFError
        value |= (byte[0] & 0x7F) << shift
        if byte[0] < 0x80:
            return value
    raise ValueError("a number is longer than ten bytes")


def _read_entry(data: bytes) -> tuple[str, str]:
    found = {_KEY_FIELD: "", _VALUE_FIELD: ""}
    for field, payload in message_fields(data):
        found[field] = payload.decode()
    return found[_KEY_FIELD], found[_VALUE_FIELD]


def message_fields(data: bytes) -> list[tuple[int, bytes]]:
    """Return (field number, payload) of each field of a protobuf message.

    Raises:
        ValueError, EOFError: it is not one.
    """
    file = io.BytesIO(data)
    fields = []
    while file.tell() < len(data):
        field, wire = divmod(_read_varint(file), 8)
        length = _payload_length(file, wire)
        payload = file.read(length)
        if len(payload) < length:
            raise EOFError
        fields.append((field, payload))
    return fields


def _damaged(path: Path, what: str) -> ModelDamagedError:
    return ModelDamagedError(
        f"the model file {path} is damaged: {what}",
        remedy=f"run: clara models pull --again {path.parent.name}",
    )
