"""From the bytes of a file to text, whatever wrote it."""

from __future__ import annotations

import codecs

from clara_edge.domain.errors import FileInvalidError
from clara_edge.domain.snapshot import Rejection

from .limits import MAX_BYTES

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_PROBE = 4096
_TEXT_CONTROLS = frozenset("\t\n\r\f\v\x1a")


def decode(data: bytes) -> tuple[str, list[Rejection]]:
    """Return the text with plain line ends, and a note if its encoding had to be guessed.

    Raises:
        FileInvalidError: it is too large, or no text.
    """
    if len(data) > MAX_BYTES:
        raise FileInvalidError(
            f"the file has {len(data):,} bytes, the limit is {MAX_BYTES:,}",
            remedy="split it",
        )
    text, notes = _decoded(data)
    probe = text[:_PROBE]
    strange = sum(c < " " and c not in _TEXT_CONTROLS for c in probe)
    # a stray control character is forgiven, an image or archive is full of them
    if strange > 4 and strange * 20 > len(probe):
        raise FileInvalidError(
            "the file is not text", remedy="name a file that a task program exported"
        )
    return text.replace("\r\n", "\n").replace("\r", "\n"), notes


def _decoded(data: bytes) -> tuple[str, list[Rejection]]:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            try:
                return data[len(bom) :].decode(encoding), []
            except UnicodeDecodeError as error:
                raise FileInvalidError(
                    f"the file says that it is {encoding} but is not: {error.reason} at"
                    f" byte {error.start:,}",
                    remedy="save it as UTF-8",
                ) from error
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError as error:
        note = Rejection(
            f"byte {error.start:,}",
            data[error.start : error.start + 8].decode("latin-1"),
            "the file is not UTF-8; it was read as latin-1, so check the accents",
        )
        return data.decode("latin-1"), [note]
