"""Turns of whoever may change tasks, but not the device that they are on."""

from __future__ import annotations

import contextlib
from contextvars import ContextVar
from typing import TYPE_CHECKING

from clara_edge.domain.errors import DeviceRefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator

_HANDS_OFF: ContextVar[bool] = ContextVar("hands_off", default=False)


@contextlib.contextmanager
def hands_off() -> Iterator[None]:
    """Refuse to switch the device in the turns of this block."""
    before = _HANDS_OFF.set(True)
    try:
        yield
    finally:
        _HANDS_OFF.reset(before)


def require_hands() -> None:
    """Return where the present turn may switch the device.

    Raises:
        DeviceRefusedError: whoever began it has no right to.
    """
    if _HANDS_OFF.get():
        raise DeviceRefusedError(
            "a browser or program without the right admin asked for it",
            remedy="ask at the device, or pair anew with: clara pair",
        )
