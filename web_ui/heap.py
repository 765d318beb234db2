"""Memory of a process with many threads."""

from __future__ import annotations

import ctypes
import logging

_LOGGER = logging.getLogger(__name__)

# mallopt(3): each thread would get a heap of its own, eight for each core, and what one
# of them gives back no other can use
_M_ARENA_MAX = -8
_HEAPS = 2


def share_heap() -> None:
    """Let all threads share two heaps; before there are threads, and only with glibc."""
    try:
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, _HEAPS)
    except (AttributeError, OSError) as error:
        _LOGGER.debug("every thread has a heap of its own: %s", error)


def give_back() -> None:
    """Return to the system what is free in the heaps, which keep it otherwise (glibc)."""
    try:
        ctypes.CDLL(None).malloc_trim(0)
    except (AttributeError, OSError) as error:
        _LOGGER.debug("free memory is kept: %s", error)
