"""The head of a GGUF file, read and checked before llama.cpp sees it.

Format: ggml's docs/gguf.md. llama.cpp ends the process on some malformed files.
"""

from __future__ import annotations

import mmap
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

from clara_edge.domain.errors import LanguageModelAbsentError, ModelDamagedError

if TYPE_CHECKING:
    from pathlib import Path

_MAGIC = b"GGUF"
_VERSIONS = (2, 3)
# far above any model that fits a small computer; below what would keep us busy for long
_PAIRS_MAX = 10_000
_TENSORS_MAX = 100_000
_ARRAY_MAX = 10_000_000
_STRING_MAX = 10_000_000
_DIMENSIONS_MAX = 4
_STRING, _ARRAY = 8, 9
# value types by number: uint8 … float64
_SCALARS = {
    0: "<B",
    1: "<b",
    2: "<H",
    3: "<h",
    4: "<I",
    5: "<i",
    6: "<f",
    7: "<?",
    10: "<Q",
    11: "<q",
    12: "<d",
}
_F16_BYTES = 2


@dataclass(frozen=True, slots=True)
class GgufFacts:
    """What the size of a context depends on."""

    architecture: str
    size_bytes: int
    trained_context: int
    context_token_bytes: int
    """What one token of context takes in memory, keys and values in 16 bits."""


def read_facts(path: Path) -> GgufFacts:
    """Return the facts of a model file.

    Raises:
        LanguageModelAbsentError: there is no such file.
        ModelDamagedError: it is no complete GGUF file of a language model.
    """
    try:
        with (
            path.open("rb") as file,
            mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data,
        ):
            return _facts(data)
    except FileNotFoundError as error:
        raise LanguageModelAbsentError(
            f"there is no chat model {path}", remedy="see: clara models list"
        ) from error
    except (OSError, ValueError, struct.error) as error:
        # mmap refuses an empty file with ValueError
        raise ModelDamagedError(
            f"{path} is no complete GGUF model: {error}",
            remedy=f"run: clara models pull --again {path.parent.name}",
        ) from error


def _facts(data: mmap.mmap) -> GgufFacts:
    reader = _Reader(data)
    if reader.take(4) != _MAGIC:
        raise ValueError("it does not begin with GGUF")
    version = reader.number("<I")
    if version not in _VERSIONS:
        raise ValueError(f"its version is {version}")
    tensors, pairs = reader.number("<Q"), reader.number("<Q")
    if not 0 < tensors <= _TENSORS_MAX or pairs > _PAIRS_MAX:
        raise ValueError(f"it claims {tensors} tensors and {pairs} metadata")
    values = dict(reader.pair() for _ in range(pairs))
    offsets = [reader.tensor_offset() for _ in range(tensors)]
    alignment = _positive(values.get("general.alignment", 32), "alignment")
    begin = -(-reader.position // alignment) * alignment
    if begin + max(offsets) >= len(data):
        raise ValueError(f"it ends after {len(data)} bytes, within its weights")
    return _described(values, len(data))


def _described(values: dict[str, object], size_bytes: int) -> GgufFacts:
    architecture = values.get("general.architecture")
    if not isinstance(architecture, str):
        raise ValueError("it names no architecture")  # noqa: TRY004 - what a file holds

    def number(key: str, usual: int | None = None) -> int:
        found = values.get(f"{architecture}.{key}", usual)
        return _positive(found, key)

    width = number("embedding_length")
    heads = number("attention.head_count")
    key_heads = values.get(f"{architecture}.attention.head_count_kv")
    # an array has one for each layer: the widest counts, as if all were like it
    shared = key_heads if isinstance(key_heads, int) and key_heads > 0 else heads
    head_width = number("attention.key_length", max(1, width // heads))
    per_token = 2 * number("block_count") * shared * head_width * _F16_BYTES
    return GgufFacts(architecture, size_bytes, number("context_length"), per_token)


def _positive(value: object, name: str) -> int:
    if not isinstance(value, int) or value <= 0:
        raise ValueError(f"its {name} is {value!r}")
    return value


class _Reader:
    def __init__(self, data: mmap.mmap) -> None:
        self._data = data
        self.position = 0

    def take(self, length: int) -> bytes:
        end = self.position + length
        if end > len(self._data):
            raise ValueError(f"it ends after {len(self._data)} bytes, within its head")
        part = self._data[self.position : end]
        self.position = end
        return part

    def number(self, form: str) -> int:
        (value,) = struct.unpack(form, self.take(struct.calcsize(form)))
        return int(value)

    def pair(self) -> tuple[str, object]:
        return self._string().decode("utf-8", "replace"), self._value(self.number("<I"))

    def tensor_offset(self) -> int:
        self._string()
        dimensions = self.number("<I")
        if not 0 < dimensions <= _DIMENSIONS_MAX:
            raise ValueError(f"a tensor has {dimensions} dimensions")
        self.take(8 * dimensions + 4)
        return self.number("<Q")

    def _string(self) -> bytes:
        length = self.number("<Q")
        if length > _STRING_MAX:
            raise ValueError(f"a text in it claims {length} bytes")
        return self.take(length)

    def _value(self, kind: int) -> object:
        if kind == _STRING:
            return self._string().decode("utf-8", "replace")
        if kind == _ARRAY:
            self._skip_array()
            return None
        if kind not in _SCALARS:
            raise ValueError(f"a value in it is of type {kind}")
        form = _SCALARS[kind]
        (value,) = struct.unpack(form, self.take(struct.calcsize(form)))
        return value

    def _skip_array(self) -> None:
        kind, count = self.number("<I"), self.number("<Q")
        if count > _ARRAY_MAX:
            raise ValueError(f"a list in it claims {count} entries")
        if kind == _STRING:
            for _ in range(count):
                self._string()
        elif kind in _SCALARS:
            self.take(count * struct.calcsize(_SCALARS[kind]))
        else:
            raise ValueError(f"a list in it is of type {kind}")
