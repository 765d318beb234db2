"""What pyalsaaudio lacks of alsa-lib: descriptions of devices, and keeping it quiet."""

from __future__ import annotations

import ctypes
import ctypes.util
from dataclasses import dataclass
from functools import cache
from typing import Literal


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
    """Drop alsa-lib's own messages, which otherwise go to standard error.

    A lost device is looked for every second, and each failure prints a line or three.
    """
    # The handler must not be Python: alsa-lib calls it with its configuration locked, and
    # pyalsaaudio opens devices with the interpreter locked, so that two threads would wait
    # for each other for ever. getpid() ignores its arguments and changes nothing.
    handler = ctypes.cast(_libc().getpid, ctypes.c_void_p)
    _library().snd_lib_error_set_handler(handler)


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
