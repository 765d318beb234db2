"""Where a request ends, told from its first bytes, so that no thread ever waits for the rest."""

from __future__ import annotations

import re
from dataclasses import dataclass

HEAD_BYTES = 16 * 1024
"""Longest request line and headers; browsers send under 2 KiB, with all cookies."""
BODY_BYTES = 1024 * 1024
"""Longest body: a WebRTC offer has 10 KiB, the notes of a task 40 KiB at most."""

_END = b"\r\n\r\n"
_LINE = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+ (\S+) HTTP/\d\.\d\Z")
"""request-line = method SP request-target SP HTTP-version (RFC 9112 section 3)."""
_DIGITS = re.compile(rb"\d{1,9}\Z")
_AUTHORITY = re.compile(rb"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?::\d{1,5})?\Z")
_TARGET = re.compile(rb"/[!-~]*\Z")


class RequestRefusedError(ValueError):
    """A request that gets no further than the door, with its HTTP status."""

    def __init__(self, status: str, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Head:
    """What the door must know of a request."""

    target: bytes
    size: int
    """Bytes of the whole request, its body included."""
    host: bytes

    def is_for(self, path: bytes) -> bool:
        """Tell whether the request is for this path, whatever its query."""
        return self.target.partition(b"?")[0] == path

    def address(self, scheme: str, port: int, usual_port: int) -> str | None:
        """Return where else the same is to be had, None if it names no proper host."""
        match = _AUTHORITY.match(self.host)
        if match is None or not _TARGET.match(self.target) or self.target[1:2] == b"/":
            return None
        end = "" if port == usual_port else f":{port}"
        return f"{scheme}://{match[1].decode()}{end}{self.target.decode()}"


def read_head(received: bytearray) -> Head | None:
    """Return what a request begins with, None while its head has not arrived.

    Raises:
        RequestRefusedError: it is none, or larger than allowed.
    """
    while received.startswith(b"\r\n"):
        # RFC 9112 section 2.2: empty lines before a request are ignored
        del received[:2]
    end = received.find(_END, 0, HEAD_BYTES)
    if end < 0:
        if len(received) >= HEAD_BYTES:
            raise RequestRefusedError(
                "431 Request Header Fields Too Large",
                f"the headers of a request may have {HEAD_BYTES} bytes",
            )
        return None
    lines = bytes(received[:end]).split(b"\r\n")
    match = _LINE.match(lines[0])
    if match is None:
        raise RequestRefusedError("400 Bad Request", "this is no HTTP request")
    fields = _fields(lines[1:])
    body = _body_bytes(fields)
    return Head(match[1], end + len(_END) + body, fields.get(b"host", b""))


def _fields(lines: list[bytes]) -> dict[bytes, bytes]:
    fields: dict[bytes, bytes] = {}
    for line in lines:
        name, colon, value = line.partition(b":")
        # RFC 9112 sections 5.1, 5.2: no space before the colon, no folded lines
        if not colon or not name or name != name.strip():
            raise RequestRefusedError("400 Bad Request", "a header is malformed")
        key, value = name.lower(), value.strip()
        if key in {b"content-length", b"host"} and fields.get(key, value) != value:
            raise RequestRefusedError("400 Bad Request", "a header contradicts another")
        fields[key] = value
    return fields


def _body_bytes(fields: dict[bytes, bytes]) -> int:
    if b"transfer-encoding" in fields:
        raise RequestRefusedError(
            "411 Length Required", "send the body in one piece, with Content-Length"
        )
    if b"expect" in fields:
        raise RequestRefusedError("417 Expectation Failed", "send the body at once")
    length = fields.get(b"content-length", b"0")
    if not _DIGITS.match(length):
        raise RequestRefusedError("400 Bad Request", "Content-Length is no number")
    if int(length) > BODY_BYTES:
        raise RequestRefusedError(
            "413 Content Too Large", f"a request may carry {BODY_BYTES} bytes"
        )
    return int(length)
