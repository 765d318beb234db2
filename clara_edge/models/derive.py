"""Files that are made on the device from others of the same pack."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from clara_edge.domain.errors import ModelDamagedError
from clara_edge.models.files import part_of, settle

if TYPE_CHECKING:
    from pathlib import Path

    from clara_edge.models.manifest import PackFile

_LONG = 0x80


def derive(file: PackFile, folder: Path) -> None:
    """Make a derived file in `folder`, and check it like a fetched one."""
    source = (folder / file.derive_from).read_bytes()
    target = folder / file.path
    part = part_of(target)
    part.write_bytes(moonshine_tokens(source))
    settle(part, target, file)


def moonshine_tokens(tokenizer: bytes) -> bytes:
    """Return sherpa-onnx's tokens.txt for a Moonshine tokenizer.bin.

    The input is a row of length-prefixed tokens; a length is one byte, or two (low seven bits
    first) where the first has its high bit set. The output has one `base64(token) id` per line.

    Raises:
        ModelDamagedError: the input ends inside a token.
    """
    lines: list[bytes] = []
    at, end = 0, len(tokenizer)
    while at < end:
        length, at = tokenizer[at], at + 1
        if length >= _LONG:
            if at == end:
                raise ModelDamagedError("tokenizer.bin ends inside a length")
            length, at = (length - _LONG) + tokenizer[at] * _LONG, at + 1
        if at + length > end:
            raise ModelDamagedError(f"tokenizer.bin ends inside token {len(lines)}")
        lines.append(
            b"%b %d\n" % (base64.b64encode(tokenizer[at : at + length]), len(lines))
        )
        at += length
    return b"".join(lines)
