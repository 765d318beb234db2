"""What pyalsaaudio lacks of alsa-lib: descriptions of devices, and keeping it quiet."""

from __future__ import annotations

import ctypes
import ctypes.util
import logging
from dataclasses import dataclass
from functools import cache
from typing import Literal

_LOGGER = logging.getLogger(__name__)

# void (*)(const char *file, int line, const char *function, int err, const char *fmt, ...)
_ErrorHandler = ctypes.CFUNCTYPE(
    None,
    ctypes.c_char_p,
    ctypes.c_int,
    ctypes.c_char_p,
    ctypes.c_int,
    ctypes.c_char_p,
)


@dataclass(frozen=True, slots=True)
class Hint:
    """One PCM that alsa-lib's configuration offers."""

    name: str
    description: str
    direction: Literal["Input", "Output"] | None
    """None means both."""


def pcm_hints() -> list[Hint]:
    """Return what `aplay -L` and `arecord -L` list, read anew."""
    library = _library()
    hints = ctypes.POINTER(ctypes.c_void_p)()
    if library.snd_device_name_hint(-1, b"pcm", ctypes.byref(hints)) < 0:
        return []
    try:
        found = []
        index = 0
        while hints[index]:
            name = _text(hints[index], b"NAME")
            direction = _text(hints[index], b"IOID")
            if name:
                found.append(
                    Hint(
                        name,
                        _text(hints[index], b"DESC") or "",
                        direction if direction in {"Input", "Output"} else None,  # type: ignore[arg-type]  # mypy does not narrow by `in`
                    )
                )
            index += 1
        return found
    finally:
        library.snd_device_name_free_hint(hints)


@cache
def keep_quiet() -> None:
    """Send alsa-lib's own messages to the debug log instead of standard error.

    A lost device is looked for every second, and each failure prints a line or three.
    """
    _library().snd_lib_error_set_handler(_ERROR_HANDLER)


def _on_error(
    file: bytes | None, line: int, function: bytes | None, code: int, text: bytes | None
) -> None:
    # the values for the placeholders in `text` are variadic, out of reach of ctypes
    _LOGGER.debug("alsa-lib: %r line %d %r: %r (%d)", file, line, function, text, code)


_ERROR_HANDLER = _ErrorHandler(_on_error)
"""Kept for as long as alsa-lib may call it."""


@cache
def _library() -> ctypes.CDLL:
    library = ctypes.CDLL(ctypes.util.find_library("asound") or "libasound.so.2")
    library.snd_device_name_get_hint.restype = ctypes.c_void_p
    library.snd_device_name_get_hint.argtypes = [ctypes.c_void_p, ctypes.c_char_p]
    library.snd_device_name_free_hint.argtypes = [ctypes.POINTER(ctypes.c_void_p)]
    return library


@cache
def _libc() -> ctypes.CDLL:
    libc = ctypes.CDLL(None)
    libc.free.argtypes = [ctypes.c_void_p]
    libc.free.restype = None
    return libc


def _text(hint: int, key: bytes) -> str | None:
    address = _library().snd_device_name_get_hint(hint, key)
    if not address:
        return None
    try:
        return ctypes.string_at(address).decode(errors="replace")
    finally:
        _libc().free(address)
