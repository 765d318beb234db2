"""Answers compressed on their way out."""

from __future__ import annotations

import secrets
import zlib
from typing import TYPE_CHECKING

from flask import request

if TYPE_CHECKING:
    from flask import Response

LEAST_BYTES = 1000
"""Less fits one packet with its headers anyway."""
LEVEL_ONCE, LEVEL_OFTEN = 9, 5
_TEXT = frozenset(
    {
        "application/javascript",
        "application/json",
        "application/manifest+json",
        "application/problem+json",
        "application/xml",
        "image/svg+xml",
        "text/calendar",
        "text/css",
        "text/html",
        "text/javascript",
        "text/plain",
    }
)
_HEADER = b"\x1f\x8b\x08\x08" + 6 * b"\0"
"""ID1 ID2 CM FLG=FNAME MTIME XFL OS (RFC 1952 section 2.3)."""
_LETTERS = b"abcdefghijklmnop"


def is_text(mimetype: str | None) -> bool:
    """Tell whether answers of a type become smaller."""
    return mimetype in _TEXT


def gzip(data: bytes, level: int = LEVEL_OFTEN) -> bytes:
    """Compress, under a name of random length.

    The length of a page that holds both a secret and words of an attacker tells about the
    secret once it is compressed (BREACH); the name blurs it.
    """
    count = 1 + secrets.randbelow(64)
    name = bytes(_LETTERS[byte & 15] for byte in secrets.token_bytes(count))
    packer = zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS)
    body = packer.compress(data) + packer.flush()
    end = zlib.crc32(data).to_bytes(4, "little")
    size = (len(data) & 0xFFFFFFFF).to_bytes(4, "little")
    return b"".join((_HEADER, name, b"\0", body, end, size))


def compress(response: Response) -> Response:
    """Compress a whole text for whoever understands it; to be called after each request."""
    if (
        response.is_streamed
        or response.direct_passthrough
        or response.headers.get("Content-Encoding")
        or not is_text(response.mimetype)
        or response.status_code < 200
        or response.status_code in {204, 206, 304}
    ):
        return response
    response.vary.add("Accept-Encoding")
    data = response.get_data()
    if len(data) < LEAST_BYTES or not accepts_gzip():
        return response
    response.set_data(gzip(data))
    response.headers["Content-Encoding"] = "gzip"
    return response


def accepts_gzip() -> bool:
    """Tell whether this request's client understands gzip."""
    return bool(request.accept_encodings["gzip"] > 0)
